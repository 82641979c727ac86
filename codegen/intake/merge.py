"""Several pages of one vendor as one document, and where they contradict each other."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen
from jsonpath_ng.exceptions import JSONPathError

from ..documents import SpecError, as_json, is_mapping
from ..overlay import DISAGREEMENT, DOCUMENT, actions, matches, says
from ..shape import HOLDS, Place, item_kind
from .compare import Change, Comparison
from .published import Published
from .verdicts import Kind, Severity

_TOP = ("openapi", "servers", "security")


@frozen(kw_only=True)
class Disagreement:
    """A place of which two pages say different things."""

    first: str
    second: str
    change: Change


def merged(pages: Sequence[Published], overlay: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The pages as one document; where two word the same part otherwise, as the first does.

    Raises SpecError where two promise different things, unless an action of the overlay records what each of them says.
    """
    whole: dict[str, Any] = as_json(pages[0].document)
    open_: list[Disagreement] = []
    for page in pages[1:]:
        common, theirs = _common(whole, page.document)
        open_ += [
            Disagreement(first=pages[0].name, second=page.name, change=change)
            for change in [*Comparison(common, theirs).changes(), *_components(whole, page.document)]
            if not _recorded(change, whole, page, overlay)
        ]
        _add(whole, as_json(page.document))
    if open_:
        raise SpecError("\n".join([*map(_told, open_), _advice(open_[0], where)]))
    return whole


def _common(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What both documents have something to say of."""
    halves: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for half, document, rest in zip(halves, (one, other), (other, one), strict=True):
        half.update({key: document.get(key) for key in _TOP})
        half["paths"] = _shared(document, rest, "paths")
        components = document.get("components", {})
        half["components"] = {
            # Others are not compared by themselves, and are to be found where they are referred to.
            kind: _of_both(parts, rest, kind) if kind in ("schemas", "securitySchemes") else parts
            for kind, parts in components.items()
        }
    return halves


def _of_both(parts: Mapping[str, Any], rest: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {key: part for key, part in parts.items() if key in rest.get("components", {}).get(kind, {})}


def _components(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Change]:
    """Parameters, answers and the like of one name that are not the same; `changes` tells of schemas."""
    comparison = Comparison(one, other)
    return [
        Change(
            place=Place() / "components" / kind / key,
            kind=Kind.CHANGED,
            severity=Severity.BREAKING,
            why=f"another thing in `{kind}`",
            before=part,
            after=other["components"][kind][key],
        )
        for kind, parts in one.get("components", {}).items()
        if kind not in ("schemas", "securitySchemes")
        for key, part in _of_both(parts, other, kind).items()
        if not comparison.same(item_kind(HOLDS["components"].get(kind, "")), part, other["components"][kind][key])
    ]


def _shared(document: Mapping[str, Any], rest: Mapping[str, Any], field: str) -> dict[str, Any]:
    return {
        path: {key: value for key, value in item.items() if key in rest[field][path]}
        for path, item in document[field].items()
        if path in rest[field]
    }


def _add(whole: dict[str, Any], page: dict[str, Any]) -> None:
    for path, item in page["paths"].items():
        whole["paths"][path] = {**item, **whole["paths"].get(path, {})}
    for kind, parts in page.get("components", {}).items():
        components = whole.setdefault("components", {})
        components[kind] = {
            **components.get(kind, {}),
            **{k: v for k, v in parts.items() if k not in components.get(kind, {})},
        }


def _recorded(change: Change, whole: dict[str, Any], page: Published, overlay: Mapping[str, Any]) -> bool:
    """Whether an action records what the first page (as our document) and this one say at the change's place."""
    return any(
        _records(str(action["target"]), action[DISAGREEMENT], change, whole, page)
        for action in actions(overlay)
        if is_mapping(action) and is_mapping(action.get(DISAGREEMENT))
    )


def _records(target: str, record: Mapping[str, Any], change: Change, whole: dict[str, Any], page: Published) -> bool:
    steps = _inside(target, change.place, whole)
    first, now = record.get(DOCUMENT), _value(target, page.document)
    if steps is None or not says(_value(target, whole), first):
        return False
    # What is recorded of one field is no word on the one beside it.
    return any(
        says(now, said) and (_mentions(first, steps) or _mentions(said, steps))
        for source, said in record.items()
        if source != DOCUMENT and said is not None
    )


def _inside(target: str, place: Place, document: dict[str, Any]) -> tuple[str, ...] | None:
    """The way from a target to the place; empty where it is the place itself, None where it is elsewhere."""
    covered = {str(match.full_path) for match in _found(target, document)}
    for length in range(len(place.steps), 0, -1):
        if any(str(match.full_path) in covered for match in _found(str(Place(place.steps[:length])), document)):
            return place.steps[length:]
    return None


def _mentions(said: Any, steps: tuple[str, ...]) -> bool:
    """Whether what a source says goes into this place."""
    for step in steps:
        name = _name(step)
        if not is_mapping(said) or name not in said:
            return False
        said = said[name]
    return True


def _name(step: str) -> str:
    """The field that a step of a place leads to."""
    return step.removeprefix(".").removeprefix("['").removesuffix("']")


def _value(target: str, document: Mapping[str, Any]) -> Any:
    return next((match.value for match in _found(target, dict(document))), None)


def _found(target: str, document: dict[str, Any]) -> list[Any]:
    try:
        return matches(target, document)
    except JSONPathError:
        return []


def _told(each: Disagreement) -> str:
    before, after = (json.dumps(value, ensure_ascii=False) for value in (each.change.before, each.change.after))
    return f"{each.change.place}: {each.first} says {before}, {each.second} says {after}"


def _advice(each: Disagreement, where: str) -> str:
    change = each.change
    said = [change.before, change.after]
    target = change.place
    if None in said:  # one of them says nothing there
        target = Place(target.steps[:-1])
        said = [{} if value is None else {_name(change.place.steps[-1]): value} for value in said]
    first, second = (json.dumps(value, ensure_ascii=False) for value in said)
    return (
        f"The pages contradict each other. Record it in {where}, and which is right:\n"
        f"  - target: {json.dumps(str(target))}\n"
        "    description: why ours is what it is\n"
        f"    {DISAGREEMENT}:\n      {DOCUMENT}: {first}\n      {json.dumps(each.second)}: {second}\n"
        f"    update: {second}  # or {first}"
    )
