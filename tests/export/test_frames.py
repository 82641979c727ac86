"""Dataframes: the columns of an export with types of their own, and none that looks whole if it is not."""

import datetime
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from allsessions import ConfigurationError, IncompleteListingError, Session, Status
from allsessions.export import COLUMNS, to_arrow, to_pandas, to_polars, write

from .made import TOKEN, broken_off, expected, never, session, sessions

pa: Any = import_module("pyarrow")
pq: Any = import_module("pyarrow.parquet")
polars: Any = import_module("polars")

NAMES = [column.name for column in COLUMNS]
TIMES = [name for name in NAMES if name.endswith("_at")]
CATEGORIES = ["source", "vendor", "status"]
each_frame = pytest.mark.parametrize("to_frame", [to_arrow, to_pandas, to_polars])


def in_frame(session: Session) -> dict[str, Any]:
    return {**expected(session), "duration_ms": session.duration}


def test_an_arrow_table_has_the_sessions_in_typed_columns() -> None:
    table = to_arrow(iter(sessions(20)))
    assert table.schema.names == NAMES
    assert {str(table.schema.field(name).type) for name in TIMES} == {"timestamp[us, tz=UTC]"}
    assert table.schema.field("duration_ms").type == pa.duration("ms")
    assert all(pa.types.is_dictionary(table.schema.field(name).type) for name in CATEGORIES)
    assert table.to_pylist() == [in_frame(each) for each in sessions(20)]


def test_pandas_has_times_in_utc_timedeltas_and_categories() -> None:
    frame = to_pandas(sessions(20))
    assert [*frame.columns] == NAMES
    assert {str(frame[name].dtype) for name in TIMES} == {"datetime64[us, UTC]"}
    assert str(frame["duration_ms"].dtype) == "timedelta64[ms]"
    assert {str(frame[name].dtype) for name in CATEGORIES} == {"category"}
    assert frame["created_at"][1].to_pydatetime() == session(1).created_at
    durations = [each.duration for each in sessions(20) if each.duration]
    assert frame["duration_ms"].sum() == sum(durations, datetime.timedelta())
    assert frame["vendor_status"].isna().sum() == sum(each.vendor_status is None for each in sessions(20))


def test_polars_has_times_in_utc_durations_and_categories() -> None:
    frame = to_polars(sessions(20))
    assert frame.columns == NAMES
    assert {frame.schema[name] for name in TIMES} == {polars.Datetime("us", "UTC")}
    assert frame.schema["duration_ms"] == polars.Duration("ms")
    assert all(frame.schema[name] == polars.Categorical for name in CATEGORIES)
    assert frame.to_dicts() == [in_frame(each) for each in sessions(20)]


@each_frame
def test_an_empty_list_has_the_same_types(to_frame: Callable[..., Any]) -> None:
    few, none = to_frame(sessions(2)), to_frame([])
    types = [frame.dtypes if to_frame is not to_arrow else frame.schema.types for frame in (few, none)]
    same = [str(a) == str(b) for a, b in zip(*types, strict=True)]
    assert (len(none), all(same), len(same)) == (0, True, len(NAMES))


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
    names = without.schema.names if to_frame is to_arrow else [*without.columns]
    assert names == NAMES
    raw = str(frame["raw"][1])
    assert '"joinToken":"***"' in raw
    assert TOKEN not in raw


def test_a_table_in_a_file_can_be_continued_by_an_export(tmp_path: Path) -> None:
    pq.write_table(to_arrow(sessions(7)), path := tmp_path / "sessions.parquet")
    again = write(sessions(8), path, append=True)
    assert (again.added, again.updated) == (1, 0)


@each_frame
def test_a_missing_package_is_named_before_a_request(
    to_frame: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    package = "pyarrow" if to_frame is to_arrow else to_frame.__name__.removeprefix("to_")
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, "allsessions.export.arrow", raising=False)
    extra = r'"allsessions\[export\]"' if package == "pyarrow" else package
    said = f"{to_frame.__name__} needs {package}, which is not installed; pip install {extra}"
    with pytest.raises(ConfigurationError, match=said):
        to_frame(never())


# In a notebook


def test_a_notebook_shows_a_session_as_a_table() -> None:
    odd: Any = session(1, label="<b>&\u202e", status=Status.ACTIVE, user_id=None)
    shown = odd._repr_html_()  # the name that notebooks look for
    assert shown.startswith("<table><tr><th>ref<td>anam-eu:id-1<tr>")
    assert "<tr><th>status<td>active<tr>" in shown
    assert "<tr><th>label<td>&lt;b&gt;&amp;\\u202e<tr>" in shown
    assert not [text for text in ("user_id", "raw", "joinToken", TOKEN) if text in shown]
