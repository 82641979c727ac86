"""All that a program may print, log or send of a value, or of an error and what is behind it."""

import gc
import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import (
    BuiltinFunctionType,
    CodeType,
    FrameType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import Any

from .marks import leaks

TESTS = Path(__file__).parents[1]

# What leads from a value to the program around it.
_ELSEWHERE = (
    BuiltinFunctionType,
    CodeType,
    FrameType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    ModuleType,
    WrapperDescriptorType,
    type,
)
_OURS = {"allsessions", "akool_client", "anam_client", "elizaos_client", "konpro_client", "asyncio", "_asyncio"}
# Attributes that are documented to hold what the vendor sent.
_AS_SENT = {"record", "content"}


def shown(error: BaseException) -> str:
    """Messages, notes, attributes, frames with their variables, of the error and of all behind it; and its pickle."""
    everything = [part for each in behind(error) for part in _parts(each)]
    return "\n".join([*everything, traceback_of(error), pickle.dumps(error).decode("latin-1")])


def shown_here(error: BaseException) -> str:
    """The same for an error that need not go to another process."""
    return "\n".join([*(part for each in behind(error) for part in _parts(each)), traceback_of(error)])


def places(error: BaseException) -> list[str]:
    """Where in all that there is a secret; for whoever reads of a test that fails."""
    return [line[:300] for line in shown_here(error).splitlines() if leaks(line)]


def behind(error: BaseException) -> list[BaseException]:
    """The error, its causes and contexts, suppressed ones too, and the members of groups."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and each not in found:
            found.append(each)
            members = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
            waiting += [each.__cause__, each.__context__, *members]
    return found


def traceback_of(error: BaseException) -> str:
    """As Python prints it."""
    return "".join(traceback.format_exception(error))


def described(value: object) -> str:
    """The value as text, in each way that there is."""
    return f"{value!r}\n{value!s}\n{value}\n{[value]}"


def reachable(root: object) -> Iterator[object]:
    """Everything of this library, and of asyncio, that the value leads to."""
    waiting, seen = [root], {id(root)}
    keep = [root]  # so that no id is used again
    while waiting:
        each = waiting.pop()
        if type(each).__module__.partition(".")[0] in _OURS:
            yield each
        for other in gc.get_referents(each):
            if id(other) not in seen and not isinstance(other, _ELSEWHERE):
                seen.add(id(other))
                keep.append(other)
                waiting.append(other)


def _parts(error: BaseException) -> Iterator[str]:
    yield described(error)
    yield repr(error.args)
    yield repr({name: value for name, value in vars(error).items() if name not in _AS_SENT})
    yield from getattr(error, "__notes__", ())
    for frame in traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), capture_locals=True):
        if not Path(frame.filename).is_relative_to(TESTS):  # a test's own variables hold what it plants
            yield f"{frame.filename}:{frame.lineno} {frame.name}: {_variables(frame.locals)}"


def _variables(values: dict[str, Any] | None) -> str:
    return "".join(f"\n    {name} = {value}" for name, value in (values or {}).items())
