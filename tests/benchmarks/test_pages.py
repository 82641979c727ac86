"""The benchmarks' server answers with documented pages, which contain the sessions that the benchmarks expect."""

import json

import pytest

from benchmarks.listed import check, list_apart
from benchmarks.pages import SIZE, VENDORS, body, identifiers, with_odd_fields
from benchmarks.peers import ours
from benchmarks.server import Listed
from benchmarks.serving import served
from tests.simulator.conftest import LISTS
from tests.simulator.contract import validate


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_page_is_as_the_contract_says(vendor: str) -> None:
    for start in (0, SIZE, 2 * SIZE):
        validate(vendor, LISTS[vendor], "get", 200, json.loads(body(vendor, start, 2 * SIZE + 7)))


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_odd_page_has_one_odd_field_a_record(vendor: str) -> None:
    page = body(vendor, 0, SIZE)
    odd = ours.decoding(vendor).read(with_odd_fields(vendor, page))
    records = odd.sessions if vendor == "elizaos" else odd.data.result if vendor == "akool" else odd.data
    assert [len(record.invalid_fields) for record in records] == [1] * SIZE
    assert not any(record.additional_properties for record in records)
    assert ours.decoding(vendor).identifiers(odd) == identifiers(vendor, range(SIZE))


def test_identifiers_and_the_sizes_of_personas_are_as_asked() -> None:
    page = json.loads(body("anam", SIZE, 3 * SIZE))
    assert [record["id"] for record in page["data"]] == identifiers("anam", range(SIZE, 2 * SIZE))
    for size in (1_300, 13_000):
        for record in json.loads(body("anam", 0, SIZE, persona=size))["data"]:
            persona = json.dumps(record["personaConfig"], separators=(",", ":"))
            assert size <= len(persona) <= size * 1.01


def test_the_library_finds_every_session_or_is_refused() -> None:
    count = 2 * SIZE + 7
    with served([Listed(vendor=vendor, sessions=count) for vendor in VENDORS], latency=0) as server:
        check("ours", list_apart("ours", server.sources), [*range(count)] * len(VENDORS))
    with served([Listed(vendor="konpro", sessions=SIZE)], latency=0) as server:
        took = list_apart("ours", server.sources)
    with pytest.raises(AssertionError, match="found 100 sessions of 101"):
        check("ours", took, range(SIZE + 1))
