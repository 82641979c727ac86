"""Whether a file was cut off where nothing shows that it was to end."""

from collections.abc import Mapping, Sequence
from typing import Any

from .compare import Change
from .published import End, Published
from .shape import walk
from .verdicts import Kind


def looks_cut_off(page: Published, ours: Mapping[str, Any], changes: Sequence[Change]) -> bool:
    """Whether what is gone is just what stands in our document behind the place where the file ends."""
    lost = [change for change in changes if change.kind is not Kind.NEW]
    if page.end is End.MARKED or not lost:
        return False
    if page.end is End.ANSWERS:
        return any(".responses" in change.place.steps for change in lost if change.kind is Kind.GONE)
    order = [(place.steps, said) for place, said, _ in walk(ours)]
    theirs = [place.steps for place, _, _ in walk(page.document)]
    last = theirs[-1]
    if last not in dict(order):
        return False
    behind = order[[steps for steps, _ in order].index(last) + 1 :]
    if any(steps in theirs for steps, _ in behind):
        return False
    shortened = any(change.place.steps == last and _shortened(change) for change in lost)
    return shortened or any(said == "fact" for _, said in behind)


def _shortened(change: Change) -> bool:
    """Whether what stands last has lost values, or the end of one."""
    return change.kind is Kind.GONE or str(change.before).startswith(str(change.after))
