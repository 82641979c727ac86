"""What every source does of itself, from what its class says: shown by one that says no more than it must."""

from typing import Any, ClassVar

import httpx
import pytest
from attrs import field, frozen

import konpro_client
from allsessions import Session, Status
from allsessions.source import (
    Capabilities,
    Envelope,
    Filters,
    Position,
    RecordReader,
    Source,
    UnreadableError,
    VendorError,
    built_in_class,
    built_in_vendors,
    optional_credential,
)
from allsessions.source.plugins import lacking
from konpro_client.api.sessions import list_sessions
from konpro_client.models import ErrorResponse, SessionHistory
from konpro_client.models import Session as Record
from konpro_client.types import given
from tests.answers import answered


@frozen(kw_only=True)
class Plain(Source):
    """A vendor that pages by token; a page number in the answer says that more follows."""

    vendor: ClassVar = "plain"
    default_url: ClassVar = "https://plain.example"
    capabilities: ClassVar = Capabilities(scope="history", paging="token", get="list")
    client_package: ClassVar = konpro_client
    list_endpoint: ClassVar = list_sessions
    error_class: ClassVar = ErrorResponse
    records_at: ClassVar = ("data",)
    next_field: ClassVar = "next_pagination_token"
    id_field: ClassVar = "session_id"

    token: str | None = field(default=None, repr=False, validator=optional_credential)

    def arguments(self, filters: Filters, at: Position, size: int) -> dict[str, Any]:
        return {"page_size": size, "token": at.token}

    def envelope(self, parsed: SessionHistory) -> Envelope:
        token, has_more = given(parsed.next_pagination_token), parsed.page is not None
        return self.page(parsed, given(parsed.data), token=token, has_more=has_more)

    def session(self, record: Record) -> Session:
        return Session(
            source=self.name,
            vendor=self.vendor,
            raw=record,
            id=self.identifier(RecordReader(record), given(record.session_id)),
            status=Status.UNKNOWN,
        )


PLAIN = Plain()


def envelope(**answer: Any) -> Envelope:
    return answered(PLAIN, PLAIN.list_request(Filters(), Position(), 10), {"data": [], **answer})


@pytest.mark.parametrize("vendor", built_in_vendors())
def test_a_vendors_class_says_all_that_is_asked(vendor: str) -> None:
    assert lacking(built_in_class(vendor)) == []


def test_a_call_says_what_is_asked_by_which_endpoint() -> None:
    request = PLAIN.list_request(Filters(), Position(3, "t"), 10)
    assert (request.description, request.endpoint) == ("listing sessions, page 3", list_sessions.asyncio_detailed)
    assert request.arguments == {"page_size": 10, "token": "t"}


@pytest.mark.parametrize(("token", "sent"), [(None, None), ("t-1", "t-1")])
def test_a_client_has_the_credentials_if_there_are_any(token: str | None, sent: str | None) -> None:
    http = httpx.AsyncClient()
    client = Plain(token=token).connect(http)
    assert getattr(client, "token", None) == sent
    assert client.get_async_httpx_client() is http
    assert client.base_url == "https://plain.example"


def test_a_session_tells_where_it_is_from() -> None:
    record = Record(session_id="s")
    session = Plain(name="p").session(record)
    assert (session.ref, session.vendor, session.raw) == ("p:s", "plain", record)


@pytest.mark.parametrize("record", [Record(), Record(session_id=None), Record(session_id="")])
def test_a_record_without_an_identifier_is_unreadable(record: Record) -> None:
    with pytest.raises(UnreadableError) as caught:
        PLAIN.session(record)
    assert (caught.value.path, caught.value.reason) == ("session_id", "is missing, or not an identifier")


def test_a_token_that_is_promised_and_not_there_is_lost() -> None:
    assert envelope(page=1, next_pagination_token="t").next_page_error is None  # a page's
    assert envelope(page=None, next_pagination_token=None).next_page_error is None
    for answer in ({"page": 1}, {"page": 1, "next_pagination_token": None}, {"page": 1, "next_pagination_token": ""}):
        assert envelope(**answer).next_page_error == (
            "next_pagination_token",
            "is missing, though the vendor says that more follows",
        )


def test_an_unreadable_token_is_an_error() -> None:
    found = envelope(page=None, next_pagination_token=5)
    assert found.next_page_error == ("next_pagination_token", "is not of its documented type")


def test_another_field_that_cannot_be_read_is_not_used() -> None:
    found = envelope(page=None, total="many")
    assert (found.next_page_error, found.total, found.invalid_fields) == (None, None, {"total": "many"})


@pytest.mark.parametrize(
    ("body", "vendor_error"),
    [
        ({"error": {"code": "A", "message": "a"}, "code": "B", "message": "b"}, VendorError(code="A", message="a")),
        ({"error": {}, "code": "B", "message": "b"}, VendorError(code="B", message="b")),
        ({"code": "B", "message": "b"}, VendorError(code="B", message="b")),
        ({"error": "a", "message": "b", "request_id": "r"}, VendorError(code="a", message="b", request_id="r")),
        ({"error": "a", "code": "B"}, VendorError(code="B", message="a")),
        ({"error": "a", "code": "B", "message": "b"}, VendorError(code="B", message="b")),
        ({}, VendorError()),
    ],
)
def test_an_errors_usual_shapes_are_read(body: dict[str, Any], vendor_error: VendorError) -> None:
    assert PLAIN.vendor_error(500, ErrorResponse.from_dict(body)) == vendor_error


@pytest.mark.parametrize("value", [[1], {"a": 1}, 1.5])
def test_of_an_error_only_words_and_numbers_are_taken(value: object) -> None:
    odd = ErrorResponse()
    odd.additional_properties = {"code": value, "message": value, "request_id": value}
    assert PLAIN.vendor_error(500, odd) == VendorError()


def test_what_is_no_error_is_no_vendor_error() -> None:
    assert PLAIN.vendor_error(200, SessionHistory()) is None
    assert PLAIN.vendor_error(500, None) is None
