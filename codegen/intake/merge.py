"""Merge several pages of one vendor into one document, and report where they contradict each other."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..documents import SpecError, as_json, mapping_of
from ..overlay import DISAGREEMENT, DOCUMENT, corrected
from .compare import Comparison
from .published import Published


def merged(pages: Sequence[Published], overlay: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the documents of several pages as one document. The first page's wording has priority.

    Raises SpecError if two pages contradict each other, unless an action of the overlay records what each page says.
    """
    first, *others = pages
    whole: dict[str, Any] = as_json(first.document)
    contradictions: list[str] = []
    for page in others:
        # Both documents now have all parts, so any difference is a contradiction.
        whole, other = joined(whole, page.document), joined(page.document, whole)
        for change in Comparison(*_settled(whole, other, overlay)).changes():
            before, after = (json.dumps(each, ensure_ascii=False) for each in (change.before, change.after))
            contradictions.append(f"{change.place}: {first.name} says {before}, {page.name} says {after}")
    if contradictions:
        advice = (
            f"The pages contradict each other. Add an action with {DISAGREEMENT} to {where}, and record in it what "
            f"each page says. The key {DOCUMENT} stands for {first.name}. CONTRIBUTING.md has an example."
        )
        raise SpecError("\n".join([*contradictions, advice]))
    return whole


def joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first document, with the operations and components that only the other one has."""
    whole = dict(one)
    for name in ("paths", "components"):
        own, others = mapping_of(one.get(name)), mapping_of(other.get(name))
        keys = {**own, **others}
        whole[name] = {key: {**own.get(key, {}), **others.get(key, {}), **own.get(key, {})} for key in keys}
    return whole


def _settled(
    one: dict[str, Any], other: dict[str, Any], overlay: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the two documents without the disagreements that the overlay records."""
    for action in overlay.get("actions", []):
        record = dict(action.get(DISAGREEMENT, {}))
        first = record.pop(DOCUMENT, None)
        for said in record.values():
            updates = [{"target": action["target"], "update": each} for each in (first, said)]
            says = ({"target": action["target"], DISAGREEMENT: {DOCUMENT: each}} for each in (first, said))
            both = [
                corrected(page, {"actions": [check, *updates]}) for page, check in zip((one, other), says, strict=True)
            ]
            if not any(finding.fatal for _, findings in both for finding in findings):
                (one, _), (other, _) = both
    return one, other
