"""The schema, rows and errors, and the offsets of a stream. No Spark runs here."""

import datetime
import json
from typing import Any

import pytest
from pyspark.sql.datasource import DataSourceReader, EqualTo, InputPartition
from pyspark.sql.streaming.datasource import SupportsTriggerAvailableNow
from pyspark.sql.types import StringType, StructField, StructType, TimestampType

from allsessions import ConfigurationError, ServerError, Session
from allsessions.export import columns, row
from allsessions.spark import Options, SessionsDataSource
from allsessions.spark.readers import SessionsReader, SessionsStreamReader, rows
from allsessions.spark.rows import Rows

from ..client.vendors import WIRES

OWN = [each.name for each in columns(raw=False)]


def sessions(count: int) -> list[Session]:
    from elizaos_client.models import SessionInfo

    source, wire = WIRES["elizaos"].source(), WIRES["elizaos"]
    return [source.session(SessionInfo.from_dict(wire.record(number))) for number in range(count)]


def failure(text: str) -> ServerError:
    return ServerError(text, source="anam", vendor="anam", status_code=500)


def test_the_columns_are_an_exports_with_times_as_timestamps() -> None:
    schema = SessionsDataSource({}).schema()
    assert schema.fieldNames() == OWN
    assert schema["created_at"].dataType == TimestampType()
    assert schema["duration_ms"].dataType.simpleString() == "bigint"
    assert schema["status"].dataType == StringType()
    assert SessionsDataSource({"raw": "true", "problems": "column"}).schema().fieldNames() == [*OWN, "raw", "problem"]
    other = StructType([StructField("id", StringType())])
    with pytest.raises(ConfigurationError, match="the columns are fixed"):
        SessionsDataSource({}).reader(other)


def test_a_problem_is_raised_after_the_last_row() -> None:
    values = list(Rows.of(raw=True, problems=False).made(sessions(2)))
    assert values == [row(each, columns(raw=True)) for each in sessions(2)]  # as in an export
    assert json.loads(values[0][-1])["sessionId"] == "el-0000"
    made = Rows.of(raw=False, problems=False).made([*sessions(1), failure("it fails"), *sessions(1)])
    assert [next(made)[3], next(made)[3]] == ["el-0000"] * 2
    with pytest.raises(ServerError, match="it fails"):
        next(made)
    with pytest.raises(ExceptionGroup, match="2 problems at anam"):
        next(Rows.of(raw=False, problems=False).made([failure("one"), failure("two")]))


def test_a_problem_is_a_row_where_there_is_a_column_for_it() -> None:
    session, problem = Rows.of(raw=False, problems=True).made([failure("it fails"), *sessions(1)])
    assert session[-1] is None
    assert problem[OWN.index("source")] == problem[OWN.index("vendor")] == "anam"
    assert problem[-1].startswith("ServerError: ")
    assert [each for each in problem if each is not None] == ["anam", "anam", problem[-1]]


def stream(**options: Any) -> SessionsStreamReader:
    chosen = Options(**options)
    return SessionsStreamReader(chosen, rows(chosen).schema)


def test_only_the_option_pushes_filters_down() -> None:
    schema = SessionsDataSource({}).schema()
    assert type(SessionsDataSource({}).reader(schema)) is SessionsReader
    read = SessionsReader(Options(), schema).read
    assert SessionsReader.pushFilters is DataSourceReader.pushFilters
    filters = [EqualTo(("status",), "running")]
    pushing = SessionsDataSource({"pushdown": "true"}).reader(schema)
    assert pushing.pushFilters(list(filters)) == filters
    assert pushing.partitions() == []
    assert [*read(None), *read(InputPartition(None))] == []


def moment(offset: dict[str, str]) -> datetime.datetime:
    return datetime.datetime.fromisoformat(offset["created_before"])


def test_a_stream_starts_at_the_beginning_and_stays_behind() -> None:
    own = stream(lag=datetime.timedelta(minutes=5))
    assert own.initialOffset() == {"created_before": ""}
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    latest = moment(own.latestOffset())
    assert before <= latest + datetime.timedelta(minutes=5) <= datetime.datetime.now(datetime.UTC)
    assert latest.microsecond == 0


def test_a_stream_with_a_later_start_waits_and_has_no_end() -> None:
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    own = stream(created_after=later)
    assert moment(own.initialOffset()) == moment(own.latestOffset()) == later
    assert own.partitions(own.initialOffset(), own.latestOffset()) == []
    with pytest.raises(ConfigurationError, match="option created_before: a stream has no end"):
        stream(created_before=later)


def test_an_offset_never_goes_back_with_the_clock() -> None:
    early, late = {"created_before": "2026-11-28T12:00:00+00:00"}, {"created_before": "2026-11-28T13:00:00+00:00"}
    assert stream().partitions(late, early) == []
    future = {"created_before": (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)).isoformat()}
    assert stream().latestOffset(future) == future
    own = stream()
    assert own.partitions(future, future) == []
    assert own.latestOffset() == future


class Clock(datetime.datetime):
    """A datetime class with a `now` that tests set."""

    current = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Any:
        return cls.current


def test_available_now_ends_at_the_time_of_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datetime, "datetime", Clock)
    own = stream(lag=datetime.timedelta(0))
    assert isinstance(own, SupportsTriggerAvailableNow)
    own.prepareForTriggerAvailableNow()
    monkeypatch.setattr(Clock, "current", Clock.current + datetime.timedelta(hours=1))
    target = own.latestOffset(own.initialOffset())
    assert target == {"created_before": "2026-11-28T12:00:00+00:00"}
    assert own.latestOffset(target) == target
    # After Spark replays a batch, the stream continues.
    replaying = stream()
    replaying.prepareForTriggerAvailableNow()
    replayed = {"created_before": "2020-01-01T00:00:00+00:00"}
    replaying.partitions(replayed, replayed)
    assert moment(replaying.latestOffset(replayed)) > moment(replayed)
