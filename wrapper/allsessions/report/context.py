"""What all sections of a page need: the figures, how times are told, and which source has which switch."""

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
    """The figures of a page, and how it speaks of them.

    Attributes:
        currency: What money is counted in; empty if the reader does not say.
    """

    figures: Figures
    currency: str = ""
    calendar: Calendar = field(init=False, default=Factory(lambda self: Calendar(self.figures.period), takes_self=True))

    def key(self, source: str) -> str:
        """The switch of a source."""
        shown = [group.name for group in self.figures.shown]
        return f"s{shown.index(source)}" if source in shown else OTHERS

    def cost(self, source: str) -> Cost | None:
        """What its sessions cost; None if it has no rate."""
        return next((cost for cost in self.figures.costs if cost.source == source), None)

    def charted(self) -> list[tuple[str, str, Group]]:
        """The switch, the title and the figures of each source with charts of its own, and of the others together."""
        found = [(self.key(group.name), group.name, group) for group in self.figures.shown]
        if self.figures.others is not None:
            rest = len(self.figures.sources) - len(found)
            found.append((OTHERS, f"{rest} other sources", self.figures.others))
        return found

    def switches(self) -> list[Switch]:
        """What shows or hides them; none where there is nothing to choose from."""
        if len(self.figures.sources) < 2 or not self.figures.whole.sessions:
            return []
        return [Switch(key=key, name=title) for key, title, _ in self.charted()]

    def rows(self, cells: Callable[[Group], Sequence[Cell]]) -> list[Row]:
        """A row for each source, and one for all of them, if there are several."""
        groups = self.figures.sources
        found = [Row(cells=[Cell(group.name), *cells(group)], key=self.key(group.name)) for group in groups]
        if len(groups) > 1:
            found.append(Row(cells=[Cell("All sources"), *cells(self.figures.whole)], total=True))
        return found

    def by_source(self, of: Callable[[Group], int]) -> str:
        """A number, source by source, of those that have any: «akool 224 of 250»."""
        found = [(group, of(group)) for group in self.figures.sources]
        return listed([f"{group.name} {number(count)} of {number(group.sessions)}" for group, count in found if count])

    def missing(self, of: Callable[[Group], int], why: str) -> list[str]:
        """A sentence on the sessions of the period that a figure has not; none if it has all."""
        count = of(self.figures.whole)
        if not count:
            return []
        whole = counted(self.figures.whole.sessions)
        return [f"Not included: {number(count)} of {whole}, {why} ({self.by_source(of)})."]

    def unplaced(self) -> list[str]:
        """A sentence on the sessions that may have run in the period; none if there is none."""
        count = self.figures.whole.gaps.unplaced
        if not count:
            return []
        found = [f"{group.name} {number(group.gaps.unplaced)}" for group in self.figures.sources if group.gaps.unplaced]
        return [
            f"{counted(count)} began before the period and may have run in it: the vendor does not tell the end. No "
            f"figure includes {'it' if count == 1 else 'them'} ({listed(found)})."
        ]

    def at_least(self, costs: Sequence[Cost]) -> str:
        """Costs added up; «at least», if a part of them is not known."""
        amount = self.amount(costs)
        return f"at least {amount}" if any(cost.unknown for cost in costs) else amount

    def amount(self, costs: Iterable[Cost]) -> str:
        """What is known of costs, added up."""
        return money(sum((cost.amount for cost in costs), start=Decimal(0)), self.currency)
