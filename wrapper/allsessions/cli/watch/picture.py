"""The screen of a watch, fitted to the size of the terminal."""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain
from typing import Final

from attrs import frozen
from rich.console import Console, Group
from rich.text import Text

from allsessions.privacy import escape_control_chars

from ..options import Sort
from ..tables import status_text
from ..text import format_duration, local
from .parts import Room, cut, folded, table
from .state import Glimpse, Snapshot, Watched, in_turns, newest, oldest

_LINES_PER_REMARK: Final = 3
_HEIGHT_WITH_GAPS: Final = 20
"""On a terminal with at least this many lines, an empty line separates the parts."""
_SORT_KEYS: Final[Mapping[Sort, Callable[[Glimpse], str]]] = {
    Sort.AGE: lambda _: "",
    Sort.SOURCE: lambda each: each.ref.partition(":")[0],
    Sort.AGENT: lambda each: each.agent_id or "",
    Sort.STATUS: lambda each: each.status,
}
_COLUMNS: Final = ("source", "active", "pending", "oldest", "as of", "failed", "next", "took", "requests")


@frozen(kw_only=True)
class View:
    """The settings of the screen of a watch.

    Attributes:
        console: The terminal.
        now: The current time, from which all ages are calculated.
        failures: Maximum number of failed sessions to show.
        sort: The order of the running sessions. Within a source, agent or status, the oldest session is first.
        ending: A short hint on how to end the watch.
    """

    console: Console
    now: datetime.datetime
    failures: int
    ending: str
    sort: Sort = Sort.AGE


def picture(sources: Sequence[Watched], view: View) -> Group:
    """Return the screen: header, sources, errors and remarks, longest running sessions, newest failures.

    If not all sources or sessions fit on the screen, it shows how many there are.
    """
    width, height = view.console.size
    room = Room(height, gap=int(height >= _HEIGHT_WITH_GAPS))
    room.fill([_header(sources, view, width), _totals(sources, width)])
    room.fill(_sources(sources, view, width, min(room.left - room.gap, max(5, room.left // 2))))
    room.fill(_remarks(sources, view, max(1, room.left // 2)))
    reserved = len(_failures(sources, view, width, room.left // 3))
    room.fill(_running(sources, view, width, room.left - room.gap - (reserved and room.gap + reserved)))
    room.fill(_failures(sources, view, width, room.left - room.gap))
    return Group(*room.lines)


# The head


def _header(sources: Sequence[Watched], view: View, width: int) -> Text:
    asked = sum(each.begun is not None for each in sources)
    due = min((each.due for each in sources if each.due is not None), default=None)
    following = f"reading {asked:,}" if asked else "" if due is None else f"next in {_until(due, view.now)}"
    long, short = local(view.now, zone=True), f"{view.now.astimezone():%H:%M:%S}"
    for words in ([long, following, view.ending], [short, following, view.ending], [short, view.ending]):
        line = "  ".join(filter(None, words))
        if len(line) <= width:
            return Text(line)
    return cut(view.ending, "", width)


def _totals(sources: Sequence[Watched], width: int) -> Text:
    current = [each.snapshot for each in sources if each.snapshot is not None and not each.stale]
    active, pending = sum(each.active for each in current), sum(each.pending for each in current)
    mark = "" if _all_whole(sources) else "+"
    of = f"{len(current):,} of {len(sources):,} source{'' if len(sources) == 1 else 's'}"
    return cut(f"{active:,}{mark} active, {pending:,}{mark} pending at {of}", "bold", width)


# The sources


def _sources(sources: Sequence[Watched], view: View, width: int, most: int) -> list[Text]:
    shown = sources
    if len(sources) > most - 1:
        # Sources with errors come first. A last line counts the sources that do not fit.
        shown = sorted(sources, key=lambda each: each.whole)[: most - 2]
    lines = table(_COLUMNS, [_row(each, view.now) for each in shown], width)
    left = len(sources) - len(shown)
    return [*lines, cut(f"… {left:,} more", "dim", width)] if left else lines


def _row(watched: Watched, now: datetime.datetime) -> list[Text]:
    outcome, snapshot = watched.outcome, watched.snapshot
    name = Text(escape_control_chars(watched.source.name), "" if watched.whole or outcome is None else "red")
    numbers = ["?" if outcome else ""] * 5 if snapshot is None else _numbers(watched, snapshot, now)
    took = ["", ""] if outcome is None else [f"{outcome.seconds:.1f}s", f"{outcome.requests:,}"]
    style = "dim" if watched.stale else ""
    return [name, *(Text(number, style) for number in numbers), Text(_next(watched, now)), *map(Text, took)]


def _numbers(watched: Watched, snapshot: Snapshot, now: datetime.datetime) -> list[str]:
    # A mark in addition to the colour, for people who cannot see colours.
    mark = "?" if watched.stale else "+" if snapshot.unreadable else ""
    first = snapshot.running[0].age(now) if snapshot.running else None
    return [
        f"{snapshot.active:,}{mark}" + ("" if watched.limit is None else f" of {watched.limit:,}"),
        f"{snapshot.pending:,}{mark}",
        _age(first) + (mark if first else ""),
        f"{format_duration(_since(snapshot.at, now))} ago",
        "–" if snapshot.failed is None else f"{snapshot.failed:,}{mark}",
    ]


def _next(watched: Watched, now: datetime.datetime) -> str:
    if watched.begun is not None:
        return f"reading {format_duration(_since(watched.begun, now))}"
    return "" if watched.due is None else f"in {_until(watched.due, now)}"


def _remarks(sources: Sequence[Watched], view: View, most: int) -> list[Text]:
    """Return lines with errors, then lines with other remarks. Errors are first, because not all lines may fit."""
    outcomes = [(each, each.outcome) for each in sources if each.outcome is not None]
    wrong = [(f"{each.source.name}: {outcome.trouble}", "red") for each, outcome in outcomes if outcome.trouble]
    notes = [(note, "yellow") for _, outcome in outcomes for note in outcome.notes]
    slow = [(f"{each.source.name}: every {_every(each)}", "dim") for each in sources if each.interval.reason]
    remarks = [*wrong, *notes, *slow][:most]
    lines = max(1, min(_LINES_PER_REMARK, most // max(1, len(remarks))))
    return [line for text, style in remarks for line in folded(text, style, view.console, lines)]


def _every(watched: Watched) -> str:
    return f"{format_duration(datetime.timedelta(seconds=watched.interval.seconds))}: {watched.interval.reason}"


# The sessions


def _running(sources: Sequence[Watched], view: View, width: int, most: int) -> list[Text]:
    total = sum(each.active + each.pending for each in _snapshots(sources))
    shown = in_turns([each.running for each in _snapshots(sources)], most - 1)  # show some of each source
    stale = {each.source.name for each in sources if each.stale}
    rows = [
        [
            Text(escape_control_chars(each.ref)),
            _status(each, stale),
            Text(_age(each.age(view.now))),
            Text(escape_control_chars(each.agent_id or "–")),
        ]
        for each in sorted(oldest(shown, len(shown)), key=_SORT_KEYS[view.sort])
    ]
    return _sessions(("longest running", "status", "age", "agent"), rows, total, width, _all_whole(sources))


def _failures(sources: Sequence[Watched], view: View, width: int, most: int) -> list[Text]:
    if not view.failures or most < 1:
        return []
    total = sum(each.failed or 0 for each in _snapshots(sources))
    shown = newest(chain.from_iterable(each.failures for each in _snapshots(sources)), min(view.failures, most - 1))
    rows = [
        [
            Text(escape_control_chars(each.ref)),
            Text("–" if each.vendor_status is None else escape_control_chars(str(each.vendor_status))),
            Text(f"{_age(age)} ago" if (age := each.age(view.now)) is not None else "–"),
            Text(escape_control_chars(each.agent_id or "–")),
        ]
        for each in shown
    ]
    return _sessions(("newest failures", "status", "when", "agent"), rows, total, width, _all_whole(sources))


def _sessions(titles: Sequence[str], rows: Sequence[Sequence[Text]], total: int, width: int, whole: bool) -> list[Text]:
    """Return a table of sessions. The title has the numbers of rows and sessions, with a plus if more may exist."""
    if not total:
        return [cut(f"{titles[0]}: {'none' if whole else 'none known'}", "bold", width)]
    if not rows:
        return []
    of = "" if whole and len(rows) == total else f" {len(rows):,}/{total:,}{'' if whole else '+'}"
    return table([f"{titles[0]}{of}", *titles[1:]], rows, width, flexible=["status", "agent"], kept=2)


def _status(glimpse: Glimpse, stale: Collection[str]) -> Text:
    if glimpse.ref.partition(":")[0] in stale:
        return Text(f"{glimpse.status}?", "dim")
    return status_text(glimpse.status)


# Words


def _all_whole(sources: Sequence[Watched]) -> bool:
    return all(each.whole for each in sources)


def _snapshots(sources: Sequence[Watched]) -> list[Snapshot]:
    return [each.snapshot for each in sources if each.snapshot is not None]


def _since(then: datetime.datetime, now: datetime.datetime) -> datetime.timedelta:
    return max(now - then, datetime.timedelta())


def _until(then: datetime.datetime, now: datetime.datetime) -> str:
    return format_duration(_since(now, then))


def _age(age: datetime.timedelta | None) -> str:
    return "–" if age is None else format_duration(age)
