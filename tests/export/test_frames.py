"""Dataframes have the columns of an export, with their own types. An incomplete list makes no dataframe."""

import datetime
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from allsessions import ConfigurationError, IncompleteListingError, Status
from allsessions.export import COLUMNS, to_arrow, to_pandas, to_polars

from .made import TOKEN, broken_off, expected, never, session, sessions

pa: Any = import_module("pyarrow")

NAMES = [column.name for column in COLUMNS]
TIMES = [name for name in NAMES if name.endswith("_at")]
CATEGORIES = ["source", "vendor", "status"]
TYPES: dict[Callable[..., Any], tuple[str, str, str]] = {
    to_arrow: ("timestamp[us, tz=UTC]", "duration[ms]", "dictionary"),
    to_pandas: ("datetime64[us, UTC]", "timedelta64[ms]", "category"),
    to_polars: ("Datetime(time_unit='us', time_zone='UTC')", "Duration(time_unit='ms')", "Categorical"),
}
"""The column types of times, durations and CATEGORIES."""
each_frame = pytest.mark.parametrize("to_frame", [to_arrow, to_pandas, to_polars])


def types(frame: Any) -> dict[str, str]:
    """Return the types of the columns, which pyarrow stores in a schema."""
    arrow = isinstance(frame, pa.Table)
    names, found = (frame.schema.names, frame.schema.types) if arrow else (frame.columns, frame.dtypes)
    return dict(zip(names, map(str, found), strict=True))


@each_frame
def test_a_frame_has_the_documented_types_even_without_sessions(to_frame: Callable[..., Any]) -> None:
    frame = to_frame(iter(sessions(20)))
    found = types(frame)
    time, duration, category = TYPES[to_frame]
    assert [*found] == NAMES
    assert {found[name] for name in TIMES} == {time}
    assert found["duration_ms"] == duration
    assert all(found[name].startswith(category) for name in CATEGORIES)
    empty = to_frame([])
    assert (len(frame), len(empty), types(empty)) == (20, 0, found)


def test_a_frame_has_the_values_of_the_sessions() -> None:
    made = sessions(20)
    rows = [{**expected(each), "duration_ms": each.duration} for each in made]
    assert to_arrow(made).to_pylist() == to_polars(made).to_dicts() == rows
    frame = to_pandas(made)
    assert frame["created_at"][1].to_pydatetime() == made[1].created_at
    assert frame["duration_ms"].sum() == sum((each.duration for each in made if each.duration), datetime.timedelta())
    assert frame["vendor_status"].isna().sum() == sum(each.vendor_status is None for each in made)


@each_frame
def test_many_sessions_of_many_sources_are_one_frame(to_frame: Callable[..., Any]) -> None:
    many = [session(number, source=f"source {number % 400}") for number in range(12_000)]
    frame = to_frame(iter(many))
    found = frame["source"].to_pylist() if to_frame is to_arrow else [*frame["source"]]
    assert found == [each.source for each in many]


@each_frame
def test_an_incomplete_list_makes_no_frame(to_frame: Callable[..., Any]) -> None:
    with pytest.raises(IncompleteListingError):
        to_frame(broken_off(sessions(5)))


@each_frame
def test_raw_comes_only_if_asked_for_and_without_secrets(to_frame: Callable[..., Any]) -> None:
    without, frame = to_frame(sessions(2)), to_frame(sessions(2), raw=True)
    assert [*types(without)] == NAMES
    raw = str(frame["raw"][1])
    assert '"joinToken":"***"' in raw
    assert TOKEN not in raw


@each_frame
def test_a_missing_package_is_named(to_frame: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    package = "pyarrow" if to_frame is to_arrow else to_frame.__name__.removeprefix("to_")
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, "allsessions.export.arrow", raising=False)
    extra = r'"allsessions\[export\]"' if package == "pyarrow" else package
    said = f"{to_frame.__name__} needs {package}, which is not installed; pip install {extra}"
    with pytest.raises(ConfigurationError, match=said):
        to_frame(never())


def test_a_notebook_shows_a_session_as_a_table() -> None:
    odd: Any = session(1, label="<b>&\u202e", status=Status.ACTIVE, user_id=None)
    shown = odd._repr_html_()  # notebooks call this method
    assert shown.startswith("<table><tr><th>ref<td>anam-eu:id-1<tr>")
    assert "<tr><th>status<td>active<tr>" in shown
    assert "<tr><th>label<td>&lt;b&gt;&amp;\\u202e<tr>" in shown
    assert not [text for text in ("user_id", "raw", "joinToken", TOKEN) if text in shown]
