"""Each vendor's page becomes an Envelope; values that are not as documented cost only themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given as drawn
from hypothesis import strategies as st

from allsessions import KonPro
from allsessions.source import Envelope, Filters, Position, UnreadableError
from konpro_client.models import SessionHistory
from konpro_client.types import given
from tests.answers import answered

from .records import SOURCES, VENDORS, envelope, record

PLACES = {"akool": "data.result", "anam": "data", "elizaos": "sessions", "konpro": "data"}

# A field that every record of the vendor has, of another type than documented.
WRONG: Mapping[str, tuple[str, Any]] = {
    "akool": ("uid", "101400"),
    "anam": ("clientLabel", 5),
    "elizaos": ("renewalCount", [1]),
    "konpro": ("duration", "93"),
}
PAGING: Mapping[str, tuple[object, ...]] = {
    "akool": (250, None, None, None, True),
    "anam": (250, None, True, 3, True),
    "elizaos": (250, None, None, None, False),
    "konpro": (250, "t2", True, None, True),
}
"""Total, token, has_more, last_page and paged of the page that `answer` makes."""


ODD_LISTS: list[Any] = [{}, "text", None]


def answer(vendor: str, records: object, total: object = 250) -> dict[str, Any]:
    """A list answer: page 1 of several, where the vendor has pages."""
    match vendor:
        case "akool":
            return {"code": 1000, "msg": "OK", "data": {"count": total, "result": records}}
        case "anam":
            return {"data": records, "meta": {"total": total, "lastPage": 3, "currentPage": 1, "prev": None, "next": 2}}
        case "elizaos":
            return {"sessions": records, "total": total, "stats": {"totalSessions": 9, "activeSessions": 3}}
        case _:
            return {"total": total, "page": 1, "page_size": 100, "next_pagination_token": "t2", "data": records}


def paging(found: Envelope) -> tuple[object, ...]:
    return (found.total, found.token, found.has_more, found.last_page, found.paged)


def places(found: Envelope) -> list[str]:
    """Return the places of the items that are records."""
    return [place for place, record in found.items if record is not None]


def invalid(found: Envelope) -> dict[str, Any]:
    """Return the items that are not, by their places."""
    return {place: found.invalid_fields[place] for place, record in found.items if record is None}


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_envelope_has_the_records_total_and_what_follows(vendor: str) -> None:
    found = envelope(vendor, answer(vendor, [record(vendor), record(vendor)]))
    assert places(found) == [f"{PLACES[vendor]}[0]", f"{PLACES[vendor]}[1]"]
    assert (paging(found), found.length) == (PAGING[vendor], 2)
    empty = envelope(vendor, answer(vendor, []))
    assert (empty.length, empty.missing_field, empty.raw.to_dict()) == (0, None, answer(vendor, []))


@pytest.mark.parametrize(
    ("vendor", "sent"),
    [
        *((vendor, answer(vendor, none)) for vendor in VENDORS for none in ODD_LISTS),
        ("akool", {"code": 1000}),
        ("akool", {"code": 1000, "msg": "OK", "data": None}),
        ("akool", {"code": 1000, "data": []}),
        ("akool", {"code": 1000, "data": {"count": 5}}),
        ("anam", {"meta": {"total": 5}}),
        ("elizaos", {"total": 5}),
        ("konpro", {"sessions": None}),
    ],
)
def test_a_list_that_is_not_there_is_missing(vendor: str, sent: dict[str, Any]) -> None:
    found = envelope(vendor, sent)
    assert (found.length, found.missing_field) == (0, PLACES[vendor])
    assert found.raw.to_dict() == sent


def test_akool_without_a_readable_code_is_unreadable() -> None:
    for code in (None, "1000", [1000], 1000.5, True):
        with pytest.raises(UnreadableError, match="'code'"):
            envelope("akool", {"code": code, "data": {"result": []}})
    with pytest.raises(UnreadableError, match="'code'"):
        envelope("akool", {"data": {"result": []}})


def test_a_total_is_what_the_vendor_says_unless_it_cannot_be() -> None:
    cases = [(0, 0), (7, 7), (10**30, 10**30), (None, None), (-1, None), ("many", None), (True, None)]
    for vendor in VENDORS:
        for sent, total in cases:
            found = envelope(vendor, answer(vendor, [], total=sent))
            assert (found.total, found.next_page_error) == (total, None), (vendor, sent)
    # KonPro documents any number. JSON's 1e400 is infinity.
    assert [envelope("konpro", {"data": [], "total": sent}).total for sent in (7.0, 7.5, 1e400)] == [7, None, None]


@pytest.mark.parametrize(
    ("meta", "has_more", "last_page"),
    [
        ({"next": 2, "lastPage": 3}, True, 3),
        ({"next": None, "lastPage": 3}, False, 3),
        ({"lastPage": 3}, None, 3),
        ({"next": 2, "lastPage": -1}, True, None),
        ({"next": "2", "lastPage": "3"}, None, None),
        (None, None, None),
        ([1], None, None),
    ],
)
def test_anam_next_null_is_an_end_and_no_next_says_nothing(meta: Any, has_more: bool, last_page: int) -> None:
    found = envelope("anam", {"data": [], "meta": meta})
    assert (found.has_more, found.last_page, found.missing_field) == (has_more, last_page, None)


@pytest.mark.parametrize(
    ("more", "token", "has_more"),
    [
        ({"next_pagination_token": "t2"}, "t2", True),
        ({"next_pagination_token": ""}, None, False),
        ({"next_pagination_token": None}, None, False),
        ({}, None, None),
    ],
)
def test_konpro_has_more_where_there_is_a_token(more: dict[str, Any], token: str | None, has_more: bool) -> None:
    found = envelope("konpro", {"data": [], **more})
    assert (found.token, found.has_more, found.next_page_error) == (token, has_more, None)


def test_konpro_a_token_that_cannot_be_read_is_an_error() -> None:
    for token in (5, ["t2"], {"t": 2}, True):
        found = envelope("konpro", {"data": [], "next_pagination_token": token})
        assert found.next_page_error == ("next_pagination_token", "is not of its documented type"), token


def test_konpro_second_list_has_pages_only_if_something_says_so() -> None:
    one = [record("konpro")]
    alone = envelope("konpro", {"sessions": one})
    assert (places(alone), alone.paged, alone.missing_field, alone.total) == (["sessions[0]"], False, None, None)
    for said in ({"page": 1}, {"page_size": 100}, {"total": 1}, {"total": "many"}, {"next_pagination_token": "t"}):
        assert envelope("konpro", {"sessions": one, **said}).paged, said
    assert envelope("konpro", {"sessions": one * 100}).paged, "a full page"
    assert not envelope("konpro", {"sessions": one * 101}).paged, "more than a page"


def test_konpro_both_lists_are_read_but_for_bad_records() -> None:
    both = envelope("konpro", {"data": [record("konpro")], "sessions": [record("konpro"), 7, record("konpro")]})
    assert places(both) == ["data[0]", "sessions[0]", "sessions[2]"]
    assert invalid(both) == {"sessions[1]": 7}
    nothing: list[dict[str, Any]] = [{}, {"data": None}]
    for data in nothing:
        found = envelope("konpro", {"sessions": [record("konpro"), "text"], **data})
        assert (places(found), invalid(found)) == (["sessions[0]"], {"sessions[1]": "text"})
        assert (found.paged, found.missing_field) == (False, None)
    for data in [*nothing, {"data": []}, {"data": [record("konpro")]}]:
        assert envelope("konpro", {"sessions": "text", **data}).missing_field == "sessions"


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
    lost = ("next_pagination_token", "is missing, though the vendor says that more follows")
    for token, error in (("t", None), (None, lost), ("", lost)):
        assert answered(source, request, {"data": [], "next_pagination_token": token}).next_page_error == error


ITEMS: st.SearchStrategy[Any] = st.sampled_from(["good", "odd", None, 5, "text", [1], True])


@drawn(vendor=st.sampled_from(VENDORS), items=st.lists(ITEMS, max_size=8))
def test_every_item_is_either_a_record_or_invalid(vendor: str, items: Sequence[Any]) -> None:
    field, value = WRONG[vendor]
    made = {"good": record(vendor), "odd": record(vendor, **{field: value})}
    sent = [made.get(item, item) if isinstance(item, str) else item for item in items]
    found = envelope(vendor, answer(vendor, sent))
    at = {f"{PLACES[vendor]}[{number}]": item for number, item in enumerate(items)}
    objects = [place for place, item in at.items() if item in ("good", "odd")]
    assert places(found) == objects
    assert invalid(found) == {place: item for place, item in at.items() if place not in objects}
    odd = {f"{place}.{field}": value for place in objects if at[place] == "odd"}
    assert {place: found.invalid_fields.get(place) for place in odd} == odd
    assert (found.length, paging(found)) == (len(items), PAGING[vendor])


def test_an_odd_field_deep_inside_is_named_by_its_whole_path() -> None:
    odd = record("akool", credentials={"livekit_token": ["s3cret"]})
    found = envelope("akool", answer("akool", [record("akool"), odd]))
    assert found.invalid_fields == {"data.result[1].credentials.livekit_token": ["s3cret"]}
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_answer_that_is_not_an_object_is_refused(vendor: str) -> None:
    for document in [[], "text", 5, *ODD_LISTS[2:], True]:
        with pytest.raises(SOURCES[vendor].client_package.DecodeError) as caught:
            envelope(vendor, document)
        assert getattr(caught.value, "expected", None) == "an object"
