"""The table of sessions, fitted to the width of the terminal."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from attrs import frozen
from rich.cells import cell_len
from rich.table import Column, Table
from rich.text import Text

from allsessions import Session
from allsessions.privacy import escape_control_chars

from .tables import plain_table, status_text
from .text import format_duration, local

_DEFAULT_COLUMNS: Final = {
    "ref": "ref",
    "status": "status",
    "created (local)": "created_at",
    "length": "duration",
    "agent": "agent_id",
    "user": "user_id",
    "label": "label",
}
"""The default columns, with the field of each."""
_FLEXIBLE: Final = {"id", "vendor_status", "agent_id", "user_id", "label", "transport"}
"""Fields that are still useful when shortened."""
_LEAST_WIDTH = 8
"""The smallest useful width of a shortened identifier, in characters."""
_LEAST_REF_WIDTH = 20

_Row: TypeAlias = Mapping[str, Text]


@frozen
class FittedTable:
    """A table, and the columns that did not fit."""

    table: Table
    omitted: tuple[str, ...]


def sessions_table(sessions: Iterable[Session], width: int, columns: Sequence[str] | None = None) -> FittedTable:
    """Fit the sessions into a table of this width.

    The ref is never cut, because `get` needs all of it. Identifiers and the label share the width that the other
    columns leave. Without `columns`, which are names of fields, the table has the default columns. 80 characters are
    enough for the longest ref, which is ElizaOS', and all columns but agent, user and label. In less, refs wrap.
    """
    fields = _DEFAULT_COLUMNS if columns is None else {name: name for name in columns}
    rows = [{title: _cell(session, name) for title, name in fields.items()} for session in sessions]
    wanted = {
        title: _widest(title, rows)
        for title, name in fields.items()
        if columns is not None or name not in _FLEXIBLE or any(row[title] for row in rows)
    }
    flexible = [title for title in wanted if fields[title] in _FLEXIBLE]
    widths, gap = _fit(wanted, flexible, width)
    # Given the widths, rich does not measure all cells again, which takes seconds in a long table.
    table = plain_table(*(_column(title, fields[title], size) for title, size in widths.items()), gap=gap)
    for row in rows:
        table.add_row(*(row[title] for title in widths))
    return FittedTable(table, tuple(title for title in wanted if title not in widths))


def _cell(session: Session, name: str) -> Text:
    value = getattr(session, name)
    if name == "status":
        return status_text(session.status)
    if isinstance(value, datetime.datetime):
        return Text(local(value))
    if isinstance(value, datetime.timedelta):
        return Text(format_duration(value))
    return Text("" if value is None else escape_control_chars(str(value)))


def _widest(title: str, rows: Sequence[_Row]) -> int:
    return max([cell_len(title), *(row[title].cell_len for row in rows)])


def _fit(wanted: Mapping[str, int], flexible: Sequence[str], width: int) -> tuple[dict[str, int], int]:
    """Return the width of each column, and the gap between columns. Columns that do not fit are omitted, last first."""
    fixed = _fixed_widths({title: size for title, size in wanted.items() if title not in flexible}, width)
    gap = 2 if _total(fixed, 2) <= width else 1
    room = width - _total(fixed, gap)
    if "ref" in fixed:
        fixed["ref"] = max(min(_LEAST_REF_WIDTH, fixed["ref"]), fixed["ref"] + min(room, 0))
    shared = _shared_widths({title: wanted[title] for title in flexible}, room, gap)
    widths = {**fixed, **shared} or dict([*wanted.items()][:1])
    return {title: min(widths[title], width) for title in wanted if title in widths}, gap


def _fixed_widths(wanted: dict[str, int], width: int) -> dict[str, int]:
    least = {**wanted, **({"ref": min(_LEAST_REF_WIDTH, wanted["ref"])} if "ref" in wanted else {})}
    droppable = [title for title in wanted if title != "ref"]
    while droppable and _total(least, 1) > width:
        del least[droppable.pop()]
    return {title: wanted[title] for title in least}


def _total(widths: Mapping[str, int], gap: int) -> int:
    return sum(widths.values()) + gap * (len(widths) - 1)


def _shared_widths(wanted: Mapping[str, int], room: int, gap: int) -> dict[str, int]:
    """Return the widths of columns that share the room. The last ones are omitted until the others are useful."""
    titles = list(wanted)
    while titles and sum(gap + min(wanted[title], _LEAST_WIDTH) for title in titles) > room:
        titles.pop()
    widths = dict.fromkeys(titles, 0)
    for place, title in enumerate(sorted(titles, key=wanted.__getitem__)):
        widths[title] = min(wanted[title], room // (len(titles) - place) - gap)
        room -= gap + widths[title]
    return widths


def _column(title: str, name: str, width: int) -> Column:
    return Column(
        title,
        width=width,
        no_wrap=name != "ref",
        overflow="fold" if name == "ref" else "ellipsis",
        justify="right" if name == "duration" else "left",
    )
