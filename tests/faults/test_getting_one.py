"""One session by its ref, from servers that fail or lie: that session or an error, and never another session."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import frozen

from allsessions import (
    AuthenticationError,
    Client,
    ConnectionFailedError,
    InvalidRecordError,
    NotFoundError,
    ServerError,
    Session,
    SourceError,
    UnexpectedResponseError,
)

from ..client.scripted import Answer, Request, ScriptedServer, answer
from ..client.vendors import WIRES
from .case import RECORDS, VENDORS, put
from .reading import TLS

SUBJECT = "getting one session"

BY_DETAIL = ("akool", "elizaos")
BY_LIST = ("anam", "konpro")


@frozen
class Asked:
    """A request for session 1 of a vendor that holds three."""

    vendor: str
    request: Request

    @property
    def honest(self) -> Any:
        wire = WIRES[self.vendor]
        if self.vendor in BY_LIST:
            return wire.envelope([wire.record(number) for number in range(3)], self.request)
        return self.wrapped(wire.record(1))

    def wrapped(self, record: Any) -> Any:
        """The detail endpoint's envelope."""
        return {"code": 1000, "msg": "OK", "data": record} if self.vendor == "akool" else record


def got(vendor: str, says: Callable[[Asked], Answer], **settings: Any) -> Session | SourceError:
    wire = WIRES[vendor]
    with ScriptedServer(lambda request: says(Asked(vendor, request))) as server:
        with Client(wire.source(base_url=server.url), http={"verify": TLS}, **settings) as client:
            try:
                return client.get(f"{vendor}:{wire.ids(2)[1]}")
            except SourceError as error:
                assert len(server.requests) <= 4
                return error


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_session_is_the_one_asked_for(vendor: str) -> None:
    session = got(vendor, lambda asked: answer(asked.honest))
    assert isinstance(session, Session)
    assert session.id == WIRES[vendor].ids(2)[1]


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (Answer(body=b"<html>"), UnexpectedResponseError),
        (Answer(body=b""), UnexpectedResponseError),
        (Answer(body=b"null"), UnexpectedResponseError),
        (Answer(body=b"[]"), UnexpectedResponseError),
        (Answer(body=b"{}"), UnexpectedResponseError),
        (Answer(body=b"[" * 10_000 + b"]" * 10_000), UnexpectedResponseError),
        (Answer(body=b"NaN"), UnexpectedResponseError),
        (Answer(body=b" " * 3 * 2**20), UnexpectedResponseError),
        (Answer(raw=b"HTTP/1.1 204 No Content\r\n\r\n"), UnexpectedResponseError),
        (Answer(status=302, headers={"location": "https://elsewhere.example/"}), UnexpectedResponseError),
        (Answer(status=401), AuthenticationError),
        (Answer(status=404), NotFoundError),
        (Answer(status=410), NotFoundError),
        (Answer(status=500), ServerError),
        (Answer(raw=b"", reset=True), ConnectionFailedError),
    ],
)
def test_what_is_no_session_is_an_error(vendor: str, told: Answer, kind: type[SourceError]) -> None:
    assert type(got(vendor, lambda asked: told, max_body_size=2**20)) is kind


@pytest.mark.parametrize("vendor", BY_DETAIL)
def test_another_session_is_an_error(vendor: str) -> None:
    error = got(vendor, lambda asked: answer(asked.wrapped(WIRES[vendor].record(2))))
    assert type(error) is UnexpectedResponseError


@pytest.mark.parametrize("vendor", BY_DETAIL)
@pytest.mark.parametrize("id", [None, "", 5, []], ids=repr)
def test_a_session_without_an_identifier_is_an_error(vendor: str, id: Any) -> None:
    record = {**WIRES[vendor].record(1), WIRES[vendor].id_key: id}
    assert type(got(vendor, lambda asked: answer(asked.wrapped(record)))) is UnexpectedResponseError


@pytest.mark.parametrize("vendor", BY_LIST)
def test_a_session_in_a_list_with_a_bad_record_is_found(vendor: str) -> None:
    def says(asked: Asked) -> Answer:
        records = [None, WIRES[vendor].record(1), {}]
        return answer(put(asked.honest, RECORDS[vendor], records))

    session = got(vendor, says)
    assert isinstance(session, Session)


@pytest.mark.parametrize("vendor", BY_LIST)
def test_where_it_is_not_found_beside_a_bad_record_that_record_is_the_error(vendor: str) -> None:
    """It may be that one."""

    def says(asked: Asked) -> Answer:
        return answer(
            put(asked.honest, RECORDS[vendor], [WIRES[vendor].record(0), {"marked": 1}, WIRES[vendor].record(2)])
        )

    assert type(got(vendor, says)) is InvalidRecordError


@pytest.mark.parametrize("vendor", BY_LIST)
def test_an_empty_list_is_not_found(vendor: str) -> None:
    wire = WIRES[vendor]
    assert type(got(vendor, lambda asked: answer(wire.envelope([], asked.request)))) is NotFoundError


@pytest.mark.parametrize("code", [1008, 1014, 1216])
def test_akools_not_found_at_http_200_is_not_found(code: int) -> None:
    assert type(got("akool", lambda asked: answer({"code": code, "msg": "none", "data": None}))) is NotFoundError
