"""Table cells: each has a text for people on the page, and a text for spreadsheets in the CSV file."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from .page import Cell
from .words import NOTHING, clock, duration_text, hours, money, number, share

MISSING: Final = Cell(NOTHING, data="")
"""The cell for a figure that is not known."""


def count(value: int) -> Cell:
    """Return a cell with a count."""
    return Cell(number(value), data=str(value))


def counts(values: Sequence[int | None]) -> list[Cell]:
    """Return cells with counts; MISSING for None."""
    return [MISSING if value is None else count(value) for value in values]


def duration(micros: int | None) -> Cell:
    """Return a cell with the duration of a session."""
    return MISSING if micros is None else Cell(duration_text(micros), data=clock(micros))


def total_time(micros: int) -> Cell:
    """Return a cell with the total time of many sessions."""
    return Cell(hours(micros), data=clock(micros))


def rate(part: int, whole: int) -> Cell:
    """Return a cell with a share in per cent."""
    return Cell(share(part, whole)) if whole else MISSING


def amount(value: Decimal, currency: str, *, at_least: bool = False) -> Cell:
    """Return a cell with an amount of money."""
    text = money(value, currency)
    return Cell(f"at least {text}") if at_least else Cell(text, data=money(value, "").replace(",", ""))


def partly(cell: Cell, known: int, whole: int) -> Cell:
    """Return the cell. If it covers only some sessions, add their number. If it covers none, return MISSING."""
    if not known:
        return MISSING
    return cell if known == whole else Cell(f"{cell.text} (of {number(known)})")
