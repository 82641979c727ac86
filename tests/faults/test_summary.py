"""The table judges as it says, and counts what it judged."""

import pytest

from allsessions import UnexpectedResponseError

from .book import book
from .case import Case
from .reading import holds
from .summary import Summary


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (Case(name="", says=book([0, 1]), holds=5), "silently short"),
        (Case(name="", says=book([0, 1], [2]), holds=2), "not there"),
        (Case(name="", says=book([0, 1], [2], [3], [4]), holds=5, requests=3), "requests"),
        (Case(name="", says=book([0, 1], [2], [3], [4]), errors=[UnexpectedResponseError]), r"\[\]"),
        (Case(name="", says=book([0, 1], [2], [3], [4], total=9)), "total"),
    ],
)
def test_what_does_not_hold_fails(case: Case, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        holds(case, "anam", "list")


def test_the_figures_are_by_subject_with_a_total() -> None:
    summary = Summary()
    summary.add("b", held=2, failed=1)
    summary.add("a", held=1)
    summary.add("b", held=1)
    summary.notes.append("in words")
    head, a, b, total, words = (line.split() for line in summary.lines())
    assert head == ["subject", "tried", "held", "failed"]
    assert (a, b, total) == (["a", "1", "1", "0"], ["b", "4", "3", "1"], ["total", "5", "4", "1"])
    assert words == ["in", "words"]
