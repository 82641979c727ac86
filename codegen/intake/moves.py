"""Find operations that have moved to another path, and schemas that were renamed."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from ..documents import is_mapping, mapping_of, operations, parts, references
from ..shape import Place
from .compare import Change
from .selection import Operation, unversioned
from .verdicts import breaking, makes_class

_SCHEMAS = "#/components/schemas/"


@frozen
class Moves:
    """The new names of paths and schemas, by their old names."""

    paths: Mapping[str, str]
    schemas: Mapping[str, str]

    def made(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return a copy of the document with the new names."""
        document = copy.deepcopy(document)
        for holder, names in ((document["paths"], self.paths), (_schemas(document), self.schemas)):
            for name in list(holder) if names else ():
                holder[names.get(name, name)] = holder.pop(name)
        renamed = {f"{_SCHEMAS}{old}": f"{_SCHEMAS}{new}" for old, new in self.schemas.items()}
        for part in [part for _, part in parts(document) if renamed and is_mapping(part)]:
            for key in [key for key, item in part.items() if isinstance(item, str) and item in renamed]:
                part[key] = renamed[part[key]]
        return document

    def undone(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return a copy of the document with the old names."""
        back = ({new: old for old, new in names.items()} for names in (self.paths, self.schemas))
        return Moves(*back).made(document)

    def changes(self, ours: Mapping[str, Any]) -> Iterator[Change]:
        """Yield a Change for each path that has moved, and for each schema that was renamed."""
        for old, new in self.paths.items():
            yield Change.of(breaking(True, "moved"), Place() / "paths" / old, old, new)
        for old, new in self.schemas.items():
            why = "the schema was renamed: imports of its class break"
            place = Place() / "components" / "schemas" / old
            yield Change.of(breaking(makes_class(_schemas(ours)[old]), why), place, old, new)


NONE = Moves({}, {})


def found(ours: dict[str, Any], theirs: dict[str, Any]) -> Moves:
    """Find the paths and schemas of our document that have another name in the vendor's document."""
    paths, renamed = _moved_paths(ours, theirs), dict[str, str]()
    while more := _renamed_schemas(ours, Moves(paths, renamed).undone(theirs)):
        renamed |= more
    return Moves(paths, renamed)


def _renamed_schemas(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, str]:
    """Map each missing schema to the new schema to which the same references lead, if there is exactly one."""
    lost, new = _schemas(ours).keys() - _schemas(theirs).keys(), _schemas(theirs).keys() - _schemas(ours).keys()
    before, after = references(ours), references(theirs)
    both = [[each[steps].removeprefix(_SCHEMAS) for each in (before, after)] for steps in before.keys() & after.keys()]
    pairs = {(old, name) for old, name in both if old in lost and name in new}
    return dict(pair for pair in sorted(pairs) if sum(pair[0] == old or pair[1] == name for old, name in pairs) == 1)


def _moved_paths(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, str]:
    """Map each missing path to the new path of the same operation.

    Operations are the same if they have the same operationId, or if their paths differ only in the version or in the
    names of parameters.
    """
    old, new = (
        {
            key: path
            for method, path, operation in operations(one)
            for key in (operation.get("operationId"), unversioned(Operation(method, path)))
            if path not in other["paths"] and key
        }
        for one, other in ((ours, theirs), (theirs, ours))
    )
    by_new = {new[key]: path for key, path in old.items() if key in new}  # so each new path replaces only one old path
    return {path: moved for moved, path in by_new.items()}


def _schemas(document: Mapping[str, Any]) -> Any:
    return mapping_of(mapping_of(document.get("components")).get("schemas"))
