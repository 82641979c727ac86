"""Merge several pages of one vendor into one document, and report where they contradict each other."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jsonpath_rfc9535 import JSONPathError, JSONPathNode, find

from ..documents import SpecError, as_json, is_mapping, mapping_of
from ..overlay import DISAGREEMENT, DOCUMENT, put, says
from .compare import Comparison
from .published import Published


def merged(pages: Sequence[Published], overlay: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the documents of several pages as one, with the wording of the first page.

    Raises SpecError if two pages contradict each other, unless an action of the overlay records what each page says.
    """
    first, *others = pages
    whole: dict[str, Any] = as_json(first.document)
    contradictions: list[str] = []
    for page in others:
        settled = _settled(page.document, whole, overlay)
        # Both sides now have all parts, so any difference is a contradiction.
        ours, theirs = _joined(whole, settled), _joined(settled, whole)
        for change in Comparison(ours, theirs).changes():
            before, after = (json.dumps(each, ensure_ascii=False) for each in (change.before, change.after))
            contradictions.append(f"{change.place}: {first.name} says {before}, {page.name} says {after}")
        whole = ours
    if contradictions:
        advice = (
            f"The pages contradict each other. Record what each page says in {where}, in an action with "
            f"{DISAGREEMENT}, where {DOCUMENT} stands for {first.name}; see the example in CONTRIBUTING.md."
        )
        raise SpecError("\n".join([*contradictions, advice]))
    return whole


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(one)
    for name in ("paths", "components"):
        own, others = mapping_of(one.get(name)), mapping_of(other.get(name))
        keys = {**own, **others}
        whole[name] = {key: {**own.get(key, {}), **others.get(key, {}), **own.get(key, {})} for key in keys}
    return whole


def _settled(page: Mapping[str, Any], whole: dict[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page with the content of `whole` wherever the overlay records a disagreement."""
    settled: dict[str, Any] = as_json(page)
    for action in overlay.get("actions", []):
        target, record = action["target"], dict(action.get(DISAGREEMENT, {}))
        first, ours = record.pop(DOCUMENT, None), next((node.value for node in _found(target, whole)), None)
        for node in _found(target, settled) if says(ours, first) else []:
            for said in record.values():
                if said is not None and says(node.value, said):
                    put(node, _agreed(node.value, ours, first, said))
    return settled


def _agreed(theirs: Any, ours: Any, first: Any, said: Any) -> Any:
    """Return the second page's value, with the first page's value in the fields that the record names."""
    if not (is_mapping(theirs) and is_mapping(ours) and is_mapping(said)):
        return ours
    names = {*said, *mapping_of(first)}
    others = {name: item for name, item in theirs.items() if name not in names}
    return others | {name: item for name, item in ours.items() if name in names}


def _found(target: str, document: dict[str, Any]) -> list[JSONPathNode]:
    try:
        return find(target, document)
    except JSONPathError:
        return []
