"""Every hostile answer through the wrapper: nothing crashes, nothing good is lost, nothing bad is hidden."""

from __future__ import annotations

import json
import pickle
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from allsessions import Client, IncompleteListingError, Session, SourceError
from tests.clients.payloads import as_values
from tests.faults.corpus.corpus import CORPUS, GROUPS
from tests.faults.corpus.figures import Reading
from tests.faults.corpus.outcome import Outcome
from tests.faults.corpus.server import SECONDS, name

SHOWN = 20

each_group = pytest.mark.parametrize("group", GROUPS)


def check(reading: Reading, group: str, judge: Callable[[int, Outcome], object]) -> None:
    """Nothing is to be said of any answer of the group."""
    said = {str(CORPUS[number]): judge(number, reading(number)) for number in GROUPS[group]}
    complaints = [f"{answer}: {words}" for answer, words in said.items() if words]
    assert not complaints, f"{len(complaints)} of {len(said)} answers\n" + "\n".join(complaints[:SHOWN])


@each_group
def test_only_errors_of_the_tree_are_raised(wrapper: Reading, group: str) -> None:
    check(wrapper, group, lambda number, outcome: outcome.outside and repr(outcome.error))


@each_group
def test_every_good_record_is_given_and_no_record_twice(wrapper: Reading, group: str) -> None:
    check(wrapper, group, lambda number, outcome: outcome.lost and (outcome.lost, str(outcome.error)))
    check(wrapper, group, lambda number, outcome: outcome.repeated)


@each_group
def test_every_bad_record_is_given_or_reported(wrapper: Reading, group: str) -> None:
    check(wrapper, group, lambda number, outcome: outcome.unaccounted)


@each_group
def test_a_record_with_an_identifier_is_given_whatever_else_it_holds(wrapper: Reading, group: str) -> None:
    def judge(number: int, outcome: Outcome) -> object:
        answer = outcome.answer
        return answer.readable and not outcome.error and {id for id in answer.known if id} - set(outcome.given)

    check(wrapper, group, judge)


@pytest.mark.parametrize("group", [group for group in GROUPS if group.endswith(("list, values", "list, encodings"))])
def test_a_bad_record_costs_one_record_and_its_error_holds_what_came(wrapper: Reading, group: str) -> None:
    def judge(number: int, outcome: Outcome) -> object:
        came = [_plain(record.value) for record in outcome.answer.records]
        held = [error.record for error in outcome.value[1] if _plain(error.record) not in came]
        return outcome.answer.readable and (outcome.error or (held if None not in came else None))

    check(wrapper, group, judge)


@each_group
def test_an_answer_that_cannot_be_read_is_an_error(wrapper: Reading, group: str) -> None:
    check(wrapper, group, lambda number, outcome: outcome.unsaid)


@each_group
def test_every_error_names_its_source(wrapper: Reading, group: str) -> None:
    def judge(number: int, outcome: Outcome) -> object:
        errors = [*outcome.value[1], *([outcome.error] if isinstance(outcome.error, SourceError) else [])]
        return [str(error) for error in errors if error.source != name(number) or name(number) not in str(error)]

    check(wrapper, group, judge)


@each_group
def test_no_answer_keeps_the_caller_waiting(wrapper: Reading, group: str) -> None:
    check(wrapper, group, lambda number, outcome: outcome.seconds >= SECONDS and outcome.seconds)


@each_group
def test_whatever_came_can_be_shown_written_and_pickled(wrapper: Reading, group: str) -> None:
    def judge(number: int, outcome: Outcome) -> object:
        sessions, invalid = outcome.value
        return [*_complaints(sessions, _use_session), *_complaints([*invalid, *_raised(outcome)], _use_error)]

    check(wrapper, group, judge)


def _plain(value: Any) -> Any:
    """The JSON value, ready to be compared; None where it holds what no decoder has to read alike."""
    try:
        return as_values(value)
    except (TypeError, RecursionError):
        return None


def _raised(outcome: Outcome) -> list[Exception]:
    return [outcome.error] if outcome.error else []


def _complaints(values: list[Any], use: Callable[[Any], None]) -> Iterator[str]:
    for value in values:
        try:
            use(value)
        except Exception as error:  # noqa: BLE001  # each is told with its answer
            yield f"{type(value).__name__}: {''.join(traceback.format_exception_only(error))[:300]}"


def _use_session(session: Session) -> None:
    assert session.id in repr(session).encode().decode() or not session.id.isprintable()
    for values in (session.to_dict(), session.to_dict(raw=True)):
        # As JSON is defined: no NaN, and text that UTF-8 can hold.
        written = json.dumps(values, allow_nan=False, ensure_ascii=False).encode()
        assert json.loads(written) == values
    copy = pickle.loads(pickle.dumps(session))
    assert copy == session
    assert copy.to_dict(raw=True) == session.to_dict(raw=True)


def _use_error(error: Exception) -> None:
    for text in (str(error), repr(error), "".join(traceback.format_exception(error))):
        assert text.encode()
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)


def test_one_listing_of_many_hostile_sources_gives_every_good_record_once_and_names_every_failure(
    client: Client, wrapper: Reading
) -> None:
    of_all_sorts = ("list, bodies", "list, generated", "list, lists")
    lists = [number for group in GROUPS if group.endswith(of_all_sorts) for number in GROUPS[group]]
    listing = client.list(sources=[name(number) for number in lists])
    given: Counter[tuple[str, str]] = Counter()
    with pytest.raises(IncompleteListingError) as caught:
        given.update((session.source, session.id) for session in listing)
    assert not [key for key, count in given.items() if count > 1]
    good = {(name(number), id) for number in lists if CORPUS[number].readable for id in CORPUS[number].good}
    assert good <= given.keys()
    failed = {name(number) for number in lists if wrapper(number).error or wrapper(number).reported}
    assert {error.source for error in caught.value.errors} == failed


@pytest.mark.parametrize("group", [group for group in GROUPS if group.startswith(("anam list", "konpro list"))])
def test_a_good_record_is_found_in_a_hostile_list_by_its_identifier(client: Client, group: str) -> None:
    lost: dict[str, str] = {}
    for number in GROUPS[group]:
        answer = CORPUS[number]
        if answer.readable and answer.good:
            id = max(answer.good)
            try:
                assert client.get(f"{name(number)}:{id}").id == id
            except Exception as error:  # noqa: BLE001  # each is told with its answer
                lost[str(answer)] = repr(error)
    assert not lost
