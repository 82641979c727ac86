"""A cursor's text leads back to its position in its list. The client refuses any other text."""

import base64
import json
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsessions import ConfigurationError
from allsessions.filters import Filters
from allsessions.listing.cursor import Cursor, read_cursor, write_cursor

from ..client.vendors import WIRES

ANAM = WIRES["anam"].source()
HERE = Cursor(page=3, token="t3", page_size=50, most_on_page=50, count=100, first_total=120)
PLACE = ("page", "token", "page_size", "most_on_page", "count", "first_total", "without_new", "error")
NINE = datetime(2026, 4, 20, 9, tzinfo=UTC)
FILTERS: list[dict[str, Any]] = [
    *({}, {"status": "active"}, {"status": ["active", "ended"]}, {"created_after": NINE}, {"created_before": NINE}),
    *({"search": "active"}, *({name: "Maria Schmidt"} for name in ("agent_id", "user_id", "search"))),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def place(cursor: Cursor) -> list[object]:
    """Return a cursor's content, without the list that it belongs to."""
    return [getattr(cursor, name) for name in PLACE]


def encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def decoded(text: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return value


@given(page=st.integers(1, 10**12), token=st.none() | st.text(min_size=1), total=st.none() | st.integers(0, 10**15))
def test_a_cursor_leads_back_to_its_place(page: int, token: str | None, total: int | None) -> None:
    cursor = Cursor(page=page, token=token, page_size=50, first_total=total)
    text = write_cursor(cursor, ANAM, Filters())
    assert text.replace("-", "a").replace("_", "a").isalnum()  # safe in a URL and a shell
    assert place(read_cursor(text, ANAM, Filters())) == place(cursor)


def test_a_cursor_of_other_filters_is_refused() -> None:
    for made, used in product(FILTERS, FILTERS):
        text = write_cursor(HERE, ANAM, Filters(**made))
        assert "Maria" not in str(decoded(text))
        if made == used:
            assert place(read_cursor(text, ANAM, Filters(**used))) == place(HERE)
        else:
            with pytest.raises(ConfigurationError, match="other filters"):
                read_cursor(text, ANAM, Filters(**used))


def test_the_same_filters_written_otherwise_are_the_same() -> None:
    text = write_cursor(HERE, ANAM, Filters(status=["ended", "active"], user_id=5, search=""))
    assert place(read_cursor(text, ANAM, Filters(status={"active", "ended"}, user_id="5"))) == place(HERE)


@given(text=st.text() | JSON.map(encoded) | st.just(base64.urlsafe_b64encode(b"[" * 200_000).decode()))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="^anam: the cursor is not valid"):
        read_cursor(text, ANAM, Filters())


def test_a_cursor_with_an_odd_value_is_refused() -> None:
    for name, value in product(PLACE, [[1], {}, -1, 1e400]):
        values = {**decoded(write_cursor(HERE, ANAM, Filters())), name: value}
        with pytest.raises(ConfigurationError, match="the cursor is not valid"):
            read_cursor(encoded(values), ANAM, Filters())
