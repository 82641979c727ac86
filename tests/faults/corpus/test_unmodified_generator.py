"""The same answers through what the generator makes without our templates: for comparison, and judged by nobody.

Needs the generator, which the sessions `faults` and `codegen_tests` install.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import httpx
import pytest

from codegen.rooms import vendors
from tests.faults.corpus.corpus import CORPUS, NUMBERS
from tests.faults.corpus.figures import LABELS, Reading
from tests.faults.corpus.outcome import Outcome
from tests.faults.corpus.plain import generate_plain, plain_endpoint, plain_name
from tests.faults.corpus.ways import by_typed_client, http_client

BY_STRICTNESS = dict(zip((True, False), LABELS[2:], strict=True))


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The unmodified packages, ready to be imported."""
    folder = tmp_path_factory.mktemp("plain")
    for vendor in vendors():
        generate_plain(vendor, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield
    for name in [name for name in sys.modules if name.startswith("plain_")]:
        del sys.modules[name]


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with http_client() as http:
        yield http


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("strict", BY_STRICTNESS)
def test_the_whole_corpus_is_read_by_the_unmodified_generator_s_code(
    strict: bool, http: httpx.Client, corpus_url: str, readings: dict[str, Reading]
) -> None:
    def read(number: int) -> Outcome:
        module, package = plain_endpoint(CORPUS[number].endpoint)
        assert plain_name(CORPUS[number].endpoint.vendor) in package.__name__
        return by_typed_client(module, package, http, corpus_url, number, strict=strict)

    reading = readings.setdefault(BY_STRICTNESS[strict], Reading(BY_STRICTNESS[strict], read))
    outcomes = [reading(number) for number in NUMBERS]
    assert len(outcomes) == len(CORPUS)
    # Not everything fails there, or the comparison would be none.
    assert sum(outcome.error is None for outcome in outcomes) >= 300


def test_beside_it_ours_loses_nothing(wrapper: Reading, typed: Reading) -> None:
    for ours in (wrapper, typed):
        outcomes = [ours(number) for number in NUMBERS]
        assert not [str(outcome.answer) for outcome in outcomes if outcome.outside]
        assert not [str(outcome.answer) for outcome in outcomes if outcome.lost]
