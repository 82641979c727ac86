"""Which sessions match, and which filters are refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any, cast
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

FULL = evolve(
    session("anam"),
    id="Session-ÄB-42",
    status=Status.ACTIVE,
    created_at=NINE,
    agent_id=UUID_TEXT,
    user_id="101400",
    label="Kiosk Straße",
)
EMPTY = evolve(FULL, created_at=None, agent_id=None, user_id=None, label=None)


def match(found: Session, **filters: Any) -> bool | None:
    return Filters(**filters).match(found)


@pytest.mark.parametrize(
    ("filters", "matches"),
    [
        ({}, True),
        ({"status": "active"}, True),
        ({"status": Status.ACTIVE}, True),
        ({"status": ["ended", Status.ACTIVE]}, True),
        ({"status": (word for word in ("ended", "active"))}, True),
        ({"status": frozenset(Status)}, True),
        ({"status": "ended"}, False),
        ({"status": ["ended", "failed"]}, False),
        ({"created_after": NINE}, True),
        ({"created_after": NINE - MOMENT}, True),
        ({"created_after": NINE + MOMENT}, False),
        ({"created_before": NINE}, False),
        ({"created_before": NINE - MOMENT}, False),
        ({"created_before": NINE + MOMENT}, True),
        ({"created_after": NINE, "created_before": NINE + MOMENT}, True),
        ({"created_after": NINE, "created_before": NINE}, False),
        ({"created_after": NINE.astimezone(timezone(timedelta(hours=-5)))}, True),
        ({"agent_id": UUID_TEXT}, True),
        ({"agent_id": UUID_TEXT.upper()}, True),
        ({"agent_id": UUID(UUID_TEXT)}, True),
        ({"agent_id": UUID_TEXT[:-1]}, False),
        ({"agent_id": "cara"}, False),
        ({"user_id": "101400"}, True),
        ({"user_id": 101400}, True),
        ({"user_id": 10140}, False),
        ({"search": "session-äb"}, True),
        ({"search": "-42"}, True),
        ({"search": "KIOSK"}, True),
        ({"search": "STRASSE"}, True),
        ({"search": "straße"}, True),
        ({"search": "Kiosk  "}, False),
        ({"search": "42Kiosk"}, False),
        ({"search": ""}, True),
        ({"search": UUID_TEXT}, False),
        ({"status": "active", "user_id": 101400, "search": "42", "created_after": NINE}, True),
        ({"status": "active", "user_id": 101400, "search": "43", "created_after": NINE}, False),
    ],
)
def test_matching(filters: dict[str, Any], matches: bool) -> None:
    assert match(FULL, **filters) is matches


@pytest.mark.parametrize(
    ("filters", "matches"),
    [
        ({}, True),
        ({"status": "active"}, True),
        ({"created_after": datetime.min.replace(tzinfo=UTC)}, False),
        ({"created_before": datetime.max.replace(tzinfo=UTC)}, False),
        ({"agent_id": "None"}, False),
        ({"user_id": "None"}, False),
        ({"search": "None"}, False),
        ({"search": "Session"}, True),
    ],
)
def test_what_the_vendor_does_not_say_matches_no_filter(filters: dict[str, Any], matches: bool) -> None:
    assert match(EMPTY, **filters) is matches


def test_a_filter_on_an_unreadable_field_is_undecided() -> None:
    wrong: list[object] = []
    unknown = evolve(EMPTY, status=Status.UNKNOWN)
    all_fields = frozenset({"status", "created_at", "agent_id", "user_id", "label"})
    for filters, unreadable, matches in [
        ({}, all_fields, True),
        ({"status": "active"}, {"status"}, None),
        ({"status": "active"}, {"created_at"}, False),
        ({"status": ["active", "unknown"]}, {"status"}, True),
        ({"created_after": NINE}, {"created_at"}, None),
        ({"created_before": NINE, "agent_id": "a"}, {"created_at"}, False),
        ({"created_before": NINE, "agent_id": "a"}, {"created_at", "agent_id"}, None),
        ({"user_id": "u"}, {"user_id"}, None),
        ({"user_id": "u"}, {"agent_id"}, False),
        ({"search": "session"}, {"label"}, True),  # it is in the identifier
        ({"search": "kiosk"}, {"label"}, None),
        ({"search": "kiosk"}, {"status"}, False),
        ({"search": "kiosk", "status": "active"}, {"label"}, False),
    ]:
        found = match(evolve(unknown, unreadable=frozenset(unreadable)), **cast(dict[str, Any], filters))
        if found is not matches:
            wrong.append((filters, unreadable, found))
    assert not wrong


@given(
    time=st.datetimes(timezones=st.just(UTC)),
    after=st.datetimes(timezones=st.just(UTC)),
    before=st.datetimes(timezones=st.just(UTC)),
)
def test_the_interval_is_half_open(time: datetime, after: datetime, before: datetime) -> None:
    found = evolve(FULL, created_at=time)
    assert match(found, created_after=after, created_before=before) is (after <= time < before)


@given(times=st.lists(st.datetimes(timezones=st.just(UTC)), min_size=2, max_size=6, unique=True), data=st.data())
def test_adjacent_intervals_hold_a_session_once(times: list[datetime], data: st.DataObject) -> None:
    edges = sorted(times)
    found = evolve(FULL, created_at=data.draw(st.sampled_from(edges[:-1])))
    inside = [match(found, created_after=start, created_before=end) for start, end in pairwise(edges)]
    assert inside.count(True) == 1


@given(label=st.text(), part=st.text())
def test_search_finds_every_part_of_a_label(label: str, part: str) -> None:
    assert match(evolve(FULL, label=f"{label}{part}{label}"), search=part)


@given(text=st.text(st.characters(max_codepoint=0x7E), min_size=1))
def test_search_ignores_case_in_both(text: str) -> None:
    assert match(evolve(FULL, label=text.upper()), search=text.lower())
    assert match(evolve(FULL, label=text.lower()), search=text.upper())


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize(("filter", "field"), [("agent_id", "agent_id"), ("user_id", "user_id"), ("search", "id")])
def test_a_session_is_found_by_what_it_says_itself(vendor: str, filter: str, field: str) -> None:
    found = session(vendor)
    if (value := getattr(found, field)) is not None:
        assert match(found, **{filter: value})


@pytest.mark.parametrize(("vendor", "sent"), [("anam", "personaId"), ("elizaos", "agentId"), ("konpro", "avatar_id")])
@pytest.mark.parametrize("id", [UUID_TEXT, UUID_TEXT.upper(), UUID(UUID_TEXT).hex, "Anna_Public"])
def test_an_agent_is_found_by_the_id_that_its_session_shows(vendor: str, sent: str, id: str) -> None:
    found = session(vendor, **{sent: id})
    assert match(found, agent_id=found.agent_id)
    assert match(found, agent_id=id)


# Refused


@pytest.mark.parametrize("status", ["running", "ACTIVE", "", ["active", "running"], [""], [None], 2, [2], b"active"])
def test_an_unknown_status_is_refused_with_the_known_ones(status: Any) -> None:
    with pytest.raises(ConfigurationError, match="pending, active, ended, failed, unknown"):
        Filters(status=status)


@pytest.mark.parametrize("none", [[], (), set(), iter(())], ids=["list", "tuple", "set", "iterator"])
def test_an_empty_choice_of_statuses_is_refused(none: Any) -> None:
    with pytest.raises(ConfigurationError, match="empty choice"):
        Filters(status=none)


@pytest.mark.parametrize("filter", ["created_after", "created_before"])
def test_a_time_without_a_zone_is_refused(filter: str) -> None:
    naive: Any = datetime(2026, 4, 20)
    with pytest.raises(ConfigurationError, match="naive datetime"):
        Filters(**{filter: naive})


@pytest.mark.parametrize("filter", ["created_after", "created_before"])
@pytest.mark.parametrize("value", ["2026-04-20T09:00:00Z", date(2026, 4, 20), 1_776_675_600, ""])
def test_what_is_no_datetime_is_refused(filter: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match="expected a datetime"):
        Filters(**{filter: value})


@pytest.mark.parametrize("filter", ["created_after", "created_before"])
@pytest.mark.parametrize(
    "value",
    [
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=1))),
    ],
)
def test_a_time_outside_the_calendar_in_utc_is_refused(filter: str, value: Any) -> None:
    with pytest.raises(ConfigurationError, match="year"):
        Filters(**{filter: value})


@pytest.mark.parametrize("search", [5, ["a"]], ids=repr)
def test_a_search_that_is_no_text_is_refused(search: Any) -> None:
    with pytest.raises(ConfigurationError, match="search"):
        Filters(search=search)


@pytest.mark.parametrize("filter", ["agent_id", "user_id"])
@pytest.mark.parametrize("id", [True, 1.5, b"a", ["a"], {"a": 1}], ids=repr)
def test_an_identifier_of_another_type_is_refused(filter: str, id: Any) -> None:
    with pytest.raises(ConfigurationError, match=f"{filter}.*expected an identifier"):
        Filters(**{filter: id})


@pytest.mark.parametrize("filter", ["agent_id", "user_id"])
def test_an_empty_identifier_is_refused(filter: str) -> None:
    # It would match nothing: a short list that looks whole.
    with pytest.raises(ConfigurationError, match=filter):
        Filters(**{filter: ""})


def test_used_names_the_filters_that_are_set() -> None:
    assert Filters().used == frozenset()
    assert Filters(status=None, search="").used == frozenset()
    every = Filters(status="active", created_after=NINE, created_before=NINE, agent_id="a", user_id=0, search="s")
    assert every.used == {"status", "created_after", "created_before", "agent_id", "user_id", "search"}
