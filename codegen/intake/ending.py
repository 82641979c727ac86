"""Whether a file was cut off where nothing shows that it was to end."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..documents import is_list
from ..shape import Place, walk
from .compare import Change
from .published import End, Published
from .verdicts import Kind


def looks_cut_off(page: Published, ours: Mapping[str, Any], changes: Sequence[Change]) -> bool:
    """Whether what is gone is just what could have stood behind the place where the file ends."""
    lost = [change for change in changes if change.kind is not Kind.NEW]
    if page.end is End.MARKED or not lost:
        return False
    if page.end is End.ANSWERS:
        return any(".responses" in change.place.steps for change in lost if change.kind is Kind.GONE)
    *_, last = (place for place, _, _ in walk(page.document))
    theirs, order = _all_places(page.document), list(_all_places(ours))
    return any(_behind(change, last, theirs, order) for change in lost)


def _behind(change: Change, last: Place, theirs: Collection[Place], order: list[Place]) -> bool:
    """Whether a change is what the end of a file would do.

    What stands inside something that the file's last words still belong to may have gone on; all else had ended. And
    what is lost by it stood behind all that is left.
    """
    place = change.place
    if place == last or last.within(place):
        return change.kind is Kind.GONE or _shortened(change.before, change.after)
    depth = max((n for n in range(len(place.steps)) if Place(place.steps[:n]) in theirs), default=0)
    holder, part = Place(place.steps[:depth]), Place(place.steps[: depth + 1])
    if change.kind is not Kind.GONE or not last.within(holder) or part not in order:
        return False
    left = [each for each in theirs if each.within(holder) and len(each.steps) == depth + 1 and each in order]
    return all(order.index(each) < order.index(part) for each in left)


def _shortened(before: Any, after: Any) -> bool:
    """Whether a value is the beginning of what it was."""
    if is_list(before):
        return after in before or (is_list(after) and before[: len(after)] == after)
    return str(before).startswith(str(after))


def _all_places(document: Mapping[str, Any]) -> dict[Place, None]:
    """Every place and what it stands in, in the document's order."""
    return dict.fromkeys(
        Place(place.steps[:length]) for place, _, _ in walk(document) for length in range(1, len(place.steps) + 1)
    )
