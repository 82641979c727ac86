"""Find operations that have another path now, and schemas that have another name."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from ..documents import is_list, is_mapping, mapping_of, objects
from ..shape import Place
from .compare import Change
from .selection import Operation, operations, unversioned
from .verdicts import breaking, makes_class

_SCHEMAS = "#/components/schemas/"
_RENAMED = "a schema has another name: imports of its class break"


@frozen
class Moves:
    """Old paths and schemas, each with its new name."""

    paths: Mapping[str, str]
    schemas: Mapping[str, str]

    def made(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return the document with everything at its new name."""
        document = copy.deepcopy(document)
        for holder, names in ((document["paths"], self.paths), (_schemas(document), self.schemas)):
            for name in list(holder) if names else ():
                holder[names.get(name, name)] = holder.pop(name)
        references = {f"{_SCHEMAS}{old}": f"{_SCHEMAS}{new}" for old, new in self.schemas.items()}
        for part in objects(document) if references else ():
            changed = [name for name, item in part.items() if isinstance(item, str) and item in references]
            part.update({name: references[part[name]] for name in changed})
        return document

    def undone(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return the document with everything at its old name."""
        back = ({new: old for old, new in names.items()} for names in (self.paths, self.schemas))
        return Moves(*back).made(document)

    def changes(self, ours: Mapping[str, Any]) -> list[Change]:
        """Return the moves as differences."""
        paths, schemas = Place() / "paths", Place() / "components" / "schemas"
        moved = [Change.of(breaking(True, "moved"), paths / old, old, new) for old, new in self.paths.items()]
        for old, new in self.schemas.items():
            verdict = breaking(makes_class(_schemas(ours)[old]), _RENAMED)
            moved.append(Change.of(verdict, schemas / old, old, new))
        return moved


NONE = Moves({}, {})


def found(ours: dict[str, Any], theirs: dict[str, Any]) -> Moves:
    """Return the paths and schemas that are gone, each with the new one that takes its place."""
    paths = _moved_paths(ours, theirs)
    renamed: dict[str, str] = {}
    while more := _renamed_schemas(ours, Moves(paths, renamed).undone(theirs)):
        renamed |= more
    return Moves(paths, renamed)


def _renamed_schemas(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, str]:
    """Return the schemas that are gone, each with the new one that everything refers to instead."""
    known, now = _schemas(ours).keys(), _schemas(theirs).keys()
    pairs = {(old.removeprefix(_SCHEMAS), new.removeprefix(_SCHEMAS)) for old, new in _references(ours, theirs)}
    pairs = {(old, new) for old, new in pairs if old in known - now and new in now - known}
    unique = [pair for pair in sorted(pairs) if sum(pair[0] == old or pair[1] == new for old, new in pairs) == 1]
    return dict(unique)


def _references(ours: Any, theirs: Any) -> Iterator[tuple[str, str]]:
    """Yield each reference that is another one at the same place."""
    if is_mapping(ours) and is_mapping(theirs):
        if {"$ref"} <= ours.keys() & theirs.keys():
            yield str(ours["$ref"]), str(theirs["$ref"])
        for name in ours.keys() & theirs.keys():
            yield from _references(ours[name], theirs[name])
    elif is_list(ours) and is_list(theirs):
        for one, other in zip(ours, theirs, strict=False):
            yield from _references(one, other)


def _moved_paths(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, str]:
    old, new = (
        [each for each in operations(one) if each.path not in other["paths"]]
        for one, other in ((ours, theirs), (theirs, ours))
    )
    moved: dict[str, str] = {}
    for each in old:
        alike = {other.path for other in new if _alike(each, other, ours, theirs)} - set(moved.values())
        if len(alike) == 1:
            moved[each.path] = alike.pop()
    return moved


def _alike(one: Operation, other: Operation, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    before, after = ours["paths"][one.path][one.method], theirs["paths"][other.path][other.method]
    same_id = before.get("operationId") == after.get("operationId") is not None
    return unversioned(one) == unversioned(other) or same_id


def _schemas(document: Mapping[str, Any]) -> Any:
    return mapping_of(mapping_of(document.get("components")).get("schemas"))
