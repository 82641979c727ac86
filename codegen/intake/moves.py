"""Operations that have another path now."""

from collections.abc import Mapping
from typing import Any

from ..shape import Place
from .compare import Change
from .selection import Operation, operations, unversioned
from .verdicts import Kind, Severity


def found(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, str]:
    """Paths that are gone, each with the new one that does the same."""
    old, new = (
        [each for each in operations(one) if each.path not in other["paths"]]
        for one, other in ((ours, theirs), (theirs, ours))
    )
    moved: dict[str, str] = {}
    for each in old:
        alike = [other for other in new if _alike(each, other, ours, theirs) and other.path not in moved.values()]
        if len({other.path for other in alike}) == 1:
            moved[each.path] = alike[0].path
    return moved


def _alike(one: Operation, other: Operation, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    ids = [
        document["paths"][each.path][each.method].get("operationId")
        for each, document in ((one, ours), (other, theirs))
    ]
    return unversioned(one) == unversioned(other) or (ids[0] is not None and ids[0] == ids[1])


def undone(document: Mapping[str, Any], moved: Mapping[str, str]) -> dict[str, Any]:
    """The document with everything at its old path."""
    old = {new: old for old, new in moved.items()}
    return {**document, "paths": {old.get(path, path): item for path, item in document["paths"].items()}}


def changes(moved: Mapping[str, str]) -> list[Change]:
    """The moves as differences."""
    return [
        Change(
            place=Place() / "paths" / old,
            kind=Kind.CHANGED,
            severity=Severity.BREAKING,
            why="moved",
            before=old,
            after=new,
        )
        for old, new in moved.items()
    ]


def made(text: str, moved: Mapping[str, str]) -> str:
    """The text of a document with everything at its new path."""
    lines = text.splitlines(keepends=True)
    for old, new in moved.items():
        lines = [line.replace(old, new, 1) if _is_key(line, old) else line for line in lines]
    return "".join(lines)


def _is_key(line: str, path: str) -> bool:
    return line.startswith(" ") and line.strip().rstrip(":").strip("'\"") == path
