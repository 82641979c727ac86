"""Every hostile answer through the typed clients: a value that keeps what came, or one of the documented errors."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import pytest

from tests.clients.payloads import as_values
from tests.faults.corpus.corpus import CORPUS, GROUPS
from tests.faults.corpus.figures import Reading
from tests.faults.corpus.outcome import Outcome
from tests.faults.corpus.server import SECONDS
from tests.faults.corpus.test_wrapper import check, each_group

ODD = object()
USUAL_DEPTH = 32
"""Levels of nesting that every client has to keep."""


@each_group
def test_only_documented_errors_are_raised_and_in_time(typed: Reading, group: str) -> None:
    check(typed, group, lambda number, outcome: outcome.outside and repr(outcome.error))
    check(typed, group, lambda number, outcome: outcome.seconds >= SECONDS and outcome.seconds)


@each_group
def test_no_answer_passes_for_an_empty_one(typed: Reading, group: str) -> None:
    check(typed, group, lambda number, outcome: outcome.silent)


@each_group
def test_a_value_gives_back_what_came(typed: Reading, group: str) -> None:
    def judge(number: int, outcome: Outcome) -> object:
        if outcome.error is not None or outcome.value.parsed is None:
            return None
        came = _plain_json(outcome.value.content)
        try:
            kept = outcome.value.parsed.to_dict()
            return came is not ODD and as_values(kept) != came
        except Exception as error:  # noqa: BLE001  # each is told with its answer
            return repr(error)

    check(typed, group, judge)


@each_group
def test_only_what_is_no_object_is_refused_and_its_error_keeps_it(typed: Reading, group: str) -> None:
    def judge(number: int, outcome: Outcome) -> object:
        # Of a body that is damaged or too long, nothing is kept.
        if getattr(outcome.error, "expected", None) not in ("JSON", "an object"):
            return None
        content: bytes | None = getattr(outcome.error, "content", None)
        return content is None or isinstance(_plain_json(content), dict)

    check(typed, group, judge)


@each_group
def test_a_good_record_alone_is_always_read(group: str) -> None:
    for number in GROUPS[group]:
        answer = CORPUS[number]
        for record in answer.records:
            if record.good:
                assert as_values(answer.endpoint.read_alone(record.value).to_dict()) == as_values(record.value)


@pytest.mark.parametrize("vendor", ["akool", "anam", "konpro", "elizaos"])
def test_many_answers_are_values_and_many_are_not(typed: Reading, vendor: str) -> None:
    outcomes = [typed(number) for number, answer in enumerate(CORPUS) if answer.endpoint.vendor == vendor]
    assert sum(outcome.error is None for outcome in outcomes) >= 100
    assert sum(type(outcome.error).__name__ == "DecodeError" for outcome in outcomes) >= 20


def _plain_json(content: bytes) -> Any:
    """The JSON of the body, ready to be compared; ODD where it is what a typed client reads in a way of its own."""

    def refuse(constant: str) -> NoReturn:
        raise ValueError(constant)

    try:
        value = json.loads(content.decode("utf-8-sig"), parse_constant=refuse)
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
        return as_values(value) if _depth(value) <= USUAL_DEPTH else ODD
    except (ValueError, RecursionError):
        return ODD


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0)
