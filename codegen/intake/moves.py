"""Find operations that have another path now, and schemas that have another name."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML

from ..documents import is_list, is_mapping, mapping_of
from ..shape import Place
from .compare import Change, Comparison
from .selection import Operation, operations, unversioned
from .verdicts import Kind, Severity, breaking, makes_class

_SCHEMAS = "#/components/schemas/"
_RENAMED = "a schema has another name: imports of its class break"


@frozen
class Moves:
    """What has another name now: old paths and schemas, each with its new name."""

    paths: Mapping[str, str]
    schemas: Mapping[str, str]

    def undone(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return the document with everything at its old name."""
        document = {**document, "paths": _renamed(document["paths"], self.paths)}
        if not self.schemas:
            return document
        components = document["components"]
        schemas = _renamed(components["schemas"], self.schemas)
        references = {f"{_SCHEMAS}{new}": f"{_SCHEMAS}{old}" for old, new in self.schemas.items()}
        whole: dict[str, Any] = _referring({**document, "components": {**components, "schemas": schemas}}, references)
        return whole

    def changes(self, ours: Mapping[str, Any]) -> list[Change]:
        """Return the moves as differences."""
        paths, schemas = Place() / "paths", Place() / "components" / "schemas"
        moved = [_change(paths / old, breaking(True, "moved"), old, new) for old, new in self.paths.items()]
        for old, new in self.schemas.items():
            verdict = breaking(makes_class(ours["components"]["schemas"][old]), _RENAMED)
            moved.append(_change(schemas / old, verdict, old, new))
        return moved

    def made(self, text: str) -> str:
        """Return the text of a document with everything at its new name."""
        lines = text.splitlines(keepends=True)
        for steps, names in ((("paths",), self.paths), (("components", "schemas"), self.schemas)):
            for number, name in _keys(text, steps) if names else ():
                lines[number] = lines[number].replace(name, names.get(name, name), 1)
        text = "".join(lines)
        for old, new in self.schemas.items():
            text = re.sub(rf"{re.escape(_SCHEMAS + old)}(?=['\"\s,}}]|$)", _SCHEMAS + new, text)
        return text


def _keys(text: str, steps: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield the keys of a mapping of the text, each with the number of its line."""
    holder: Any = YAML(pure=True).compose(io.StringIO(text))  # pyright: ignore[reportUnknownMemberType]  # has no types
    for step in steps:
        holder = next(value for key, value in holder.value if key.value == step)
    yield from ((int(key.start_mark.line), str(key.value)) for key, _ in holder.value)


def found(ours: dict[str, Any], theirs: dict[str, Any]) -> Moves:
    """Return the paths and schemas that are gone, each with the new one that takes its place."""
    paths = _moved_paths(ours, theirs)
    renamed: dict[str, str] = {}
    while more := _renamed_schemas(ours, Moves(paths, renamed).undone(theirs)):
        renamed |= more
    return Moves(paths, renamed)


def _renamed_schemas(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, str]:
    """Return the schemas that are gone, each with the new one that everything refers to instead."""
    known, now = (mapping_of(mapping_of(each.get("components")).get("schemas")) for each in (ours, theirs))
    pairs = {
        (str(change.before).removeprefix(_SCHEMAS), str(change.after).removeprefix(_SCHEMAS))
        for change in Comparison(ours, theirs).changes()
        if change.place.steps[-1:] == ("['$ref']",) and change.kind is Kind.CHANGED
    }
    pairs = {(old, new) for old, new in pairs if old in known.keys() - now.keys() and new in now.keys() - known.keys()}
    unique = [pair for pair in sorted(pairs) if sum(pair[0] == old or pair[1] == new for old, new in pairs) == 1]
    return dict(unique)


def _moved_paths(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, str]:
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


def _change(place: Place, verdict: tuple[Severity, str], before: str, after: str) -> Change:
    severity, why = verdict
    return Change(place=place, kind=Kind.CHANGED, severity=severity, why=why, before=before, after=after)


def _renamed(holder: Mapping[str, Any], moved: Mapping[str, str]) -> dict[str, Any]:
    old = {new: old for old, new in moved.items()}
    return {old.get(name, name): item for name, item in holder.items()}


def _referring(part: Any, references: Mapping[str, str]) -> Any:
    """Return a part of a document with references exchanged."""
    if is_mapping(part):
        return {
            name: references.get(item, item) if isinstance(item, str) else _referring(item, references)
            for name, item in part.items()
        }
    return [_referring(each, references) for each in part] if is_list(part) else part
