"""Filters become arguments of a vendor's endpoint, but only the filters that the endpoint supports."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsessions import Status
from allsessions.filters import Filters
from allsessions.source import Position

from .records import SOURCES, VENDORS, list_request

NINE = datetime(2026, 4, 20, 9, tzinfo=UTC)
PERSONA = "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7"
ALL_STATUSES = ("pending", "active", "ended", "failed", "unknown")

BARE: Mapping[str, dict[str, Any]] = {
    "akool": {"page": 3, "size": 7},
    "anam": {"page": 3, "per_page": 7},
    "elizaos": {},
    "konpro": {"page": 3, "page_size": 7},
}

Counted = set[str] | None
"""The filters that the vendor's total respects; None if that is not documented."""
ASKED: Mapping[str, Sequence[tuple[dict[str, Any], dict[str, Any], Counted]]] = {
    "akool": [
        *(({"status": word}, {"status": n}, {"status"}) for n, word in enumerate(ALL_STATUSES[:4], 1)),
        ({"status": ["failed", "failed"]}, {"status": 4}, {"status"}),
        ({"status": "active", "search": "6"}, {"status": 2}, {"status"}),
        # Akool accepts one status number, and `unknown` has no number.
        ({"status": "unknown"}, {}, set()),
        ({"status": ["active", "unknown"]}, {}, set()),
        ({"status": ["active", "pending"]}, {}, set()),
        ({"created_after": NINE, "created_before": NINE, "user_id": 101400, "search": "6"}, {}, set()),
    ],
    "anam": [
        ({"search": "kiosk"}, {"search": "kiosk"}, {"search"}),
        ({"agent_id": PERSONA.upper()}, {"persona_id": PERSONA}, {"agent_id"}),
        ({"agent_id": UUID(PERSONA)}, {"persona_id": PERSONA}, {"agent_id"}),
        ({"agent_id": PERSONA, "search": "k"}, {"persona_id": PERSONA, "search": "k"}, {"agent_id", "search"}),
        # Anam accepts only UUIDs.
        ({"agent_id": "cara"}, {}, set()),
        ({"agent_id": f"{PERSONA[:-1]}g"}, {}, set()),
        ({"agent_id": "cara", "search": "kiosk"}, {"search": "kiosk"}, {"search"}),
        ({"status": "active", "created_after": NINE, "created_before": NINE, "search": ""}, {}, set()),
    ],
    "elizaos": [
        ({"status": "active", "agent_id": PERSONA, "user_id": PERSONA, "search": "x"}, {}, set()),
        ({"created_after": NINE, "created_before": NINE}, {}, set()),
    ],
    "konpro": [
        ({"status": "active"}, {"status": "connected"}, None),
        ({"created_after": NINE}, {"date_from": "2026-04-20T08:59:59Z"}, None),
        ({"created_before": NINE, "search": "x"}, {"date_to": "2026-04-20T09:00:01Z"}, None),
        # A `connected` session may have ended, and the vendor documents no filter for `closed`.
        ({"status": "ended"}, {}, set()),
        ({"status": ["active", "ended"]}, {}, set()),
        ({"agent_id": "Anna", "search": "b1c2"}, {}, set()),
    ],
}


def arguments(vendor: str, **filters: Any) -> dict[str, Any]:
    sent = list_request(vendor, Position(3), 7, **filters).arguments
    return {name: value for name, value in sent.items() if value is not None}


@pytest.mark.parametrize("vendor", VENDORS)
def test_what_the_vendor_can_filter_is_sent_and_nothing_else(vendor: str) -> None:
    source = SOURCES[vendor]
    for filters, sent, counted in [({}, {}, set[str]()), *ASKED[vendor]]:
        assert arguments(vendor, **filters) == BARE[vendor] | sent, filters
        assert source.filters_in_total(Filters(**filters)) == counted, filters
    possible = {"status": "active", "created_after": NINE, "created_before": NINE, "agent_id": PERSONA, "search": "k"}
    names = {name for name, value in possible.items() if arguments(vendor, **{name: value}) != BARE[vendor]}
    assert source.capabilities.vendor_filters == names
    exact = {status for status in Status if source.filters_in_total(Filters(status=status))}
    assert source.capabilities.vendor_statuses == exact


OPTIONAL: dict[str, st.SearchStrategy[Any]] = {
    "status": st.sets(st.sampled_from(ALL_STATUSES), min_size=1),
    "agent_id": st.sampled_from([PERSONA, "cara"]),
    "created_after": st.just(NINE),
    "created_before": st.just(NINE),
    "user_id": st.just(1),
    "search": st.just("k"),
}


@given(vendor=st.sampled_from(VENDORS), filters=st.fixed_dictionaries({}, optional=OPTIONAL))
def test_a_total_counts_exactly_the_filters_that_are_sent(vendor: str, filters: dict[str, Any]) -> None:
    sent = {name for name, value in filters.items() if arguments(vendor, **{name: value}) != BARE[vendor]}
    assert SOURCES[vendor].filters_in_total(Filters(**filters)) in (None, sent)


def test_the_token_and_the_ways_to_get_are_the_vendors_own() -> None:
    for vendor, source in SOURCES.items():
        token = list_request(vendor, Position(2, "token")).arguments.get("token")
        assert token == ("token" if vendor == "konpro" else None)
        detail = source.get_request("s1") is not None
        assert source.capabilities.get == ("detail" if detail else "search" if vendor == "anam" else "list")


def instant(written: str) -> datetime:
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


@given(time=st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9000, 1, 1), timezones=st.timezones()))
def test_konpro_times_are_whole_seconds_rounded_outwards(time: datetime) -> None:
    sent = arguments("konpro", created_after=time, created_before=time)
    assert timedelta(0) < time - instant(sent["date_from"]) <= timedelta(seconds=1)
    assert timedelta(0) < instant(sent["date_to"]) - time <= timedelta(seconds=1)


def test_konpro_takes_the_calendars_first_and_last_moment() -> None:
    # Callers use these values for "no beginning" and "no end".
    first, last = (moment.replace(tzinfo=UTC) for moment in (datetime.min, datetime.max))
    sent = arguments("konpro", created_after=first, created_before=last)
    assert (sent["date_from"], sent["date_to"]) == ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")


@given(
    id=st.text(min_size=1) | st.uuids().flatmap(lambda id: st.sampled_from([str(id), str(id).upper(), id.hex, id.urn]))
)
def test_anam_persona_filter_is_what_the_wrapper_filters_by(id: str) -> None:
    sent = arguments("anam", agent_id=id).get("persona_id")
    assert sent is None or str(sent) == Filters(agent_id=id).agent_id
