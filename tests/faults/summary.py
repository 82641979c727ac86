"""The figures of the fault table, which `conftest` prints at the end of a run.

A module of tests with a `SUBJECT` is counted test by test. One that tries many things in a test has none, and says
itself what it tried: `add("hostile answers", held=312, failed=0)`.
"""

from collections.abc import Iterator

from attrs import define, field


@define
class Figures:
    """Cases tried of one subject."""

    held: int = 0
    failed: int = 0

    @property
    def tried(self) -> int:
        return self.held + self.failed


@define
class Summary:
    """Figures by subject, in the order in which the subjects came up, and lines in words below them."""

    subjects: dict[str, Figures] = field(factory=dict)
    notes: list[str] = field(factory=list)

    def add(self, subject: str, *, held: int = 0, failed: int = 0) -> None:
        figures = self.subjects.setdefault(subject, Figures())
        figures.held += held
        figures.failed += failed

    def lines(self) -> Iterator[str]:
        total = Figures(
            sum(figures.held for figures in self.subjects.values()),
            sum(figures.failed for figures in self.subjects.values()),
        )
        yield _line("subject", "tried", "held", "failed")
        for subject in sorted(self.subjects):
            yield _figures(subject, self.subjects[subject])
        yield _figures("total", total)
        yield from self.notes


SUMMARY = Summary()
"""Of this run."""


def add(subject: str, *, held: int = 0, failed: int = 0) -> None:
    """Count cases of a subject that are no tests of their own."""
    SUMMARY.add(subject, held=held, failed=failed)


def note(line: str) -> None:
    """Print a line below the figures."""
    SUMMARY.notes.append(line)


def _figures(subject: str, figures: Figures) -> str:
    return _line(subject, figures.tried, figures.held, figures.failed)


def _line(subject: str, tried: object, held: object, failed: object) -> str:
    return f"{subject:<44}{tried!s:>8}{held!s:>8}{failed!s:>8}"
