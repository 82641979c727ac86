"""The table of a list, fitted to the width there is."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen
from rich.cells import cell_len
from rich.table import Column, Table
from rich.text import Text

from allsessions import Session
from allsessions.visible import visible

from .tables import plain_table, status_text
from .text import local, spoken

_FIXED = ("ref", "status", "created (local)", "lasted")
_FLEXIBLE = ("agent", "user", "label")
_LEAST = 8
"""Characters below which a shortened identifier tells nothing."""
_LEAST_REF = 20


@frozen
class Fitted:
    """The table, and the columns that there is no room for."""

    table: Table
    left_out: tuple[str, ...]


def sessions_table(sessions: Iterable[Session], width: int) -> Fitted:
    """The ref is never cut, since `get` takes it whole; agent, user and label share the room that the others leave.

    80 columns hold the longest ref, which is ElizaOS', and the others but these three. In fewer, refs are folded.
    """
    rows = [_row(session) for session in sessions]
    fixed = {title: _longest(title, rows) for title in _FIXED}
    filled = {title: _longest(title, rows) for title in _FLEXIBLE if any(row[title] for row in rows)}
    gap = 2 if _total(fixed, 2) <= width else 1
    room = width - _total(fixed, gap)
    shared = _shared(filled, room, gap)
    widths = {**fixed, "ref": max(_LEAST_REF, fixed["ref"] + min(room, 0)), **shared}
    # With the widths given, rich measures no cell a second time, which in a long table takes seconds.
    table = plain_table(*(_column(title, size) for title, size in widths.items()), gap=gap)
    for row in rows:
        table.add_row(*(row[title] for title in widths))
    return Fitted(table, tuple(title for title in filled if title not in shared))


def _row(session: Session) -> Mapping[str, Text]:
    return {
        "ref": Text(visible(session.ref)),
        "status": status_text(session.status),
        "created (local)": Text("" if session.created_at is None else local(session.created_at)),
        "lasted": Text("" if session.duration is None else spoken(session.duration)),
        "agent": Text(visible(session.agent_id or "")),
        "user": Text(visible(session.user_id or "")),
        "label": Text(visible(session.label or "")),
    }


def _longest(title: str, rows: Sequence[Mapping[str, Text]]) -> int:
    return max([cell_len(title), *(row[title].cell_len for row in rows)])


def _total(widths: Mapping[str, int], gap: int) -> int:
    return sum(widths.values()) + gap * (len(widths) - 1)


def _shared(wanted: Mapping[str, int], room: int, gap: int) -> dict[str, int]:
    """How wide each column becomes. The last ones are left out until those that stay can tell something."""
    titles = list(wanted)
    while titles and sum(gap + min(wanted[title], _LEAST) for title in titles) > room:
        titles.pop()
    widths = dict.fromkeys(titles, 0)
    for place, title in enumerate(sorted(titles, key=wanted.__getitem__)):
        widths[title] = min(wanted[title], room // (len(titles) - place) - gap)
        room -= gap + widths[title]
    return widths


def _column(title: str, width: int) -> Column:
    return Column(
        title,
        width=width,
        no_wrap=title != "ref",
        overflow="fold" if title == "ref" else "ellipsis",
        justify="right" if title == "lasted" else "left",
    )
