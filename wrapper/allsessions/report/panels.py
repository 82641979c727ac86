"""Charts and tables of all sources together and of each source."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from attrs import frozen
from markupsafe import Markup

from allsessions.privacy import escape_control_chars

from .cells import MISSING
from .charts import HALF, NARROW, WIDE, Bar, Part
from .context import ALL, Charted, Context
from .groups import Group
from .page import Cell, Chart, Column, Row, Switch, Table
from .words import counted, number

LEAST: Final = 4
"""If fewer than one in `LEAST` sessions have the data for a chart, a sentence replaces the chart."""

_NAME: Final = 40
"""The most characters of a source's name in the text of a bar. A page repeats these names in hundreds of bars."""

T = TypeVar("T")
Values = Callable[[Group], Sequence[int | None]]
"""Returns the value of each bar of a group's chart; None if it is not known."""
Draw = Callable[[Charted, int], str]
"""Draws a group's chart as SVG. The second argument is the width in pixels."""


@frozen(kw_only=True)
class Panels:
    """The charts of a section, and the tables with their numbers.

    Attributes:
        known: Returns the number of sessions that the chart of a group is based on.
        of: Returns the number of sessions that the chart of a group would be based on if all data were known.
        sentence: Returns the description of a group's chart.
        without: A sentence that names the sources that are not in the chart `All sources`.
    """

    context: Context
    known: Callable[[Group], int]
    of: Callable[[Group], int]
    sentence: Callable[[Group], str]
    without: str = ""

    @property
    def _all(self) -> list[Charted]:
        parts = self.context.charted()
        return parts if len(parts) == 1 else [Charted(key="", title=ALL, group=self.context.figures.whole), *parts]

    @property
    def drawn(self) -> list[Charted]:
        """The groups that have a chart. All sources together come first."""
        return [each for each in self._all if 0 < self.of(each.group) <= LEAST * self.known(each.group)]

    @property
    def pairs(self) -> bool:
        """True to show the small charts in rows of two. In rows of three, two or four charts would leave gaps."""
        return len([each for each in self.drawn if each.key]) in (2, 4)

    @property
    def notes(self) -> list[str]:
        """For each chart that would include few of a group's sessions, the sentence that replaces the chart."""
        few = [each for each in self._all if 0 < LEAST * self.known(each.group) < self.of(each.group)]
        return [
            f"No chart of {each.title}: it would have only {number(self.known(each.group))} of "
            f"{counted(self.of(each.group))}. {self.sentence(each.group)}"
            for each in few
        ]

    def charts(self, draw: Draw) -> list[Chart]:
        """Return a wide chart of all sources, and a smaller chart for each source with data."""
        return [self._chart(each, draw) for each in self.drawn]

    def whole_chart(self, draw: Draw, *, horizontal: bool = False) -> list[Chart]:
        """Return the chart of all sources; empty without data. `horizontal` is True for horizontal bars."""
        return [self._chart(each, draw, horizontal=horizontal) for each in self.drawn[:1] if self._is_whole(each)]

    def _is_whole(self, charted: Charted) -> bool:
        return not charted.key or len(self._all) == 1

    def _chart(self, charted: Charted, draw: Draw, *, horizontal: bool = False) -> Chart:
        whole = self._is_whole(charted)
        width = WIDE if whole else HALF if self.pairs else NARROW
        # The SVG is safe: the chart library escapes all text in it.
        narrow, wide = (Markup(draw(charted, each)) for each in (NARROW, width))  # noqa: S704
        return Chart(
            title=charted.title,
            sentence=self.sentence(charted.group) + ("" if charted.key else self.without),
            narrow=narrow,
            wide=wide if width != NARROW else Markup(),
            key=charted.key,
            legend=[] if charted.key else [_switch(each) for each in self.context.charted() if self.known(each.group)],
            whole=whole,
            horizontal=horizontal,
        )

    def table(
        self,
        caption: str,
        head: str,
        names: Sequence[str],
        values: Callable[[Group], Sequence[T | None]],
        cell: Callable[[T], Cell],
    ) -> list[Table]:
        """Return a folded table with a row per name and a column per chart; empty without charts."""
        if not self.drawn:
            return []
        columns = [Column(title=each.title, key=each.key) for each in self.drawn]
        found = [[MISSING if value is None else cell(value) for value in values(each.group)] for each in self.drawn]
        rows = [Row(cells=[Cell(name), *cells]) for name, *cells in zip(names, *found, strict=True)]
        columns.insert(0, Column(title=head, numeric=False))
        return [Table(caption=caption, columns=columns, rows=rows, steady=True, folded=True)]


Split = Callable[[Charted, int], Sequence[tuple[Switch, float]]]
"""Returns the parts of a bar: sources and their values."""


def split_by(context: Context, values: Callable[[Group], Sequence[float | None]]) -> Split:
    """Return a function that splits a bar of all sources into one part for each source."""
    parts = [(_switch(each), values(each.group)) for each in context.charted()]

    def split(charted: Charted, place: int) -> list[tuple[Switch, float]]:
        if charted.key:
            return [(_switch(charted), values(charted.group)[place] or 0)]
        return [(switch, each[place] or 0) for switch, each in parts]

    return split


def bar(
    name: str,
    begin: float,
    end: float,
    parts: Sequence[tuple[Switch, float]],
    text: Callable[[float], str],
    part_text: Callable[[float], str] | None = None,
) -> Bar:
    """Return a bar. If the bar has several parts, its text lists them."""
    found = [(switch, value) for switch, value in parts if value]
    label = text(sum(value for _, value in found))
    details = (
        ", ".join(f"{_short(switch.name)} {(part_text or text)(value)}" for switch, value in found)
        if len(found) > 1
        else ""
    )
    return Bar(
        begin=begin,
        end=end,
        parts=[Part(colour=f"var(--{switch.key})", value=value) for switch, value in found],
        label=label,
        text=f"{name}: {label}{f' ({details})' if details else ''}",
    )


def _short(name: str) -> str:
    return escape_control_chars(name if len(name) <= _NAME else f"{name[: _NAME - 1]}…")


def _switch(charted: Charted) -> Switch:
    return Switch(key=charted.key, name=charted.group.name or charted.title)
