"""A page in terms that are the same for all vendors; and what is left of it where a record is not as documented."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsessions.sources import Envelope, UnreadableError

from .records import SOURCES, VENDORS, envelope, record, salvaged

PLACES = {"akool": "data.result", "anam": "data", "elizaos": "sessions", "konpro": "data"}

# A field that every record of the vendor has, of another type than documented.
WRONG: dict[str, tuple[str, Any, str]] = {
    "akool": ("uid", "101400", "expected a number, found a string"),
    "anam": ("clientLabel", 5, "expected a string, found a number"),
    "elizaos": ("renewalCount", [1], "expected a number, found a list"),
    "konpro": ("duration", "93", "expected a number, found a string"),
}


def answer(vendor: str, records: object, total: int | None = 250) -> dict[str, Any]:
    """A list answer: page 1 of several, where the vendor has pages."""
    match vendor:
        case "akool":
            return {"code": 1000, "msg": "OK", "data": {"count": total, "result": records}}
        case "anam":
            return {"data": records, "meta": {"total": total, "lastPage": 3, "currentPage": 1, "prev": None, "next": 2}}
        case "elizaos":
            return {"sessions": records, "total": total, "stats": {"totalSessions": 9, "activeSessions": total}}
        case _:
            return {"total": total, "page": 1, "page_size": 100, "next_pagination_token": "t2", "data": records}


def told(found: Envelope) -> tuple[object, ...]:
    return (found.total, found.token, found.promised, found.last_page, found.paged, found.missing)


TOLD: dict[str, tuple[object, ...]] = {
    "akool": (250, None, None, None, True, None),
    "anam": (250, None, True, 3, True, None),
    "elizaos": (250, None, None, None, False, None),
    "konpro": (250, "t2", True, None, True, None),
}


def places(found: Envelope) -> list[str]:
    return [place for place, _ in found.records]


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_envelope_tells_its_records_total_and_what_follows(vendor: str) -> None:
    found = envelope(vendor, answer(vendor, [record(vendor), record(vendor)]))
    assert places(found) == [f"{PLACES[vendor]}[0]", f"{PLACES[vendor]}[1]"]
    assert told(found) == TOLD[vendor]
    assert (found.invalid, found.length) == ((), 2)


@pytest.mark.parametrize("vendor", VENDORS)
def test_raw_is_the_typed_envelope(vendor: str) -> None:
    sent = answer(vendor, [])
    assert envelope(vendor, sent).raw.to_dict() == sent


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_empty_list_is_not_missing(vendor: str) -> None:
    found = envelope(vendor, answer(vendor, []))
    assert (found.records, found.missing) == ((), None)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_list_that_is_null_is_missing(vendor: str) -> None:
    assert envelope(vendor, answer(vendor, None)).missing == PLACES[vendor]


@pytest.mark.parametrize(
    ("vendor", "sent"),
    [
        ("akool", {"code": 1000}),
        ("akool", {"code": 1000, "msg": "OK", "data": None}),
        ("akool", {"code": 1000, "data": {"count": 5}}),
        ("anam", {}),
        ("anam", {"meta": {"total": 5}}),
        ("elizaos", {}),
        ("elizaos", {"total": 5}),
        ("konpro", {}),
        ("konpro", {"sessions": None}),
    ],
)
def test_a_list_that_is_not_there_is_missing(vendor: str, sent: dict[str, Any]) -> None:
    assert envelope(vendor, sent).missing == PLACES[vendor]


@pytest.mark.parametrize("sent", [{"data": {"result": []}}, {"code": None, "data": {"result": []}}])
def test_akool_without_a_code_is_unreadable(sent: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError) as caught:
        envelope("akool", sent)
    assert caught.value.path == "code"


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize(("sent", "total"), [(0, 0), (7, 7), (None, None), (-1, None), (10**30, 10**30)])
def test_a_total_is_what_the_vendor_says_unless_it_cannot_be(vendor: str, sent: int | None, total: int | None) -> None:
    assert envelope(vendor, answer(vendor, [], total=sent)).total == total


@pytest.mark.parametrize(("sent", "total"), [(7.0, 7), (1e400, None)])
def test_konpro_total_is_any_number(sent: float, total: int | None) -> None:
    # JSON's 1e400 becomes infinity.
    assert envelope("konpro", {"data": [], "total": sent}).total == total


@pytest.mark.parametrize(
    ("meta", "promised", "last_page"),
    [
        ({"next": 2, "lastPage": 3}, True, 3),
        ({"next": None, "lastPage": 3}, False, 3),
        ({"lastPage": 3}, None, 3),
        ({"next": 2, "lastPage": -1}, True, None),
        ({}, None, None),
        (None, None, None),
    ],
)
def test_anam_next_null_is_an_end_and_no_next_says_nothing(
    meta: dict[str, Any] | None, promised: bool | None, last_page: int | None
) -> None:
    found = envelope("anam", {"data": [], "meta": meta})
    assert (found.promised, found.last_page) == (promised, last_page)


@pytest.mark.parametrize(
    ("more", "token", "promised"),
    [
        ({"next_pagination_token": "t2"}, "t2", True),
        ({"next_pagination_token": ""}, None, False),
        ({"next_pagination_token": None}, None, False),
        ({}, None, None),
    ],
)
def test_konpro_has_more_where_there_is_a_token(more: dict[str, Any], token: str | None, promised: bool | None) -> None:
    found = envelope("konpro", {"data": [], **more})
    assert (found.token, found.promised) == (token, promised)


def test_konpro_second_shape_has_no_pages() -> None:
    found = envelope("konpro", {"sessions": [record("konpro")]})
    assert places(found) == ["sessions[0]"]
    assert (found.paged, found.missing, found.total) == (False, None, None)


@pytest.mark.parametrize("beside", [{"page": 1}, {"page_size": 100}, {"total": 1}])
def test_konpro_second_shape_has_pages_where_it_counts_them(beside: dict[str, int]) -> None:
    assert envelope("konpro", {"sessions": [record("konpro")], **beside}).paged


def test_konpro_second_shape_may_be_a_page_where_it_has_just_the_length_of_one() -> None:
    assert envelope("konpro", {"sessions": [record("konpro")] * 100}).paged
    assert not envelope("konpro", {"sessions": [record("konpro")] * 101}).paged


def test_konpro_second_shape_has_pages_where_it_has_a_token() -> None:
    found = envelope("konpro", {"sessions": [record("konpro")], "next_pagination_token": "t2"})
    assert (found.paged, found.token) == (True, "t2")


def test_konpro_records_of_both_lists_are_read_where_both_are_there() -> None:
    found = envelope("konpro", {"sessions": [record("konpro")], "data": [record("konpro")]})
    assert [place for place, _ in found.records] == ["data[0]", "sessions[0]"]
    assert (found.paged, found.missing) == (True, None)


@pytest.mark.parametrize("data", [[], [record("konpro")]], ids=["none", "some"])
def test_konpro_a_bad_record_of_one_list_costs_no_other_of_either(data: list[Any]) -> None:
    found = salvaged("konpro", {"data": data, "sessions": [record("konpro"), {"session_id": 7}, record("konpro")]})
    wanted = [f"data[{number}]" for number in range(len(data))] + ["sessions[0]", "sessions[2]"]
    assert [place for place, _ in found.records] == wanted
    assert [error.path for error in found.invalid] == ["sessions[1].session_id"]
    assert found.left_out == {}


# One bad record costs one record


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("bad", [0, 1, 3])
def test_one_bad_record_costs_one_record(vendor: str, bad: int) -> None:
    field, value, reason = WRONG[vendor]
    records = [record(vendor, **({field: value} if number == bad else {})) for number in range(4)]
    found = salvaged(vendor, answer(vendor, records))
    (lost,) = found.invalid
    assert places(found) == [f"{PLACES[vendor]}[{number}]" for number in range(4) if number != bad]
    assert (lost.path, lost.record) == (f"{PLACES[vendor]}[{bad}].{field}", records[bad])
    assert (lost.source, lost.vendor) == (vendor, vendor)
    assert f"{lost.path}: {reason}" in str(lost)
    assert found.length == 4


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_salvaged_page_still_tells_total_and_what_follows(vendor: str) -> None:
    field, value, _ = WRONG[vendor]
    assert told(salvaged(vendor, answer(vendor, [record(vendor, **{field: value})]))) == TOLD[vendor]


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("item", [None, "text", 5, [], True])
def test_an_item_that_is_no_object_is_a_bad_record(vendor: str, item: Any) -> None:
    found = salvaged(vendor, answer(vendor, [item, record(vendor)]))
    assert [(lost.path, lost.record) for lost in found.invalid] == [(f"{PLACES[vendor]}[0]", item)]
    assert places(found) == [f"{PLACES[vendor]}[1]"]


def test_a_bad_field_deep_inside_is_named_by_its_whole_path() -> None:
    bad = record("akool", credentials={"livekit_token": 5})
    (lost,) = salvaged("akool", answer("akool", [record("akool"), bad])).invalid
    assert lost.path == "data.result[1].credentials.livekit_token"


def test_a_bad_record_is_in_no_text_of_its_error() -> None:
    bad = record("akool", uid="secret-in-the-wrong-place")
    (lost,) = salvaged("akool", answer("akool", [bad])).invalid
    assert "secret-in-the-wrong-place" not in str(lost) + repr(lost)


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("records", [{}, "text", 5, True])
def test_a_list_that_is_none_cannot_be_salvaged(vendor: str, records: Any) -> None:
    with pytest.raises(SOURCES[vendor].decode_error) as caught:
        salvaged(vendor, answer(vendor, records))
    assert getattr(caught.value, "path", None) == PLACES[vendor]


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("document", [[], "text", 5, None, True])
def test_an_answer_that_is_no_object_cannot_be_salvaged(vendor: str, document: Any) -> None:
    with pytest.raises(SOURCES[vendor].decode_error):
        salvaged(vendor, document)


@pytest.mark.parametrize("data", [[], "", 5])
def test_akool_data_that_is_no_object_cannot_be_salvaged(data: Any) -> None:
    with pytest.raises(SOURCES["akool"].decode_error) as caught:
        salvaged("akool", {"code": 1000, "data": data})
    assert getattr(caught.value, "path", None) == "data"


@pytest.mark.parametrize("more", [{}, {"data": None}], ids=["no data", "data null"])
def test_konpro_second_shape_is_salvaged_too(more: dict[str, Any]) -> None:
    found = salvaged("konpro", {"sessions": [record("konpro"), record("konpro", status=5)], **more})
    assert places(found) == ["sessions[0]"]
    assert [lost.path for lost in found.invalid] == ["sessions[1].status"]
    assert found.paged is False


@given(vendor=st.sampled_from(VENDORS), bad=st.lists(st.booleans(), max_size=8))
def test_every_record_is_either_read_or_invalid(vendor: str, bad: Sequence[bool]) -> None:
    field, value, _ = WRONG[vendor]
    records = [record(vendor, **({field: value} if wrong else {})) for wrong in bad]
    found = salvaged(vendor, answer(vendor, records))
    assert [lost.record for lost in found.invalid] == [item for item, wrong in zip(records, bad, strict=True) if wrong]
    assert [read.to_dict().keys() for _, read in found.records] == [record(vendor).keys()] * bad.count(False)
