"""What a vendor publishes, read: a page with an OpenAPI document in it, such a document itself, or a page of tables."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from attrs import frozen

from ..documents import SpecError, parse_yaml
from . import tables
from .selection import Tables

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_OPENAPI = re.compile(r"""["']?(openapi|swagger)["']?\s*:""")


class End(StrEnum):
    """How the end of a published document can be told from a place where its file was cut off."""

    MARKED = "marked"
    """It is marked: by a fence, or a bracket."""
    OPEN = "open"
    """Not at all: plain YAML goes on or does not."""
    ANSWERS = "answers"
    """By the statuses that are answered, which come last on a page of tables."""


@frozen(kw_only=True)
class Published:
    """A document as the vendor published it: the file's name, the OpenAPI document as plain data, and how it ends."""

    name: str
    document: dict[str, Any]
    end: End = End.MARKED


def read(path: Path, layout: Tables | None) -> list[Published]:
    """What is published in a file, mostly one document; `layout` names what a page of tables does not.

    Raises SpecError where there is none, or not the whole of one.
    """
    name, text = path.name, _text(path)
    if re.match(r"\s*<(!doctype|html|head|body|\?xml|script)\b", text, re.IGNORECASE):
        raise SpecError(
            f"{name}: a page in HTML, such as a browser shows, or a login form; save the Markdown or OpenAPI"
        )
    if text.lstrip().startswith("{"):
        return [Published(name=name, document=_json(text, name))]
    lines = text.splitlines()
    fenced = next((number for number, line in enumerate(lines) if _FENCE.match(line)), len(lines))
    if any(_OPENAPI.match(line) for line in lines[:fenced]):
        document = parse_yaml(text, name)
        return [Published(name=name, document=document, end=End.OPEN)]
    if blocks := [Published(name=name, document=parse_yaml(block, name)) for block in _blocks(lines, name)]:
        return blocks
    if layout is None:
        raise SpecError(f"{name}: no OpenAPI in it, neither as a block of a Markdown page nor as the whole file")
    return [Published(name=name, document=tables.read(text, layout, name), end=End.ANSWERS)]


def _text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SpecError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SpecError(f"{path.name}: no text in UTF-8, from byte {error.start} on") from None
    if not text.strip():
        raise SpecError(f"{path.name}: nothing is in it")
    return text


def _json(text: str, name: str) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            ((twice, _),) = Counter(key for key, _ in pairs).most_common(1)
            raise SpecError(f"{name}: an object has {twice!r} twice; which of them holds cannot be known")
        return dict(pairs)

    try:
        return cast(dict[str, Any], json.loads(text, object_pairs_hook=once))
    except json.JSONDecodeError as error:
        raise SpecError(f"{name}, line {error.lineno}: no JSON, or cut off in the middle: {error.msg}") from None
    except RecursionError:
        raise SpecError(f"{name}: nested too deeply to be read") from None
    except ValueError as error:  # a number of thousands of digits
        raise SpecError(f"{name}: no JSON: {error}") from None


def _blocks(lines: list[str], name: str) -> Iterator[str]:
    """The blocks of a Markdown page that hold an OpenAPI document."""
    rest = iter(lines)
    for line in rest:
        if opening := _FENCE.match(line):
            fence = opening[1]
            block: list[str] = []
            for inner in rest:
                if (closing := _FENCE.match(inner)) and closing[1].startswith(fence) and not closing[2].strip():
                    break
                block.append(inner)
            else:
                raise SpecError(
                    f"{name}: cut off in the middle: the block that begins with {line.strip()!r} has no end"
                )
            if any(_OPENAPI.match(each) for each in block):
                yield "\n".join(block)
