"""The results of a measure."""

from collections.abc import Iterable

from attrs import field, frozen

from .curves import Panel


@frozen(kw_only=True)
class Verdict:
    """A target and its measured value, as text."""

    measure: str
    target: str
    measured: str
    met: bool


@frozen(kw_only=True)
class Outcome:
    """The results of a measure.

    Attributes:
        text: The section of RESULTS.md, as Markdown.
        picture: The panels of its diagram.
        verdicts: The targets, each with its measured value.
        figures: The figures by name, in SI units.
    """

    text: str
    picture: tuple[Panel, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    figures: dict[str, float] = field(factory=dict)


def at_least(measure: str, target: float, against: str, found: float) -> Verdict:
    """Return the verdict on a ratio with a lower limit."""
    return Verdict(measure=measure, target=f"≥ {target:g} × {against}", measured=f"{found:.2f} ×", met=found >= target)


def at_most(measure: str, target: float, against: str, found: float) -> Verdict:
    """Return the verdict on a ratio with an upper limit."""
    return Verdict(measure=measure, target=f"≤ {target:g} × {against}", measured=f"{found:.2f} ×", met=found <= target)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table with its first column aligned left, and the others right."""
    columns = list(head)
    lines = [columns, ["---", *["---:"] * (len(columns) - 1)], *([str(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def milliseconds(seconds: float) -> str:
    """Return a time in seconds as text in milliseconds, for a table."""
    return f"{seconds * 1000:,.0f} ms" if seconds >= 0.1 else f"{seconds * 1000:,.2f} ms"
