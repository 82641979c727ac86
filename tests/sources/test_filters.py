"""Filters match a session by its own fields, and refuse values that they cannot apply."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from allsessions import ConfigurationError, Session, Status
from allsessions.filters import Filters

from .records import VENDORS, session

NINE = datetime(2026, 4, 20, 9, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
UUID_TEXT = "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7"

VALUES: dict[str, Any] = {"id": "Session-ÄB-42", "status": Status.ACTIVE, "created_at": NINE, "agent_id": UUID_TEXT}
FULL = evolve(session("anam"), **VALUES, user_id="101400", label="Kiosk Straße")
EMPTY = evolve(FULL, created_at=None, agent_id=None, user_id=None, label=None)


def match(found: Session, **filters: Any) -> bool | None:
    return Filters(**filters).match(found)


MATCHING: list[dict[str, Any]] = [
    *({}, {"status": "active"}, {"status": ["ended", Status.ACTIVE]}, {"status": frozenset(Status)}),
    *({"status": (word for word in ("ended", "active"))}, {"created_after": NINE}, {"created_before": NINE + MOMENT}),
    {"created_after": NINE.astimezone(timezone(timedelta(hours=-5)))},
    *({"agent_id": UUID_TEXT.upper()}, {"agent_id": UUID(UUID_TEXT)}, {"user_id": "101400"}, {"user_id": 101400}),
    *({"search": text} for text in ("session-äb", "KIOSK", "STRASSE", "")),
    {"status": "active", "user_id": 101400, "search": "42", "created_after": NINE},
]
NOT_MATCHING: list[dict[str, Any]] = [
    *({"status": ["ended", "failed"]}, {"created_after": NINE + MOMENT}, {"created_before": NINE}),
    *({"created_after": NINE, "created_before": NINE}, {"agent_id": UUID_TEXT[:-1]}, {"user_id": 10140}),
    # The second text spans the id and the label; a match must be within one field.
    *({"search": text} for text in ("Kiosk  ", "42Kiosk", UUID_TEXT)),
    {"status": "active", "user_id": 101400, "search": "43", "created_after": NINE},
]
NOT_MATCHING_WITHOUT_A_VALUE: list[dict[str, Any]] = [
    {"created_after": datetime.min.replace(tzinfo=UTC)},
    {"created_before": datetime.max.replace(tzinfo=UTC)},
    *({name: "None"} for name in ("agent_id", "user_id", "search")),
]


def test_a_session_matches_if_it_passes_all_filters() -> None:
    assert [filters for filters in MATCHING if match(FULL, **filters) is not True] == []
    assert [filters for filters in NOT_MATCHING if match(FULL, **filters) is not False] == []


def test_a_field_that_the_vendor_does_not_send_matches_no_filter() -> None:
    assert [filters for filters in NOT_MATCHING_WITHOUT_A_VALUE if match(EMPTY, **filters) is not False] == []
    assert match(EMPTY, status="active", search="Session") is True


@given(times=st.lists(st.datetimes(timezones=st.just(UTC)), min_size=2, max_size=6, unique=True), data=st.data())
def test_adjacent_intervals_hold_a_session_once(times: list[datetime], data: st.DataObject) -> None:
    edges = sorted(times)
    time = data.draw(st.sampled_from(edges[:-1]))
    inside = [
        match(evolve(FULL, created_at=time), created_after=start, created_before=end) for start, end in pairwise(edges)
    ]
    assert inside == [start <= time < end for start, end in pairwise(edges)]
    assert inside.count(True) == 1


@given(text=st.text(st.characters(max_codepoint=0x7E), min_size=1), around=st.text())
def test_search_finds_every_part_of_a_label_in_any_case(text: str, around: str) -> None:
    for written, searched in ((text, text), (text.upper(), text.lower()), (text.lower(), text.upper())):
        assert match(evolve(FULL, label=f"{around}{written}{around}"), search=searched)


def test_a_session_is_found_by_what_it_shows() -> None:
    for vendor in VENDORS:
        found = session(vendor)
        shown = {"agent_id": found.agent_id, "user_id": found.user_id, "search": found.id}
        assert all(match(found, **{name: value}) for name, value in shown.items() if value is not None)
    for vendor, sent in (("anam", "personaId"), ("elizaos", "agentId"), ("konpro", "avatar_id")):
        for id in (UUID_TEXT, UUID_TEXT.upper(), UUID(UUID_TEXT).hex, "Anna_Public"):
            found = session(vendor, **{sent: id})
            assert match(found, agent_id=found.agent_id), id
            assert match(found, agent_id=id), id


OUTSIDE = datetime.max.replace(tzinfo=timezone(timedelta(hours=-1)))


TIMES = "created_after created_before"
REFUSED: list[tuple[str, list[Any], str]] = [
    ("status", ["running", "ACTIVE", "", ["active", "running"], [None], 2, b"active"], "pending, active, ended"),
    ("status", [[], set(), iter(())], "pending, active, ended"),
    (TIMES, [datetime(2026, 4, 20), OUTSIDE], "expected a timezone-aware datetime"),
    (TIMES, ["2026-04-20T09:00:00Z", date(2026, 4, 20), 0, ""], "expected a timezone-aware datetime"),
    ("search", [5, ["a"], "\ud800", "x" * 4097], "search: expected text of at most 4096 characters"),
    ("agent_id user_id", [True, 1.5, b"a", ["a"], {"a": 1}, "", "\ud800", "x" * 4097], "expected an identifier of"),
]


def test_a_value_that_cannot_be_applied_is_refused() -> None:
    for names, values, message in REFUSED:
        for name in names.split():
            for value in values:
                with pytest.raises(ConfigurationError, match=message):
                    Filters(**{name: value})
