"""What became of the corpus, in a row for each way of reading it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from attrs import field, frozen, validators

from tests.faults.corpus.outcome import Outcome

TITLE = "hostile answers, side by side"
LABELS = (
    "the wrapper",
    "our typed clients",
    "unmodified generator",
    "the same, raise_on_unexpected_status unset",
)
NOTES = ("lost: of the answers whose list can be told from the rest; a record that an error reports is not lost",)
HEADS = ("", "answers", "outside the tree", "pages lost", "good records lost", "silently empty", "refused", "slowest")


@frozen
class Reading:
    """One way of reading the corpus. Every answer is read once, when it is first asked for."""

    label: str = field(validator=validators.in_(LABELS))
    read: Callable[[int], Outcome]
    outcomes: dict[int, Outcome] = field(factory=dict[int, Outcome], repr=False)

    def __call__(self, number: int) -> Outcome:
        if number not in self.outcomes:
            self.outcomes[number] = self.read(number)
        return self.outcomes[number]

    def row(self) -> tuple[str, ...]:
        outcomes = list(self.outcomes.values())
        numbers = (
            len(outcomes),
            sum(outcome.outside for outcome in outcomes),
            sum(outcome.page_lost for outcome in outcomes),
            sum(len(outcome.lost) for outcome in outcomes),
            sum(outcome.silent for outcome in outcomes),
            sum(outcome.refused for outcome in outcomes),
        )
        slowest = max((outcome.seconds for outcome in outcomes), default=0.0)
        return (self.label, *(f"{number:,}" for number in numbers), f"{slowest:.2f} s")

    def crashes(self) -> Mapping[str, int]:
        """The exceptions outside the tree, by their type."""
        return Counter(type(outcome.error).__name__ for outcome in self.outcomes.values() if outcome.outside)


def table(readings: Sequence[Reading]) -> list[str]:
    """The rows in columns; what was raised outside the tree; what the heads mean."""
    readings = sorted(readings, key=lambda reading: LABELS.index(reading.label))
    rows = [HEADS, *(reading.row() for reading in readings)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(text.ljust(width) if place == 0 else text.rjust(width) for place, (text, width) in enumerate(cells))
        for cells in (tuple(zip(row, widths, strict=True)) for row in rows)
    ]
    for reading in readings:
        if crashes := reading.crashes():
            counts = ", ".join(
                f"{name} {count:,}" for name, count in sorted(crashes.items(), key=lambda item: -item[1])
            )
            lines.append(f"raised by {reading.label}: {counts}")
    return [*lines, *NOTES]
