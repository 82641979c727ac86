"""Merge several pages of one vendor into one document, and report where they contradict each other."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen
from jsonpath_rfc9535 import JSONPathError, JSONPathNode

from ..documents import SpecError, as_json, is_list, is_mapping, mapping_of
from ..overlay import DISAGREEMENT, DOCUMENT, find, put, says
from ..shape import HOLDS, Place, item_kind
from .compare import Change, Comparison
from .published import Published
from .verdicts import breaking

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
        settled = _settled(page.document, whole, overlay)
        # With all parts in both, only parts that say different things differ.
        ours, theirs = _joined(whole, settled), _joined(settled, whole)
        changes = [*Comparison(ours, theirs).changes(), *_components(ours, theirs)]
        open_ += [_disagreement(change, pages[0], page, whole) for change in changes]
        whole = ours
    if open_:
        raise SpecError("\n".join([*map(_line, open_), _advice(open_[0], where)]))
    return whole


def _disagreement(change: Change, first: Published, page: Published, whole: dict[str, Any]) -> Disagreement:
    place = change.place
    if place.steps[-1].startswith("[") and not place.steps[-1].startswith("['"):
        place = Place(place.steps[:-1])  # the list that the item is in
    said = _value(str(place), whole), _value(str(place), page.document)
    return Disagreement(first=first.name, second=page.name, change=change, place=place, said=said)


def _components(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Change]:
    """Return the parameters, responses and the like of one name that differ; `Comparison` compares the schemas."""
    comparison = Comparison(one, other)
    return [
        Change.of(
            breaking(True, f"another thing in `{kind}`"),
            Place() / "components" / kind / key,
            part,
            other["components"][kind][key],
        )
        for kind, parts in one["components"].items()
        if kind not in _COMPARED
        for key, part in parts.items()
        if not comparison.same(item_kind(HOLDS["components"].get(kind, "")), part, other["components"][kind][key])
    ]


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with the paths and components of another one, too; of two, its own."""
    own, others = (mapping_of(each.get("components")) for each in (one, other))
    return {
        **one,
        "paths": {
            path: {**other["paths"].get(path, {}), **one["paths"].get(path, {})}
            for path in {**one["paths"], **other["paths"]}
        },
        "components": {
            kind: own.get(kind, {}) | others.get(kind, {}) | own.get(kind, {}) for kind in {**own, **others}
        },
    }


def _settled(page: Mapping[str, Any], whole: dict[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page that says what `whole` says wherever the overlay records that they differ."""
    settled: dict[str, Any] = as_json(page)
    for action in overlay.get("actions", []):
        target, record = action["target"], dict(action.get(DISAGREEMENT, {}))
        first, ours = record.pop(DOCUMENT, None), _value(target, whole)
        for node in _found(target, settled) if says(ours, first) else []:
            for said in record.values():
                if said is not None and says(node.value, said):
                    put(node, _agreeing(node.value, ours, first, said))
    return settled


def _agreeing(theirs: Any, ours: Any, first: Any, said: Any) -> Any:
    """Return what the second page says; but what the first one says of all that a record of both mentions."""
    if not (is_mapping(theirs) and is_mapping(ours) and is_mapping(said)):
        return ours
    agreeing = dict(theirs)
    for name in {**mapping_of(first), **said}:
        if name not in ours:
            agreeing.pop(name, None)
        else:
            agreeing[name] = _agreeing(theirs.get(name), ours[name], mapping_of(first).get(name), said.get(name))
    return agreeing


def _name(step: str) -> str:
    """Return the field that a step of a place leads to."""
    return step.removeprefix(".").removeprefix("['").removesuffix("']")


def _value(target: str, document: dict[str, Any]) -> Any:
    return next((node.value for node in _found(target, document)), None)


def _found(target: str, document: dict[str, Any]) -> list[JSONPathNode]:
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
