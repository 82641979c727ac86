"""The corpus itself: large enough, the same at every run, and fair."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

import pytest

from codegen.rooms import ROOT
from tests.faults.corpus.corpus import CORPUS, digest
from tests.faults.corpus.endpoint import DETAILS, ENDPOINTS, LISTS, Endpoint
from tests.faults.corpus.examples import RECORDS, example
from tests.faults.corpus.generated import EACH
from tests.simulator.contract import validate

each_endpoint = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)


@each_endpoint
def test_at_least_300_distinct_answers_are_tried_at_every_operation(endpoint: Endpoint) -> None:
    assert len({answer.on_the_wire for answer in CORPUS if answer.endpoint == endpoint}) >= 300


def test_no_two_answers_have_one_name() -> None:
    assert not [name for name, count in Counter(map(str, CORPUS)).items() if count > 1]


def test_the_corpus_is_the_same_in_every_process() -> None:
    code = "from tests.faults.corpus.corpus import digest; print(digest())"
    # Where the order of a set decided anything, it would be another one there.
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == digest()


@each_endpoint
def test_what_the_answers_are_spoiled_from_is_as_documented(endpoint: Endpoint) -> None:
    operation = endpoint.operation
    for number in range(EACH):
        body = example(endpoint, f"{endpoint} {number}")
        validate(endpoint.vendor, operation.path, operation.method, 200, body)


@pytest.mark.parametrize("endpoint", LISTS, ids=str)
def test_an_answer_after_the_hostile_one_is_as_documented(endpoint: Endpoint) -> None:
    operation = endpoint.operation
    validate(endpoint.vendor, operation.path, operation.method, 200, endpoint.empty_page(RECORDS, 2))


def test_every_operation_is_in_the_corpus() -> None:
    lists = {str(endpoint.operation) for endpoint in LISTS}
    details = {str(endpoint.operation) for endpoint in DETAILS}
    documented = {str(operation) for endpoint in ENDPOINTS for operation in endpoint.operation.client.operations}
    assert lists | details == documented


@each_endpoint
def test_many_answers_hold_good_records_beside_the_bad(endpoint: Endpoint) -> None:
    readable = [answer for answer in CORPUS if answer.endpoint == endpoint and answer.readable]
    assert sum(len(answer.good) for answer in readable) > (5 if endpoint.detail else 300)
