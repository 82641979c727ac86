"""Apply our overlay and pins to the classes of a vendor's changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve
from jsonpath_rfc9535 import find

from .. import access
from ..access import SELECTION
from ..overlay import OVERLAY, Finding, corrected
from ..shape import Place, walk
from .compare import Change
from .verdicts import Kind, Severity


def renamed(
    changes: Iterable[Change], before: dict[str, Any], after: dict[str, Any], overlay: Mapping[str, Any]
) -> Iterator[Change]:
    """Yield the changes. If the overlay sets an operation's name or tag, the vendor's change is compatible."""
    contracts = [corrected(each, overlay)[0] for each in (before, after)]
    for change in changes:
        named = len(change.place.steps) == 4 and change.place.steps[-1] in (".operationId", ".tags")
        old, new = ([node.value for node in find(str(change.place), each)] if named else [] for each in contracts)
        why = f"the vendor changed the name; {OVERLAY} sets ours, so imports do not change"
        yield evolve(change, severity=Severity.COMPATIBLE, why=why) if named and old == new else change


def pinned(changes: Iterable[Change], document: Mapping[str, Any], pins: access.Pins) -> Iterator[Change]:
    """Yield the changes, and one more for each pin that no longer matches the document.

    If a pin keeps the client's server or credentials as they are, the reason of the change says so.
    """
    at = {"$.servers": pins.get("server"), "$.security": pins.get("security")}
    for change in changes:
        pin = at.get(str(change.place)) if change.severity is Severity.BREAKING else None
        why = f"{change.why}; {SELECTION} pins {pin}, so the client does not change until you update the pin"
        yield evolve(change, why=why) if pin else change
    for lost in access.lost_pins(document, pins):
        yield Change.of((Severity.BREAKING, f"{SELECTION}: {lost}"), Place())


def overlaps(ours: dict[str, Any], overlay: Mapping[str, Any], changes: Sequence[Change]) -> Iterator[Finding]:
    """Yield our additions that the vendor's document now has, too."""
    new = [change.place for change in changes if change.kind is Kind.NEW]
    for number, action in enumerate(overlay.get("actions", []) if new else [], start=1):
        before = {place for place, *_ in walk(ours)}
        ours, _ = corrected(ours, {"actions": [action]})
        added = {place for place, *_ in walk(ours)} - before
        for place in (each for each in new if any(inner.within(each) for inner in added)):
            problem = f"adds {place}, which the vendor's document now has; compare them, and delete what is not needed"
            yield Finding(action=number, target=action["target"], problem=problem, fatal=False)
