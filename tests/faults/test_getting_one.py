"""One session by its ref, from servers that fail or lie: that session or an error, and never another session."""

from collections.abc import Callable
from typing import Any

import pytest

from allsessions import InvalidRecordError, NotFoundError, Session, SourceError, UnexpectedResponseError

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES
from .case import RECORDS, VENDORS, put
from .reading import serving

BY_DETAIL = ("akool", "elizaos")
BY_LIST = ("anam", "konpro")


def detail(vendor: str, record: Any) -> Answer:
    """The answer of the vendor's endpoint for one session."""
    return answer({"code": 1000, "msg": "OK", "data": record} if vendor == "akool" else record)


def got(vendor: str, script: Callable[[Request], Answer]) -> Session | SourceError:
    """Return session 1 of the vendor, or the error."""
    with serving(script, vendor, max_body_size=2**20) as (client, requests):
        try:
            return client.get(f"{vendor}:{WIRES[vendor].ids(2)[1]}")
        except SourceError as error:
            assert len(requests) <= 4
            return error


def found(vendor: str, records: list[Any]) -> Session | SourceError:
    """Return session 1 of a list of these records, or the error."""
    return got(vendor, lambda request: answer(put(WIRES[vendor].envelope([], request), RECORDS[vendor], list(records))))


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_session_is_the_one_asked_for(vendor: str) -> None:
    records = [WIRES[vendor].record(number) for number in range(3)]
    session = found(vendor, records) if vendor in BY_LIST else got(vendor, lambda request: detail(vendor, records[1]))
    assert isinstance(session, Session)
    assert session.id == WIRES[vendor].ids(2)[1]


@pytest.mark.parametrize("status", [404, 410])
def test_a_session_that_is_gone_is_not_found(status: int) -> None:
    kinds = {vendor: type(got(vendor, lambda request: Answer(status=status))) for vendor in VENDORS}
    assert kinds == dict.fromkeys(VENDORS, NotFoundError)


@pytest.mark.parametrize("vendor", BY_DETAIL)
def test_another_session_is_an_error(vendor: str) -> None:
    ids: list[Any] = [WIRES[vendor].ids(3)[2], None, "", 5, []]
    reply = [detail(vendor, {**WIRES[vendor].record(2), WIRES[vendor].id_key: id}) for id in ids]
    while reply:
        assert type(got(vendor, lambda request: reply.pop())) is UnexpectedResponseError, len(reply)


@pytest.mark.parametrize("vendor", BY_LIST)
def test_a_session_is_found_next_to_bad_records(vendor: str) -> None:
    wire = WIRES[vendor]
    assert isinstance(found(vendor, [None, wire.record(1), {}]), Session)
    # The bad record may be the one.
    assert type(found(vendor, [wire.record(0), {"marked": 1}, wire.record(2)])) is InvalidRecordError
    assert type(found(vendor, [])) is NotFoundError


@pytest.mark.parametrize("code", [1008, 1014, 1216])
def test_akool_says_not_found_at_http_200(code: int) -> None:
    reply = answer({"code": code, "msg": "none", "data": None})
    assert type(got("akool", lambda request: reply)) is NotFoundError
