"""The context of all sections of a page: the figures, the calendar and the sources' switches."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Final

from attrs import Factory, field, frozen

from .figures import Cost, Figures, Group
from .page import Cell, Row, Switch
from .words import Calendar, counted, listed, money, number

OTHERS: Final = "others"


@frozen(kw_only=True)
class Context:
    """The figures of a page, with the helpers to describe them.

    Attributes:
        currency: The currency of costs; empty if the user gives none.
    """

    figures: Figures
    currency: str = ""
    calendar: Calendar = field(init=False, default=Factory(lambda self: Calendar(self.figures.period), takes_self=True))

    def key(self, source: str) -> str:
        """Return the key of the source's switch."""
        shown = [group.name for group in self.figures.shown]
        return f"s{shown.index(source)}" if source in shown else OTHERS

    def cost(self, source: str) -> Cost | None:
        """Return the cost of the source's sessions; None if the source has no rate."""
        return next((cost for cost in self.figures.costs if cost.source == source), None)

    def charted(self) -> list[tuple[str, str, Group]]:
        """Return the key, title and figures of each source with its own charts, and of the other sources together."""
        found = [(self.key(group.name), group.name, group) for group in self.figures.shown]
        if self.figures.others is not None:
            rest = len(self.figures.sources) - len(found)
            found.append((OTHERS, f"{rest} other sources", self.figures.others))
        return found

    def switches(self) -> list[Switch]:
        """Return the switches that show or hide sources; none for a single source or without sessions."""
        if len(self.figures.sources) < 2 or not self.figures.whole.sessions:
            return []
        return [Switch(key=key, name=title) for key, title, _ in self.charted()]

    def rows(self, cells: Callable[[Group], Sequence[Cell]]) -> list[Row]:
        """Return a row for each source and, if there are several, one for all sources."""
        groups = self.figures.sources
        found = [Row(cells=[Cell(group.name), *cells(group)], key=self.key(group.name)) for group in groups]
        if len(groups) > 1:
            found.append(Row(cells=[Cell("All sources"), *cells(self.figures.whole)], total=True))
        return found

    def by_source(self, of: Callable[[Group], int]) -> str:
        """Return a count for each source where it is not 0: "akool 224 of 250"."""
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
        """Return a note on the sessions that may have run in the period; empty if there are none."""
        count = self.figures.whole.gaps.unplaced
        if not count:
            return []
        found = [f"{group.name} {number(group.gaps.unplaced)}" for group in self.figures.sources if group.gaps.unplaced]
        return [
            f"{counted(count)} began before the period and may have run in it: the vendor reports no end. No "
            f"figure includes {'it' if count == 1 else 'them'} ({listed(found)})."
        ]

    def at_least(self, costs: Sequence[Cost]) -> str:
        """Return the sum of the costs, with "at least" if some costs are unknown."""
        amount = self.amount(costs)
        return f"at least {amount}" if any(cost.unknown for cost in costs) else amount

    def amount(self, costs: Iterable[Cost]) -> str:
        """Return the sum of the known costs."""
        return money(sum((cost.amount for cost in costs), start=Decimal(0)), self.currency)
