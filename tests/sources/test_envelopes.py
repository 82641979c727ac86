"""Each vendor's page becomes an Envelope. An undocumented value does not affect other values."""

from typing import Any

from attrs import frozen

from allsessions import KonPro
from allsessions.source import Envelope, Filters, Position
from konpro_client import given
from konpro_client.models import SessionHistory

from .records import VENDORS, answered, envelope, record

PLACES = {"akool": "data.result", "anam": "data", "elizaos": "sessions", "konpro": "data"}


def answer(vendor: str, records: object, total: object = 250) -> dict[str, Any]:
    """Return a list answer: page 1 of several if the vendor has pages."""
    return {
        "akool": {"code": 1000, "msg": "OK", "data": {"count": total, "result": records}},
        "anam": {"data": records, "meta": {"total": total, "lastPage": 3, "currentPage": 1, "prev": None, "next": 2}},
        "elizaos": {"sessions": records, "total": total, "stats": {"totalSessions": 9, "activeSessions": 3}},
        "konpro": {"total": total, "page": 1, "page_size": 100, "next_pagination_token": "t2", "data": records},
    }[vendor]


def places(found: Envelope) -> list[str]:
    """Return the places of the items that are objects."""
    return [place for place, record in found.items.items() if record is not None]


def test_a_total_is_what_the_vendor_says_unless_it_cannot_be() -> None:
    for vendor in VENDORS:
        for sent, total in ((0, 0), (10**30, 10**30), (-1, None), ("many", None), (True, None)):
            found = envelope(vendor, answer(vendor, [], total=sent))
            assert (found.total, found.next_page_error) == (total, None), (vendor, sent)
    # KonPro documents the total as a number, not an integer. Python reads JSON's 1e400 as infinity.
    assert [envelope("konpro", {"data": [], "total": sent}).total for sent in (7.0, 7.5, 1e400)] == [7, None, None]


def test_anam_next_null_is_an_end_and_no_next_says_nothing() -> None:
    cases: list[tuple[Any, bool | None, int | None]] = [
        *(({"next": 2, "lastPage": 3}, True, 3), ({"next": None, "lastPage": 3}, False, 3), ({"lastPage": 3}, None, 3)),
        *(({"next": 2, "lastPage": -1}, True, None), ({"next": "2", "lastPage": "3"}, None, None)),
        *((None, None, None), ([1], None, None)),
    ]
    for meta, has_more, last_page in cases:
        found = envelope("anam", {"data": [], "meta": meta})
        assert (found.has_more, found.last_page, found.next_page_error) == (has_more, last_page, None), meta


def test_konpro_has_more_where_there_is_a_token() -> None:
    name = "next_pagination_token"
    for more, token, has_more in (({name: "t2"}, "t2", True), ({name: ""}, None, False), ({}, None, None)):
        found = envelope("konpro", {"data": [], **more})
        assert (found.token, found.has_more, found.next_page_error) == (token, has_more, None)
    for odd in (5, ["t2"], {"t": 2}, True):
        found = envelope("konpro", {"data": [], name: odd})
        assert found.next_page_error == (name, "the token of the next page is missing or not valid"), odd


def test_konpro_second_list_has_pages_only_if_something_says_so() -> None:
    one = [record("konpro")]
    alone = envelope("konpro", {"sessions": one})
    assert (places(alone), alone.has_more, alone.next_page_error, alone.total) == (["sessions[0]"], False, None, None)
    for said in ({"page": 1}, {"page_size": 100}, {"total": 1}, {"total": "many"}, {"next_pagination_token": "t"}):
        assert envelope("konpro", {"sessions": one, **said}).has_more is not False, said


def test_konpro_both_lists_are_read_but_for_bad_records() -> None:
    both = envelope("konpro", {"data": [record("konpro")], "sessions": [record("konpro"), 7, record("konpro")]})
    assert places(both) == ["data[0]", "sessions[0]", "sessions[2]"]
    assert both.response.invalid_fields == {"sessions[1]": 7}
    for data in (None, [], [record("konpro")]):
        lost = envelope("konpro", {"sessions": "text", "data": data}).next_page_error
        assert lost == ("sessions", "expected a list of sessions")


@frozen(kw_only=True)
class Promising(KonPro):
    """A vendor with tokens whose pages always say that more follows."""

    def envelope(self, parsed: SessionHistory) -> Envelope:
        token = given(parsed.next_pagination_token)
        return Envelope(records={"data": given(parsed.data)}, token=token, has_more=True)


def test_a_missing_token_is_an_error_if_more_follows() -> None:
    source = Promising(api_key="k")
    request = source.list_request(Filters(), Position(3), 10)
    assert request.description == "listing sessions, page 3"
    lost = ("next_pagination_token", "the token of the next page is missing or not valid")
    for token, error in (("t", None), (None, lost), ("", lost)):
        assert answered(source, request, {"data": [], "next_pagination_token": token}).next_page_error == error
