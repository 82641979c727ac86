"""The table of sessions. It fits the width of the terminal and shows sessions as they arrive."""

import datetime
import sys
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from attrs import define, field, frozen
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from allsessions import Session
from allsessions.privacy import escape_control_chars

from .formats import ATTRIBUTES
from .tables import STYLES
from .text import format_age, format_duration, local

_DEFAULT_COLUMNS: Final = {
    "ref": "ref",
    "status": "status",
    "created (local)": "created_at",
    "length": "length",
    "agent": "agent_id",
    "user": "user_id",
    "label": "label",
}
"""The title and the field of each default column. The length is the duration, or the age of a running session."""
_FLEXIBLE: Final = {"id", "vendor_status", "agent_id", "user_id", "label", "transport"}
"""Fields that are still useful when shortened."""
_RIGHT: Final = {"duration", "length"}
_WIDE: Final = 100
"""On a terminal of at least this width, an age is `running 12m`. On a narrower terminal, it is `12m`."""
_LEAST_WIDTH: Final = 8
"""The smallest useful width of a shortened identifier, in characters."""


@frozen
class Layout:
    """The widths of the columns that fit, and the number of spaces between two columns."""

    widths: Mapping[str, int]
    gap: int


def layout(wanted: Mapping[str, int], flexible: Collection[str], width: int) -> Layout:
    """Return the columns that fit into this total width, with their widths.

    The column `ref` always has its full width, because `allsessions get` needs the complete ref. The layout omits other
    columns that do not fit. The columns in `flexible` share the remaining width.
    """
    fixed = {"ref": wanted["ref"]} if "ref" in wanted else {}
    for title, size in wanted.items():
        if title not in flexible and _total({**fixed, title: size}, 1) <= width:
            fixed[title] = size
    gap = 2 if _total(fixed, 2) <= width else 1
    shared = _shared_widths(
        {title: wanted[title] for title in wanted if title in flexible}, width - _total(fixed, gap), gap
    )
    widths = {**fixed, **shared} or {title: min(size, width) for title, size in [*wanted.items()][:1]}
    return Layout({title: widths[title] for title in wanted if title in widths}, gap)


def _total(widths: Mapping[str, int], gap: int) -> int:
    return sum(widths.values()) + gap * (len(widths) - 1)


def _shared_widths(wanted: Mapping[str, int], room: int, gap: int) -> dict[str, int]:
    """Divide the free width `room` among columns. Omit the last columns until the others have a useful width."""
    titles = list(wanted)
    while titles and sum(gap + min(wanted[title], _LEAST_WIDTH) for title in titles) > room:
        titles.pop()
    widths = dict.fromkeys(titles, 0)
    for place, title in enumerate(sorted(titles, key=wanted.__getitem__)):
        widths[title] = min(wanted[title], room // (len(titles) - place) - gap)
        room -= gap + widths[title]
    return widths


@define
class SessionTable:
    """Writes a table to stdout while sessions arrive. A wider cell widens its column from that row on.

    Attributes:
        console: The console for stdout, which decides the width and the colours.
        columns: The fields to show; None for the default columns.
        header: False to omit the titles of the columns.
    """

    console: Console
    columns: Sequence[str] | None = None
    header: bool = True
    _fields: Mapping[str, str] = field(init=False)
    _wanted: dict[str, int] = field(init=False)
    _layout: Layout = field(init=False, default=Layout({}, 0))
    _styled: dict[str, str] = field(init=False, factory=dict[str, str])
    _now: datetime.datetime = field(init=False, factory=lambda: datetime.datetime.now(datetime.UTC))
    _wide: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._wide = self.console.width >= _WIDE
        shown = [ATTRIBUTES.get(name, name) for name in self.columns or ()]
        self._fields = {name: name for name in shown} or _DEFAULT_COLUMNS
        # The default columns agent, user and label stay hidden (width 0) until a session has a value.
        self._wanted = {
            title: 0 if self.columns is None and name in _FLEXIBLE else cell_len(title)
            for title, name in self._fields.items()
        }

    @property
    def omitted(self) -> Sequence[str]:
        """The titles of the columns that did not fit."""
        shown = self._layout.widths
        return [title for title, size in self._wanted.items() if shown and size and title not in shown]

    def add(self, sessions: Sequence[Session]) -> None:
        """Write these sessions as rows."""
        rows = [{title: self._cell(session, name) for title, name in self._fields.items()} for session in sessions]
        self._widen(rows)
        sys.stdout.writelines(map(self._line, rows))

    def _widen(self, rows: Sequence[Mapping[str, str]]) -> None:
        wider = False
        for row in rows:
            for title, text in row.items():
                if text and _width(text) > self._wanted[title]:
                    self._wanted[title] = max(_width(text), cell_len(title))
                    wider = True
        if wider or not self._layout.widths:
            before, wanted = self._layout, {title: size for title, size in self._wanted.items() if size}
            self._layout = layout(
                wanted, [title for title in wanted if self._fields[title] in _FLEXIBLE], self.console.width
            )
            if self.header and before.widths.keys() != self._layout.widths.keys():
                titles = self._line({title: title for title in self._layout.widths})
                sys.stdout.write(self._styled_text(titles.rstrip("\n"), "bold") + "\n")

    def _cell(self, session: Session, name: str) -> str:
        value = self._length(session) if name == "length" else getattr(session, name)
        if value is None:
            return ""
        if isinstance(value, datetime.datetime):
            return local(value)
        return format_duration(value) if isinstance(value, datetime.timedelta) else escape_control_chars(str(value))

    def _length(self, session: Session) -> datetime.timedelta | str | None:
        age = format_age(session, self._now)
        return f"running {age}" if age and self._wide else age or session.duration

    def _line(self, row: Mapping[str, str]) -> str:
        cells = [self._fitted(title, row[title], width) for title, width in self._layout.widths.items()]
        return (" " * self._layout.gap).join(cells).rstrip() + "\n"

    def _fitted(self, title: str, text: str, width: int) -> str:
        missing, name = width - _width(text), self._fields[title]
        if missing < 0:
            return set_cell_size(text, width - 1) + "…"
        if name == "status" and text in STYLES:
            text = self._styled_text(text, STYLES[text])
        return " " * missing + text if name in _RIGHT else text + " " * missing

    def _styled_text(self, text: str, style: str) -> str:
        if text not in self._styled:
            with self.console.capture() as shown:
                self.console.print(Text(text, style), end="", soft_wrap=True)
            self._styled[text] = shown.get()
        return self._styled[text]


def _width(text: str) -> int:
    return len(text) if text.isascii() else cell_len(text)
