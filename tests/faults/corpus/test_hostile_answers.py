"""Hostile answers lose no good record and hide no bad one by the wrapper."""

import json
import pickle
import traceback
from collections.abc import Callable, Iterator

import pytest

from allsessions import IncompleteListingError, Session, SourceError

from .answers import GROUPS, KINDS, Hostile, of_document
from .endpoint import ENDPOINTS, LISTS, Endpoint
from .outcome import Outcome, by_typed_client, by_wrapper, wrapper

each_group = pytest.mark.parametrize(
    ("endpoint", "kind"), GROUPS, ids=[f"{endpoint} {kind}".replace(" ", "-") for endpoint, kind in GROUPS]
)
SHOWN = 20


def judge(answers: list[Hostile], complaints: Callable[[int, Hostile], Iterator[str]]) -> None:
    found = [f"{answer.name}: {words}" for number, answer in enumerate(answers) for words in complaints(number, answer)]
    assert not found, f"{len(found)} complaints of {len(answers)} answers\n" + "\n".join(found[:SHOWN])


@each_group
def test_the_wrapper_loses_and_hides_nothing(endpoint: Endpoint, kind: str) -> None:
    answers = [*KINDS[kind](endpoint)]

    def complaints(number: int, answer: Hostile) -> Iterator[str]:
        outcome = by_wrapper(client, number, answer)
        yield from outcome.complaints()
        if answer.readable and not outcome.error and answer.known - {"", *outcome.given}:
            yield "a record with an identifier is not given"
        if answer.readable and outcome.error and kind == "values" and not endpoint.detail:
            yield f"a bad record costs more than one record ({outcome.error!r:.300})"
        yield from _unusable(f"source-{number}", outcome)

    with wrapper(answers) as client:
        judge(answers, complaints)


def _unusable(source: str, outcome: Outcome) -> Iterator[str]:
    """Yield what cannot be shown, written or pickled."""
    sessions, invalid = outcome.value
    errors = [*invalid[:SHOWN], *filter(None, [outcome.error])]
    for use, values in ((_use_session, sessions[:SHOWN]), (_use_error, errors)):
        for value in values:
            try:
                use(source, value)
            except Exception as error:  # noqa: BLE001  # each is a complaint
                yield f"{type(value).__name__} cannot be used: {''.join(traceback.format_exception_only(error))[:300]}"


def _use_session(source: str, session: Session) -> None:
    assert session.id in repr(session).encode().decode() or not session.id.isprintable()
    for values in (session.to_dict(), session.to_dict(raw=True)):
        # As JSON is defined: without NaN, and with text that UTF-8 can hold.
        assert json.loads(json.dumps(values, allow_nan=False, ensure_ascii=False).encode()) == values
    copy = pickle.loads(pickle.dumps(session))
    assert copy == session
    assert copy.to_dict(raw=True) == session.to_dict(raw=True)


def _use_error(source: str, error: Exception) -> None:
    assert isinstance(error, SourceError)
    assert error.source == source
    for text in (str(error), repr(error), "".join(traceback.format_exception(error))):
        assert text.encode()
    assert str(error).startswith(f"{source}: ")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy)) == (type(error), str(error))


def test_one_listing_of_many_hostile_sources_names_each_failure() -> None:
    answers = [
        answer for endpoint in LISTS for kind in ("bodies", "randoms", "lists") for answer in KINDS[kind](endpoint)
    ]
    given: list[tuple[str, str]] = []
    with wrapper(answers) as client:
        with pytest.raises(IncompleteListingError) as caught:
            given.extend((session.source, session.id) for session in client.list())
        outcomes = [by_wrapper(client, number, answer) for number, answer in enumerate(answers)]
    assert len(given) == len({*given})
    good = {(f"source-{at}", id) for at, answer in enumerate(answers) if answer.readable for id in answer.good}
    assert good <= {*given}
    failed = {f"source-{at}" for at, outcome in enumerate(outcomes) if outcome.error or outcome.reported}
    assert {error.source for error in caught.value.errors} == failed


@pytest.mark.parametrize("endpoint", [endpoint for endpoint in LISTS if endpoint.vendor in ("anam", "konpro")], ids=str)
def test_a_good_record_is_found_in_a_hostile_list(endpoint: Endpoint) -> None:
    answers = [answer for kind in ("values", "randoms", "lists") for answer in KINDS[kind](endpoint)]

    def complaints(number: int, answer: Hostile) -> Iterator[str]:
        for id in [max(answer.good)] if answer.readable and answer.good else []:
            try:
                assert client.get(f"source-{number}:{id}").id == id
            except Exception as error:  # noqa: BLE001  # each is a complaint
                yield repr(error)

    with wrapper(answers) as client:
        judge(answers, complaints)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
def test_an_honest_answer_is_read_without_complaint(endpoint: Endpoint) -> None:
    honest = of_document(endpoint, "honest", endpoint.honest(), readable=True)
    outcomes = [by_typed_client(honest)]
    with wrapper([honest]) as client:
        outcomes.append(by_wrapper(client, 0, honest))
    for outcome in outcomes:
        assert outcome.error is None
        assert {*outcome.given} == honest.good
