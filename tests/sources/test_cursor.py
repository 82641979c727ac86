"""Cursors: they lead back to where they were made, and nothing else is taken for one."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsessions import ConfigurationError
from allsessions.filters import Filters
from allsessions.listing.cursor import Cursor, read_cursor
from allsessions.source import Position

from .records import SOURCES, VENDORS

NINE = datetime(2026, 4, 20, 9, tzinfo=UTC)
HERE = Cursor(at=Position(3, "t3"), size=50, granted=50, scanned=100)

# As a cursor is used in another process, the order in which a set of words comes up must not matter.
CHOICES: list[dict[str, Any]] = [
    {},
    {"status": "active"},
    {"status": ["active", "ended"]},
    {"created_after": NINE},
    {"created_before": NINE},
    {"agent_id": "Maria Schmidt"},
    {"user_id": "Maria Schmidt"},
    {"search": "Maria Schmidt"},
    {"search": "active"},
]

numbers = st.integers(min_value=1, max_value=10**9)
cursors = st.builds(
    Cursor,
    at=st.builds(Position, numbers, st.none() | st.text(min_size=1)),
    size=numbers,
    granted=numbers,
    scanned=numbers,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def decoded(text: str) -> list[Any]:
    values: list[Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return values


@given(cursor=cursors, vendor=st.sampled_from(VENDORS), filters=st.sampled_from(CHOICES))
def test_a_cursor_leads_back_to_where_it_was_made(cursor: Cursor, vendor: str, filters: dict[str, Any]) -> None:
    source = SOURCES[vendor]
    assert read_cursor(cursor.written(source, Filters(**filters)), source, Filters(**filters)) == cursor


@given(cursor=cursors)
def test_a_cursor_is_text_that_any_url_or_shell_can_hold(cursor: Cursor) -> None:
    text = cursor.written(SOURCES["konpro"], Filters())
    assert text.replace("-", "a").replace("_", "a").isalnum()
    assert text.isascii()


@pytest.mark.parametrize("made", VENDORS)
@pytest.mark.parametrize("used", VENDORS)
def test_a_cursor_of_another_vendor_is_refused(made: str, used: str) -> None:
    text = HERE.written(SOURCES[made], Filters())
    if made == used:
        assert read_cursor(text, SOURCES[used], Filters()) == HERE
    else:
        with pytest.raises(ConfigurationError, match=f"^{used}: the cursor belongs to a list of {made}"):
            read_cursor(text, SOURCES[used], Filters())


@pytest.mark.parametrize("made", CHOICES, ids=str)
@pytest.mark.parametrize("used", CHOICES, ids=str)
def test_a_cursor_of_another_filter_is_refused(made: dict[str, Any], used: dict[str, Any]) -> None:
    text = HERE.written(SOURCES["anam"], Filters(**made))
    if made == used:
        assert read_cursor(text, SOURCES["anam"], Filters(**used)) == HERE
    else:
        with pytest.raises(ConfigurationError, match="other filters"):
            read_cursor(text, SOURCES["anam"], Filters(**used))


def test_the_same_filters_written_otherwise_are_the_same() -> None:
    text = HERE.written(SOURCES["akool"], Filters(status=["ended", "active"], user_id=5, search=""))
    assert read_cursor(text, SOURCES["akool"], Filters(status={"active", "ended"}, user_id="5")) == HERE


@pytest.mark.parametrize("filter", ["agent_id", "user_id", "search"])
def test_a_cursor_shows_no_filter(filter: str) -> None:
    written = HERE.written(SOURCES["anam"], Filters(**{filter: "Maria Schmidt"}))
    assert "Maria" not in json.dumps(decoded(written))


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_cursor_shows_no_credentials(vendor: str) -> None:
    written = json.dumps(decoded(HERE.written(SOURCES[vendor], Filters())))
    assert not [secret for secret in SOURCES[vendor].secrets if secret in written]


@given(text=st.text())
def test_garbage_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="^anam: the cursor is not one of a Page"):
        read_cursor(text, SOURCES["anam"], Filters())


@given(value=JSON)
def test_any_other_json_is_refused(value: Any) -> None:
    with pytest.raises(ConfigurationError):
        read_cursor(encoded(value), SOURCES["anam"], Filters())


PAGE, TOKEN, SIZE, SCANNED = range(2, 6)


@pytest.mark.parametrize("place", [PAGE, TOKEN, SIZE, SCANNED])
@pytest.mark.parametrize("value", [[1], {}, -1, 1e400], ids=repr)
def test_a_cursor_with_a_value_of_another_kind_is_refused(place: int, value: Any) -> None:
    with pytest.raises(ConfigurationError, match="the cursor is not one of a Page"):
        read_cursor(tampered(place, value), SOURCES["anam"], Filters())


@pytest.mark.parametrize("place", [PAGE, SIZE])
def test_pages_and_sizes_begin_at_one(place: int) -> None:
    with pytest.raises(ConfigurationError, match="the cursor is not one of a Page"):
        read_cursor(tampered(place, 0), SOURCES["anam"], Filters())


def tampered(place: int, value: Any) -> str:
    values = decoded(HERE.written(SOURCES["anam"], Filters()))
    return encoded([*values[:place], value, *values[place + 1 :]])


def test_json_nested_without_end_is_refused() -> None:
    text = base64.urlsafe_b64encode(b"[" * 200_000).decode()
    with pytest.raises(ConfigurationError):
        read_cursor(text, SOURCES["anam"], Filters())
