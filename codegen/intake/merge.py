"""Merge several pages of one vendor into one document, and report where they contradict each other."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen
from jsonpath_rfc9535 import JSONPathError, JSONPathNode

from ..documents import SpecError, as_json, is_list, is_mapping, mapping_of
from ..overlay import DISAGREEMENT, DOCUMENT, find, says
from ..shape import HOLDS, Place, item_kind
from .compare import Change, Comparison
from .published import Published
from .verdicts import Kind, Severity

_TOP = ("openapi", "servers", "security")
_COMPARED = ("schemas", "securitySchemes")


@frozen(kw_only=True)
class Disagreement:
    """A place of which two pages say different things."""

    first: str
    second: str
    change: Change
    place: Place
    said: tuple[Any, Any]


def merged(pages: Sequence[Published], overlay: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the pages as one document; where two word the same part otherwise, as the first does.

    Raises SpecError if two promise different things, unless an action of the overlay records what each of them says.
    """
    whole: dict[str, Any] = as_json(pages[0].document)
    open_: list[Disagreement] = []
    for page in pages[1:]:
        common, theirs = _common(whole, page.document), _common(page.document, whole)
        open_ += [
            _disagreement(change, pages[0], page, whole)
            for change in [*Comparison(common, theirs).changes(), *_components(whole, page.document)]
            if not _recorded(change, whole, page.document, overlay)
        ]
        _add(whole, as_json(page.document))
    if open_:
        raise SpecError("\n".join([*map(_line, open_), _advice(open_[0], where)]))
    return whole


def _disagreement(change: Change, first: Published, page: Published, whole: dict[str, Any]) -> Disagreement:
    place = change.place
    if place.steps[-1].startswith("[") and not place.steps[-1].startswith("['"):
        place = Place(place.steps[:-1])  # the list that the item is in
    said = _value(str(place), whole), _value(str(place), page.document)
    return Disagreement(first=first.name, second=page.name, change=change, place=place, said=said)


def _common(document: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a document of which the other one says something, too."""
    paths, components = mapping_of(other.get("paths")), mapping_of(other.get("components"))
    return {
        **{key: document.get(key) for key in _TOP},
        "paths": {
            path: {key: value for key, value in item.items() if key in paths[path]}
            for path, item in document["paths"].items()
            if path in paths
        },
        # Parts of other kinds are compared where they are referred to.
        "components": {
            kind: {key: part for key, part in parts.items() if kind not in _COMPARED or key in components.get(kind, {})}
            for kind, parts in document.get("components", {}).items()
        },
    }


def _components(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Change]:
    """Return the parameters, responses and the like of one name that differ; `Comparison` compares the schemas."""
    comparison, components = Comparison(one, other), other.get("components", {})
    return [
        Change(
            place=Place() / "components" / kind / key,
            kind=Kind.CHANGED,
            severity=Severity.BREAKING,
            why=f"another thing in `{kind}`",
            before=part,
            after=components[kind][key],
        )
        for kind, parts in one.get("components", {}).items()
        if kind not in _COMPARED
        for key, part in parts.items()
        if key in components.get(kind, {})
        and not comparison.same(item_kind(HOLDS["components"].get(kind, "")), part, components[kind][key])
    ]


def _add(whole: dict[str, Any], page: dict[str, Any]) -> None:
    for path, item in page["paths"].items():
        whole["paths"][path] = {**item, **whole["paths"].get(path, {})}
    components = whole.setdefault("components", {})
    for kind, parts in page.get("components", {}).items():
        components[kind] = {
            **components.get(kind, {}),
            **{k: v for k, v in parts.items() if k not in components.get(kind, {})},
        }


def _recorded(change: Change, whole: dict[str, Any], other: Mapping[str, Any], overlay: Mapping[str, Any]) -> bool:
    """Return whether an action records what the first page (as our document) and the other one say at the place."""
    return any(
        _records(action["target"], action[DISAGREEMENT], change.place, whole, other)
        for action in overlay.get("actions", [])
        if DISAGREEMENT in action
    )


def _records(
    target: str, record: Mapping[str, Any], place: Place, whole: dict[str, Any], other: Mapping[str, Any]
) -> bool:
    steps, first = _steps(target, place, whole), record.get(DOCUMENT)
    if steps is None or not says(_value(target, whole), first):
        return False
    # A record of one field does not cover the field next to it.
    return any(
        says(_value(target, other), said) and (_mentions(first, steps) or _mentions(said, steps))
        for source, said in record.items()
        if source != DOCUMENT and said is not None
    )


def _steps(target: str, place: Place, document: dict[str, Any]) -> tuple[int | str, ...] | None:
    """Return the way from a target to the place; None if the place is elsewhere."""
    length = next(n for n in range(len(place.steps), -1, -1) if _found(str(Place(place.steps[:n])), document))
    (node, *_) = _found(str(Place(place.steps[:length])), document)
    way = (*node.location, *map(_name, place.steps[length:]))
    return next((way[len(at) :] for each in _found(target, document) if way[: len(at := each.location)] == at), None)


def _mentions(said: Any, steps: tuple[int | str, ...]) -> bool:
    """Return whether what a source says goes into this place."""
    for step in steps:
        if is_list(said):
            return True
        if not is_mapping(said) or step not in said:
            return False
        said = said[str(step)]
    return True


def _name(step: str) -> str:
    """Return the field that a step of a place leads to."""
    return step.removeprefix(".").removeprefix("['").removesuffix("']")


def _value(target: str, document: Mapping[str, Any]) -> Any:
    return next((node.value for node in _found(target, document)), None)


def _found(target: str, document: Mapping[str, Any]) -> list[JSONPathNode]:
    try:
        return find(target, document)
    except JSONPathError:
        return []


def _line(each: Disagreement) -> str:
    before, after = _dump(each.change.before), _dump(each.change.after)
    return f"{each.change.place}: {each.first} says {before}, {each.second} says {after}"


def _advice(each: Disagreement, where: str) -> str:
    """Return the actions that record a contradiction and follow the second page."""
    place, (first, second) = each.place, each.said
    holder, name = json.dumps(str(Place(place.steps[:-1]))), _name(place.steps[-1])
    described = "    description: why, and from which source\n"
    record = "".join(
        f"      {source}: {_dump({} if said is None else {name: said})}\n"
        for source, said in ((DOCUMENT, first), (json.dumps(each.second), second))
    )
    lines = f"  - target: {holder}\n{described}    {DISAGREEMENT}:\n{record}"
    if is_list(first) or second is None:  # a list would be added to
        lines += f"  - target: {json.dumps(str(place))}\n{described}    remove: true\n"
        lines += f"  - target: {holder}\n{described}" if second is not None else ""
    lines += f"    update: {_dump({name: second})}\n" if second is not None else ""
    return (
        f"The pages contradict each other. Record it in {where}. These actions follow {each.second}; keep only "
        f"the first one, without `update`, if {each.first} is right:\n{lines.rstrip()}"
    )


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
