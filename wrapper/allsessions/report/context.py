"""The data that all sections of a page share: the figures, the calendar, and the titles and keys of the sources."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Final

from attrs import Factory, evolve, field, frozen

from .costs import Cost
from .figures import Figures
from .groups import Completeness, Group
from .page import Cell, Row, Switch
from .words import Calendar, counted, length_name, listed, money, number

ALL: Final = "All sources"
OTHERS: Final = "others"


@frozen(kw_only=True)
class Charted:
    """The source or sources of one chart. `key` selects a colour and a checkbox. For all sources, it is empty."""

    key: str
    title: str
    group: Group


@frozen(kw_only=True)
class Context:
    """The figures of a page, with the helpers to describe them.

    Attributes:
        currency: The currency of costs; empty if the user gives none.
    """

    figures: Figures
    currency: str = ""
    calendar: Calendar = field(init=False, default=Factory(lambda self: Calendar(self.figures.period), takes_self=True))

    @property
    def earlier(self) -> str:
        """The name of the previous period, such as "week before"."""
        return f"{length_name(self.figures.period)} before"

    @property
    def active_only(self) -> list[Group]:
        """The sources that list active sessions only, except sources that could not be read."""
        return [group for group in self.figures.sources if group.active_only and not group.not_read]

    @property
    def history(self) -> bool:
        """True if the library has read at least one source that lists its history, not only active sessions."""
        return any(not group.active_only and not group.not_read for group in self.figures.sources)

    @property
    def not_read(self) -> list[str]:
        """The names of the sources that could not be read."""
        return [group.name for group in self.figures.sources if group.not_read]

    @property
    def nothing_read(self) -> bool:
        """True if no source could be read."""
        return bool(self.not_read) and len(self.not_read) == len(self.figures.sources)

    def title(self, group: Group) -> str:
        """Return the name of a source, with a remark if its data is incomplete."""
        if group.completeness is not Completeness.COMPLETE:
            return f"{group.name} ({group.completeness})"
        return f"{group.name} (active only)" if group.active_only else group.name

    def key(self, source: str) -> str:
        """Return the key of a source. On the page, the key selects the colour and the checkbox of the source."""
        shown = [group.name for group in self.figures.shown]
        return f"s{shown.index(source)}" if source in shown else OTHERS

    def costs(self, group: Group) -> list[Cost]:
        """Return the `Cost` of each source in the group. A source without a rate has none."""
        if group is self.figures.others:
            return [cost for cost in self.figures.costs if self.key(cost.source) == OTHERS]
        return [cost for cost in self.figures.costs if group.name in ("", cost.source)]

    def charted(self) -> list[Charted]:
        """Return each source that has its own charts, and the other sources as one item."""
        found = [
            Charted(key=self.key(group.name), title=self.title(group), group=group) for group in self.figures.shown
        ]
        if self.figures.others is not None:
            rest = len(self.figures.sources) - len(found)
            found.append(Charted(key=OTHERS, title=f"{rest} other sources", group=self.figures.others))
        return found

    def switches(self) -> list[Switch]:
        """Return the switches that show or hide sources; empty if there is only one source, or no session."""
        if len(self.figures.sources) < 2 or not self.figures.whole.sessions:
            return []
        return [Switch(key=each.key, name=each.group.name or each.title) for each in self.charted()]

    def rows(self, cells: Callable[[Group], Sequence[Cell]]) -> list[Row]:
        """Return a row for each source and, if there are several, one for all sources."""
        groups = self.figures.sources
        found = [self.row(group, cells(group)) for group in groups]
        if len(groups) > 1:
            whole = self.figures.whole
            if self.nothing_read:
                whole = evolve(whole, completeness=Completeness.NOT_READ)
            found.append(Row(cells=[Cell(ALL), *cells(whole)], total=True))
        return found

    def row(self, group: Group, cells: Sequence[Cell]) -> Row:
        """Return the row of a source."""
        key = self.key(group.name)
        title = group.name if group.not_read else self.title(group)  # the next cell says "not read"
        return Row(cells=[Cell(title, key=key), *cells], key=key)

    def by_source(self, of: Callable[[Group], int]) -> str:
        """Return the counts that are not 0, by source, as text: "akool 224 of 250"."""
        found = [(group, of(group)) for group in self.figures.sources]
        return listed([f"{group.name} {number(count)} of {number(group.sessions)}" for group, count in found if count])

    def missing(self, of: Callable[[Group], int], why: str) -> list[str]:
        """Return a note on the sessions of the period that a figure excludes; empty if it includes all."""
        count = of(self.figures.whole)
        if not count:
            return []
        whole = counted(self.figures.whole.sessions)
        return [f"Not included: {number(count)} of {whole} {why} ({self.by_source(of)})."]

    def unplaced(self) -> list[str]:
        """Return a note on the sessions that began before the period and have no known end; empty if there are none."""
        count = self.figures.whole.gaps.unplaced
        if not count:
            return []
        found = [f"{group.name} {number(group.gaps.unplaced)}" for group in self.figures.sources if group.gaps.unplaced]
        return [
            f"{counted(count)} began before the period, and the vendor reports no end. No figure includes "
            f"{'it' if count == 1 else 'them'}, because the end may also be before the period ({listed(found)})."
        ]

    def without(self, *, active_only: bool) -> str:
        """Return a sentence on the sources that the chart "All sources" excludes; empty if it excludes none."""
        found = [f"{name} (not read)" for name in self.not_read]
        if active_only:
            found += [f"{group.name} (lists active sessions only)" for group in self.active_only]
        return f" Without {listed(found)}." if found else ""

    def known_since(self) -> str:
        """Return a sentence on the sources that a chart includes only from some time on; empty if there are none."""
        found = [
            f"{group.name} from {self.calendar.at(group.known_since)} on"
            for group in self.active_only
            if group.known_since is not None
        ]
        return f" Includes {listed(found)}, but only sessions that were in progress when read." if found else ""

    def at_least(self, costs: Sequence[Cost]) -> str:
        """Return the sum of the costs, with "at least" if some costs are unknown."""
        amount = self.amount(costs)
        return f"at least {amount}" if any(cost.at_least for cost in costs) else amount

    def amount(self, costs: Iterable[Cost]) -> str:
        """Return the sum of the known costs."""
        return money(total(costs), self.currency)


def total(costs: Iterable[Cost]) -> Decimal:
    """Return the sum of the known costs."""
    return sum((cost.amount for cost in costs), start=Decimal(0))
