"""All texts that a program may print, log or send for a value, or for an error and its causes."""

import gc
import pickle
import traceback
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .marks import leaks

TESTS = Path(__file__).parents[1]

# Types whose references lead from a value to the rest of the program.
_PROGRAM = (
    *(types.BuiltinFunctionType, types.CodeType, types.FrameType, types.FunctionType, types.GetSetDescriptorType),
    *(types.MemberDescriptorType, types.ModuleType, types.WrapperDescriptorType, type),
)
_OURS = {"allsessions", "akool_client", "anam_client", "elizaos_client", "konpro_client", "asyncio", "_asyncio"}
# Attributes that hold the vendor's data, as documented.
_AS_SENT = {"record", "content"}


def assert_hidden(error: BaseException, *, pickled: bool = True) -> None:
    """Check that the error and its causes show no secret in messages, notes, attributes and frames' variables."""
    parts = [part for each in behind(error) for part in _parts(each)]
    lines = "\n".join([*parts, *traceback.format_exception(error)]).splitlines()
    assert [line[:300] for line in lines if leaks(line)] == []
    assert not leaks("\n".join(lines))
    assert not pickled or not leaks(pickle.dumps(error).decode("latin-1"))


def behind(error: BaseException) -> list[BaseException]:
    """Return the error with its causes, its contexts (even suppressed ones) and the members of groups."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and each not in found:
            found.append(each)
            members = each.exceptions if isinstance(each, BaseExceptionGroup) else ()
            waiting += [each.__cause__, each.__context__, *members]
    return found


def described(value: object) -> str:
    """Return the value as text in all ways: repr, str, in an f-string and in a list."""
    return f"{value!r}\n{value!s}\n{value}\n{[value]}"


def reachable(root: object) -> Iterator[object]:
    """Yield all objects of this library and of asyncio that the value refers to, directly or indirectly."""
    waiting, seen = [root], {id(root)}
    keep = [root]  # keeps Python from reusing an id
    while waiting:
        each = waiting.pop()
        if type(each).__module__.partition(".")[0] in _OURS:
            yield each
        for other in gc.get_referents(each):
            if id(other) not in seen and not isinstance(other, _PROGRAM):
                seen.add(id(other))
                keep.append(other)
                waiting.append(other)


def _parts(error: BaseException) -> Iterator[str]:
    yield described(error)
    yield repr(error.args)
    yield repr({name: value for name, value in vars(error).items() if name not in _AS_SENT})
    yield from getattr(error, "__notes__", ())
    for frame in traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), capture_locals=True):
        if not Path(frame.filename).is_relative_to(TESTS):  # a test's own variables have the secrets
            values: dict[str, Any] = frame.locals or {}
            yield "".join(f"{frame.filename}:{frame.lineno} {name} = {value}\n" for name, value in values.items())
