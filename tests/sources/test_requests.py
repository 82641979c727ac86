"""What is asked of each vendor: which filters go along, which do not, and by which endpoint."""

import inspect
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

import akool_client.api.sessions.get_session as akool_get
import akool_client.api.sessions.list_sessions as akool_list
import anam_client.api.sessions.list_sessions as anam_list
import elizaos_client.api.sessions.get_session as elizaos_get
import elizaos_client.api.sessions.list_sessions as elizaos_list
import konpro_client.api.sessions.list_sessions as konpro_list
from allsessions import Status
from allsessions.filters import Filters
from allsessions.source import Position

from .records import SOURCES, VENDORS, list_request

NINE = datetime(2026, 4, 20, 9, tzinfo=UTC)
PERSONA = "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7"

LIST = {"akool": akool_list, "anam": anam_list, "elizaos": elizaos_list, "konpro": konpro_list}
GET = {"akool": akool_get, "elizaos": elizaos_get}

BARE: dict[str, dict[str, Any]] = {
    "akool": {"page": 3, "size": 7},
    "anam": {"page": 3, "per_page": 7},
    "elizaos": {},
    "konpro": {"page": 3, "page_size": 7},
}

ALL_STATUSES = ("pending", "active", "ended", "failed", "unknown")

PUSHED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("akool", {"status": "pending"}, {"status": 1}),
    ("akool", {"status": "active"}, {"status": 2}),
    ("akool", {"status": "ended"}, {"status": 3}),
    ("akool", {"status": "failed"}, {"status": 4}),
    ("akool", {"status": ["active", "active"]}, {"status": 2}),
    ("anam", {"search": "kiosk"}, {"search": "kiosk"}),
    ("anam", {"agent_id": PERSONA}, {"persona_id": UUID(PERSONA)}),
    ("anam", {"agent_id": PERSONA.upper()}, {"persona_id": UUID(PERSONA)}),
    ("anam", {"agent_id": UUID(PERSONA)}, {"persona_id": UUID(PERSONA)}),
    ("anam", {"agent_id": PERSONA, "search": "k"}, {"persona_id": UUID(PERSONA), "search": "k"}),
    ("konpro", {"status": "active"}, {"status": "connected"}),
    ("konpro", {"created_after": NINE}, {"date_from": "2026-04-20T08:59:59Z"}),
    ("konpro", {"created_before": NINE}, {"date_to": "2026-04-20T09:00:01Z"}),
    (
        "konpro",
        {"created_after": NINE.astimezone(timezone(timedelta(hours=9)))},
        {"date_from": "2026-04-20T08:59:59Z"},
    ),
]

NOT_PUSHED: list[tuple[str, dict[str, Any]]] = [
    # Akool takes one number; `unknown` has none.
    ("akool", {"status": "unknown"}),
    ("akool", {"status": ["active", "pending"]}),
    ("akool", {"status": ALL_STATUSES}),
    ("akool", {"created_after": NINE, "created_before": NINE}),
    ("akool", {"user_id": 101400}),
    ("akool", {"search": "6698"}),
    # Anam takes UUIDs alone.
    ("anam", {"agent_id": "cara"}),
    ("anam", {"agent_id": "7c0b4c1e-5a55-4d2f-9a37-3ed5f1b0a00g"}),
    ("anam", {"status": "active"}),
    ("anam", {"created_after": NINE, "created_before": NINE}),
    ("anam", {"search": ""}),
    # KonPro: `connected` can be over, `closed` has no documented filter.
    ("konpro", {"status": "ended"}),
    ("konpro", {"status": "pending"}),
    ("konpro", {"status": ["active", "ended"]}),
    ("konpro", {"status": ["active", "pending"]}),
    ("konpro", {"agent_id": "Anna", "search": "b1c2"}),
    ("elizaos", {"status": "active", "agent_id": PERSONA, "user_id": PERSONA, "search": "x"}),
    ("elizaos", {"created_after": NINE, "created_before": NINE}),
]


def arguments(vendor: str, **filters: Any) -> dict[str, Any]:
    return dict(list_request(vendor, Position(3), 7, **filters).arguments)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_list_is_asked_for_by_page_and_size(vendor: str) -> None:
    assert arguments(vendor) == BARE[vendor]


@pytest.mark.parametrize(("vendor", "filters", "pushed"), PUSHED)
def test_what_the_vendor_can_filter_goes_along(vendor: str, filters: dict[str, Any], pushed: dict[str, Any]) -> None:
    assert arguments(vendor, **filters) == BARE[vendor] | pushed


@pytest.mark.parametrize(("vendor", "filters"), NOT_PUSHED)
def test_what_the_vendor_cannot_filter_stays_here(vendor: str, filters: dict[str, Any]) -> None:
    assert arguments(vendor, **filters) == BARE[vendor]


@pytest.mark.parametrize("vendor", VENDORS)
def test_capabilities_name_exactly_the_filters_that_go_along(vendor: str) -> None:
    used = {name for other, filters, _ in PUSHED for name in filters if other == vendor}
    assert SOURCES[vendor].capabilities.vendor_filters == used


@pytest.mark.parametrize("vendor", VENDORS)
def test_vendor_statuses_are_those_filtered_exactly(vendor: str) -> None:
    source, counted = SOURCES[vendor], frozenset({"status"})
    exact = {status for status in Status if source.filters_in_total(Filters(status=status)) == counted}
    assert SOURCES[vendor].capabilities.vendor_statuses == exact


@pytest.mark.parametrize("vendor", VENDORS)
def test_calls_are_of_the_list_endpoint_and_fit_it(vendor: str) -> None:
    request = list_request(vendor, Position(2, "token"), status="active")
    assert request.endpoint is LIST[vendor].asyncio_detailed
    inspect.signature(request.endpoint).bind(client=None, **request.arguments)


@pytest.mark.parametrize("token", ["next-1", "=="])
def test_konpro_sends_the_token_beside_the_page(token: str) -> None:
    assert list_request("konpro", Position(2, token), 7).arguments == {"page": 2, "page_size": 7, "token": token}


@pytest.mark.parametrize("vendor", ["akool", "anam", "elizaos"])
def test_a_vendor_without_tokens_is_sent_none(vendor: str) -> None:
    assert "next-1" not in list_request(vendor, Position(2, "next-1"), 7).arguments.values()


# Whole seconds, rounded outwards


def instant(written: str) -> datetime:
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@given(time=st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9000, 1, 1), timezones=st.timezones()))
def test_konpro_times_are_widened_by_a_second_at_most(time: datetime) -> None:
    pushed = arguments("konpro", created_after=time, created_before=time)
    assert timedelta(0) < time - instant(pushed["date_from"]) <= timedelta(seconds=1)
    assert timedelta(0) < instant(pushed["date_to"]) - time <= timedelta(seconds=1)


def test_konpro_takes_the_greatest_time_as_an_end() -> None:
    # «No end» is often written so.
    pushed = arguments("konpro", created_before=datetime.max.replace(tzinfo=UTC))
    assert pushed.get("date_to", "9999-").startswith("9999-")


def test_konpro_years_have_four_digits() -> None:
    # «No beginning» is often written so.
    written = arguments("konpro", created_after=datetime.min.replace(tzinfo=UTC)).get("date_from", "0001-")
    assert written.startswith("0001-")


@given(
    id=st.text(min_size=1) | st.uuids().flatmap(lambda id: st.sampled_from([str(id), str(id).upper(), id.hex, id.urn]))
)
def test_anams_persona_filter_is_the_wrappers_too(id: str) -> None:
    asked = arguments("anam", agent_id=id).get("persona_id")
    assert asked is None or str(asked) == Filters(agent_id=id).agent_id


# One session


@pytest.mark.parametrize(("vendor", "name"), [("akool", "id"), ("elizaos", "session_id")])
def test_one_session_is_asked_for_at_the_detail_endpoint(vendor: str, name: str) -> None:
    request = SOURCES[vendor].get_request("s1")
    assert request is not None
    assert (request.endpoint, request.arguments) == (GET[vendor].asyncio_detailed, {name: "s1"})
    inspect.signature(request.endpoint).bind(client=None, **request.arguments)


@pytest.mark.parametrize("vendor", VENDORS)
def test_capabilities_tell_how_one_session_is_got(vendor: str) -> None:
    source = SOURCES[vendor]
    narrowed = source.filters_to_find("s1").used
    way = "detail" if source.get_request("s1") is not None else "search" if narrowed else "list"
    assert source.capabilities.get == way
    assert narrowed == ({"search"} if way == "search" else set())


# Totals

IN_TOTAL: list[tuple[str, dict[str, Any], set[str] | None]] = [
    *((vendor, {}, set[str]()) for vendor in VENDORS),
    *(("akool", {"status": status}, {"status"}) for status in ("pending", "active", "ended", "failed")),
    ("akool", {"status": "unknown"}, set()),
    ("akool", {"status": ["active", "pending"]}, set()),
    ("akool", {"status": "active", "search": "6"}, {"status"}),
    ("akool", {"user_id": 1, "created_after": NINE}, set()),
    ("anam", {"search": "kiosk"}, {"search"}),
    ("anam", {"agent_id": PERSONA}, {"agent_id"}),
    ("anam", {"agent_id": PERSONA, "search": "kiosk"}, {"agent_id", "search"}),
    ("anam", {"agent_id": "cara"}, set()),
    ("anam", {"agent_id": "cara", "search": "kiosk"}, {"search"}),
    ("anam", {"status": "active"}, set()),
    ("anam", {"search": "kiosk", "created_after": NINE}, {"search"}),
    # The document does not say what the total counts when the vendor filters.
    ("konpro", {"status": "active"}, None),
    ("konpro", {"created_after": NINE}, None),
    ("konpro", {"created_before": NINE, "search": "x"}, None),
    ("konpro", {"status": "ended"}, set()),
    ("konpro", {"agent_id": "Anna"}, set()),
    ("elizaos", {"status": "active"}, set()),
    ("elizaos", {"search": "x"}, set()),
]


@pytest.mark.parametrize(("vendor", "filters", "counted"), IN_TOTAL)
def test_a_source_names_the_filters_that_its_total_counts(
    vendor: str, filters: dict[str, Any], counted: set[str] | None
) -> None:
    assert SOURCES[vendor].filters_in_total(Filters(**filters)) == counted


@given(
    vendor=st.sampled_from(VENDORS),
    filters=st.fixed_dictionaries(
        {},
        optional={
            "status": st.sets(st.sampled_from(ALL_STATUSES), min_size=1),
            "created_after": st.just(NINE),
            "created_before": st.just(NINE),
            "agent_id": st.sampled_from([PERSONA, "cara"]),
            "user_id": st.just(1),
            "search": st.just("k"),
        },
    ),
)
def test_a_total_counts_exactly_the_filters_sent(vendor: str, filters: dict[str, Any]) -> None:
    alone = {name: arguments(vendor, **{name: value}) for name, value in filters.items()}
    sent = {name for name, asked in alone.items() if asked != BARE[vendor]}
    assert SOURCES[vendor].filters_in_total(Filters(**filters)) in (None, sent)
