"""The corpus is large, and a sample of its cases passes; `nox -s side_by_side` runs all cases."""

from collections import Counter
from pathlib import Path

from tests.side_by_side.corpus import OPERATIONS, SCHEMAS
from tests.side_by_side.runner import run

STEP = 40
"""The tests run one case in this many."""


def test_the_corpus_is_large_and_its_names_differ() -> None:
    assert len(SCHEMAS) >= 340
    assert len(OPERATIONS) >= 340
    for cases in (SCHEMAS, OPERATIONS):
        assert [name for name, count in Counter(case.name for case in cases).items() if count > 1] == []


def test_a_part_of_the_corpus_holds(tmp_path: Path) -> None:
    result = run(SCHEMAS[::STEP], OPERATIONS[::STEP], tmp_path, types=False)
    assert [f"{outcome.name}: {outcome.ours}" for outcome in result.failures] == []
