"""What a measure finds."""

from collections.abc import Iterable

from attrs import field, frozen

from .curves import Panel


@frozen(kw_only=True)
class Verdict:
    """One target and what was measured."""

    measure: str
    target: str
    measured: str
    met: bool


@frozen(kw_only=True)
class Outcome:
    """What a measure found: verdicts on its targets, the figures by name (SI units), and how it is shown."""

    text: str
    picture: tuple[Panel, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    figures: dict[str, float] = field(factory=dict)


def at_least(measure: str, target: float, against: str, found: float) -> Verdict:
    """A ratio that is to be reached."""
    return Verdict(measure=measure, target=f"≥ {target:g} × {against}", measured=f"{found:.2f} ×", met=found >= target)


def at_most(measure: str, target: float, against: str, found: float) -> Verdict:
    """A ratio that is not to be passed."""
    return Verdict(measure=measure, target=f"≤ {target:g} × {against}", measured=f"{found:.2f} ×", met=found <= target)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table, its first column to the left and the others to the right."""
    columns = list(head)
    lines = [columns, ["---", *["---:"] * (len(columns) - 1)], *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def milliseconds(seconds: float) -> str:
    """For a table."""
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.1 else f"{seconds * 1000:,.2f} ms"
