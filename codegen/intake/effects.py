"""Find the vendor's changes that do not reach the client, because our overlay or our pins hide them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve

from .. import access
from ..access import SELECTION
from ..overlay import OVERLAY, corrected
from ..shape import Place
from .compare import Change, Comparison
from .verdicts import Severity


def with_overlay(
    changes: Iterable[Change], before: dict[str, Any], after: dict[str, Any], overlay: Mapping[str, Any]
) -> Iterator[Change]:
    """Yield the changes from one document to another. A change that our overlay hides is compatible."""
    contracts = [corrected(each, overlay)[0] for each in (before, after)]
    left = [change.place for change in Comparison(*contracts).changes()]
    for change in changes:
        shows = any(place.within(change.place) or change.place.within(place) for place in left)
        why = f"{change.why}; {OVERLAY} corrects this part, so the client does not change"
        yield change if shows else evolve(change, severity=Severity.COMPATIBLE, why=why)


def pinned(changes: Iterable[Change], document: Mapping[str, Any], pins: access.Pins) -> Iterator[Change]:
    """Yield the changes, and one more for each pin that no longer matches the document.

    If a pin prevents a change of the client's server or credentials, the reason of the change says so.
    """
    at = {"$.servers": pins.get("server"), "$.security": pins.get("security")}
    for change in changes:
        pin = at.get(str(change.place)) if change.severity is Severity.BREAKING else None
        why = f"{change.why}; {SELECTION} pins {pin}, so the client does not change until you update the pin"
        yield evolve(change, why=why) if pin else change
    for lost in access.lost_pins(document, pins):
        yield Change.of((Severity.BREAKING, f"{SELECTION}: {lost}"), Place())
