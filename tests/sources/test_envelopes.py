"""A page in terms that are the same for all vendors; and what it makes of values that are not as documented."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsessions.source import Envelope, UnreadableError

from .records import ABSENT, SOURCES, VENDORS, envelope, record

PLACES = {"akool": "data.result", "anam": "data", "elizaos": "sessions", "konpro": "data"}

# A field that every record of the vendor has, of another type than documented.
WRONG: dict[str, tuple[str, Any]] = {
    "akool": ("uid", "101400"),
    "anam": ("clientLabel", 5),
    "elizaos": ("renewalCount", [1]),
    "konpro": ("duration", "93"),
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
    return (found.total, found.token, found.has_more, found.last_page, found.paged, found.missing_field)


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
    assert (found.records, found.missing_field) == ((), None)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_list_that_is_null_is_missing(vendor: str) -> None:
    assert envelope(vendor, answer(vendor, None)).missing_field == PLACES[vendor]


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
    assert envelope(vendor, sent).missing_field == PLACES[vendor]


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
    ("meta", "has_more", "last_page"),
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
    meta: dict[str, Any] | None, has_more: bool | None, last_page: int | None
) -> None:
    found = envelope("anam", {"data": [], "meta": meta})
    assert (found.has_more, found.last_page) == (has_more, last_page)


@pytest.mark.parametrize(
    ("more", "token", "has_more"),
    [
        ({"next_pagination_token": "t2"}, "t2", True),
        ({"next_pagination_token": ""}, None, False),
        ({"next_pagination_token": None}, None, False),
        ({}, None, None),
    ],
)
def test_konpro_has_more_where_there_is_a_token(more: dict[str, Any], token: str | None, has_more: bool | None) -> None:
    found = envelope("konpro", {"data": [], **more})
    assert (found.token, found.has_more) == (token, has_more)


def test_konpro_second_shape_has_no_pages() -> None:
    found = envelope("konpro", {"sessions": [record("konpro")]})
    assert places(found) == ["sessions[0]"]
    assert (found.paged, found.missing_field, found.total) == (False, None, None)


@pytest.mark.parametrize("beside", [{"page": 1}, {"page_size": 100}, {"total": 1}, {"total": "many"}])
def test_konpro_second_shape_has_pages_where_it_counts_them(beside: dict[str, int]) -> None:
    assert envelope("konpro", {"sessions": [record("konpro")], **beside}).paged


def test_konpro_second_shape_may_be_a_full_page() -> None:
    assert envelope("konpro", {"sessions": [record("konpro")] * 100}).paged
    assert not envelope("konpro", {"sessions": [record("konpro")] * 101}).paged


def test_konpro_second_shape_has_pages_where_it_has_a_token() -> None:
    found = envelope("konpro", {"sessions": [record("konpro")], "next_pagination_token": "t2"})
    assert (found.paged, found.token) == (True, "t2")


def test_konpro_records_of_both_lists_are_read() -> None:
    found = envelope("konpro", {"sessions": [record("konpro")], "data": [record("konpro")]})
    assert [place for place, _ in found.records] == ["data[0]", "sessions[0]"]
    assert (found.paged, found.missing_field) == (True, None)


@pytest.mark.parametrize("data", [[], [record("konpro")]], ids=["none", "some"])
def test_konpro_a_bad_record_costs_no_other(data: list[Any]) -> None:
    found = envelope("konpro", {"data": data, "sessions": [record("konpro"), 7, record("konpro")]})
    wanted = [f"data[{number}]" for number in range(len(data))] + ["sessions[0]", "sessions[2]"]
    assert [place for place, _ in found.records] == wanted
    assert [error.path for error in found.invalid] == ["sessions[1]"]


@pytest.mark.parametrize("more", [{}, {"data": None}], ids=["no data", "data null"])
def test_konpro_an_item_that_is_no_object_is_a_bad_record(more: dict[str, Any]) -> None:
    found = envelope("konpro", {"sessions": [record("konpro"), "text"], **more})
    assert places(found) == ["sessions[0]"]
    assert [(lost.path, lost.record) for lost in found.invalid] == [("sessions[1]", "text")]
    assert found.paged is False


# An odd value costs only itself


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("odd", [0, 1, 3])
def test_a_record_with_an_odd_field_is_a_record(vendor: str, odd: int) -> None:
    field, value = WRONG[vendor]
    records = [record(vendor, **({field: value} if number == odd else {})) for number in range(4)]
    found = envelope(vendor, answer(vendor, records))
    assert places(found) == [f"{PLACES[vendor]}[{number}]" for number in range(4)]
    assert (found.invalid, found.length) == ((), 4)
    assert found.invalid_fields == {f"{PLACES[vendor]}[{odd}].{field}": value}


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_page_with_an_odd_field_still_tells_its_total(vendor: str) -> None:
    field, value = WRONG[vendor]
    assert told(envelope(vendor, answer(vendor, [record(vendor, **{field: value})]))) == TOLD[vendor]


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("item", [None, "text", 5, [], True])
def test_an_item_that_is_no_object_is_a_bad_record(vendor: str, item: Any) -> None:
    found = envelope(vendor, answer(vendor, [item, record(vendor)]))
    (lost,) = found.invalid
    assert (lost.path, lost.record) == (f"{PLACES[vendor]}[0]", item)
    assert (lost.source, lost.vendor) == (vendor, vendor)
    assert f"{lost.path}: expected an object" in str(lost)
    assert places(found) == [f"{PLACES[vendor]}[1]"]
    assert found.length == 2


def test_an_odd_field_deep_inside_is_named_by_its_whole_path() -> None:
    odd = record("akool", credentials={"livekit_token": 5})
    found = envelope("akool", answer("akool", [record("akool"), odd]))
    assert found.invalid_fields == {"data.result[1].credentials.livekit_token": 5}


def test_a_bad_record_is_in_no_text_of_its_error() -> None:
    (lost,) = envelope("akool", answer("akool", ["secret-in-the-wrong-place"])).invalid
    assert "secret-in-the-wrong-place" not in str(lost) + repr(lost)


def test_odd_values_are_not_in_the_repr_of_an_envelope() -> None:
    found = envelope("akool", answer("akool", [record("akool", uid="secret-in-the-wrong-place")]))
    assert "secret-in-the-wrong-place" not in repr(found)


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("records", [{}, "text", 5, True])
def test_what_is_in_place_of_the_list_and_is_none_is_missing(vendor: str, records: Any) -> None:
    sent = answer(vendor, records)
    found = envelope(vendor, sent)
    assert (found.records, found.invalid, found.missing_field) == ((), (), PLACES[vendor])
    assert found.raw.to_dict() == sent


@pytest.mark.parametrize("data", [[], [record("konpro")], None, ABSENT], ids=["none", "some", "null", "absent"])
def test_konpro_a_second_list_that_is_none_is_missing(data: Any) -> None:
    sent = {"sessions": "text", "data": data}
    assert envelope("konpro", {name: value for name, value in sent.items() if value is not ABSENT}).missing_field


@pytest.mark.parametrize("data", [[], "", 5])
def test_akool_has_no_list_where_data_is_no_object(data: Any) -> None:
    assert envelope("akool", {"code": 1000, "data": data}).missing_field == "data.result"


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("document", [[], "text", 5, None, True])
def test_an_answer_that_is_no_object_is_not_read(vendor: str, document: Any) -> None:
    with pytest.raises(SOURCES[vendor].client_package.DecodeError) as caught:
        envelope(vendor, document)
    assert getattr(caught.value, "expected", None) == "an object"


ODD_BESIDE: list[tuple[str, dict[str, Any], str, object]] = [
    ("akool", {"code": 1000, "data": {"count": "many", "result": []}}, "total", None),
    ("anam", {"data": [], "meta": {"total": "many", "next": None}}, "total", None),
    ("anam", {"data": [], "meta": {"lastPage": "3", "next": None}}, "last_page", None),
    ("anam", {"data": [], "meta": {"perPage": [3], "next": None}}, "total", None),
    ("anam", {"data": [], "meta": {"next": "2"}}, "has_more", None),
    ("anam", {"data": [], "meta": [1]}, "has_more", None),
    ("elizaos", {"sessions": [], "total": True}, "total", None),
    ("konpro", {"data": [], "total": "many"}, "total", None),
    ("konpro", {"data": [], "page": [1]}, "last_page", None),
    ("konpro", {"data": [], "page_size": {}}, "total", None),
]


def test_a_number_beside_the_records_that_is_none_says_nothing() -> None:
    wrong: list[object] = []
    for vendor, sent, said, value in ODD_BESIDE:
        found = envelope(vendor, sent)
        if getattr(found, said) != value or found.missing_field or found.next_page_error or found.raw.to_dict() != sent:
            wrong.append((vendor, sent, found))
    assert not wrong


@pytest.mark.parametrize("token", [5, ["t2"], {"t": 2}, True])
def test_konpro_a_token_that_cannot_be_read_is_lost(token: Any) -> None:
    assert envelope("konpro", {"data": [], "next_pagination_token": token}).next_page_error == (
        "next_pagination_token",
        "is not of its documented type",
    )


@pytest.mark.parametrize("code", ["1000", [1000], 1000.5, True])
def test_akool_with_a_code_that_cannot_be_read_is_unreadable(code: Any) -> None:
    with pytest.raises(UnreadableError) as caught:
        envelope("akool", {"code": code, "data": {"result": []}})
    assert caught.value.path == "code"


ITEMS: st.SearchStrategy[Any] = st.sampled_from(["good", "odd", None, 5, "text", [1]])


@given(vendor=st.sampled_from(VENDORS), items=st.lists(ITEMS, max_size=8))
def test_every_item_is_either_a_record_or_invalid(vendor: str, items: Sequence[Any]) -> None:
    field, value = WRONG[vendor]
    made = {"good": record(vendor), "odd": record(vendor, **{field: value})}
    found = envelope(
        vendor, answer(vendor, [made.get(item, item) if isinstance(item, str) else item for item in items])
    )
    places = [f"{PLACES[vendor]}[{number}]" for number in range(len(items))]
    at = dict(zip(places, items, strict=True))
    assert {lost.path: lost.record for lost in found.invalid} == {
        place: item for place, item in at.items() if item not in ("good", "odd")
    }
    assert [place for place, _ in found.records] == [place for place, item in at.items() if item in ("good", "odd")]
    assert [read.to_dict().keys() for _, read in found.records] == [record(vendor).keys()] * len(found.records)
