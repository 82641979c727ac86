"""Answers that hypothesis draws from each response's schema and spoils in one place, through the wrapper."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings

from allsessions import Client
from tests.client.scripted import Answer, Request, ScriptedServer
from tests.clients.contracts import Documented
from tests.clients.payloads import spoiled
from tests.faults.corpus.answer import Hostile, sent
from tests.faults.corpus.endpoint import ENDPOINTS, Endpoint
from tests.faults.corpus.server import SOURCES
from tests.faults.corpus.ways import read_by_wrapper

EXAMPLES = 40


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
def test_whatever_is_drawn_is_given_or_reported_and_nothing_else_is_raised(endpoint: Endpoint) -> None:
    told = Answer()

    def script(request: Request) -> Answer:
        if request.page > 1 or "token" in request.query:
            return Answer(body=json.dumps(endpoint.empty_page(0, request.page)).encode())
        return told

    with ScriptedServer(script) as server, Client(SOURCES[endpoint.vendor](base_url=server.url), retries=0) as client:

        @settings(max_examples=EXAMPLES, derandomize=True, database=None)
        @given(spoiled(_success(endpoint)))
        def read(drawn: tuple[Any, object]) -> None:
            nonlocal told
            payload, _ = drawn
            told = evolve(told, body=json.dumps(payload).encode())
            outcome = read_by_wrapper(client, endpoint.vendor, _expected(endpoint, payload))
            assert not outcome.outside, repr(outcome.error)
            assert not outcome.unaccounted, (outcome.error, payload)
            assert not outcome.unsaid or says_there_are_none(payload), payload

        read()


def says_there_are_none(payload: Any) -> bool:
    """Whether there is no list, but a total of 0; or an empty list where another page of KonPro's has it."""
    if not isinstance(payload, dict):
        return False
    inner = [each for each in payload.values() if isinstance(each, dict)]
    totals = [each.get(name) for each in [payload, *inner] for name in ("total", "count")]
    return 0 in totals or payload.get("sessions") == []


def _success(endpoint: Endpoint) -> Documented:
    return next(answer for answer in endpoint.operation.answers if answer.is_success)


def _expected(endpoint: Endpoint, payload: Any) -> Hostile:
    """All records may be bad; where there is a list of some, each is given or reported."""
    try:
        found = endpoint.records(payload)
    except (KeyError, TypeError, IndexError):
        found = None
    # What says neither success nor failure may be reported as a whole.
    failed = endpoint.vendor == "akool" and (not isinstance(payload, dict) or payload.get("code") != 1000)
    readable = isinstance(found, list) and not failed and not endpoint.detail
    records = tuple(sent(endpoint, item, good=False) for item in found) if readable else ()
    return Hostile(name="drawn", kind="drawn", endpoint=endpoint, body=b"", readable=readable, records=records)
