"""What Spark calls to read: on the driver to plan, and on the executors for the rows."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from pyspark.sql.datasource import DataSourceReader, DataSourceStreamReader, Filter, InputPartition
from pyspark.sql.types import StructType

from allsessions import ConfigurationError

from .options import Options
from .partitions import Partition, Window, plan
from .pushdown import Bounds
from .rows import Rows

Row = tuple[Any, ...]

_EARLIEST: Final = datetime.datetime.min.replace(tzinfo=datetime.UTC)


def rows(options: Options) -> Rows:
    """The rows that these options want."""
    return Rows.of(raw=options.raw, problems=options.problems == "column")


class SessionsReader(DataSourceReader):
    """Reads what there is now."""

    def __init__(self, options: Options, schema: StructType) -> None:
        self._options = options
        self._rows = rows(options)
        self._rows.check(schema)
        self._bounds = Bounds(
            sources=options.sources,
            status=options.status,
            created_after=options.created_after,
            created_before=options.created_before,
        )

    def partitions(self) -> Sequence[InputPartition]:
        """One for each source, or for each part of its list."""
        return plan(self._options, self._bounds)

    def read(self, partition: InputPartition | None) -> Iterator[Row]:
        """The rows of a partition; of none where there is none."""
        return _read(self._rows, partition)


class PushdownReader(SessionsReader):
    """Reads what a query wants of it.

    Spark, up to 4.3 at least, keeps the plan that it was given for the first query with conditions, and reads by it for
    other queries of the same DataFrame, too, as in a union; so this reader is had by its option only.
    """

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:  # noqa: N802, as Spark calls it
        """Narrow down what is asked for. Spark applies all filters to it again."""
        self._bounds = self._bounds.within(filters)
        return filters


class SessionsStreamReader(DataSourceStreamReader):
    """Reads the sessions that have been created since the last batch.

    An offset is a moment: those created before it have been read. It stays the option `lag` behind the clock, since a
    session takes its time to come into its vendor's list, and clocks differ.
    """

    def __init__(self, options: Options, schema: StructType) -> None:
        if options.created_before is not None:
            raise ConfigurationError("option created_before: a stream has no end; filter what comes of it instead")
        self._options = options
        self._rows = rows(options)
        self._rows.check(schema)
        self._latest = _EARLIEST

    def initialOffset(self) -> dict[str, str]:  # noqa: N802, as Spark calls it
        """The option `created_after`, or the beginning of time, which is an empty text."""
        return _offset(self._options.created_after)

    def latestOffset(  # noqa: N802, as Spark calls it
        self, start: dict[str, str] | None = None, limit: object = None
    ) -> dict[str, str]:
        """Now, less the lag, in whole seconds, which is how exactly Akool tells; and never before an earlier one.

        Spark 4.1 tells neither where it starts nor a limit.
        """
        now = datetime.datetime.now(datetime.UTC) - self._options.lag
        begun = (None if start is None else _moment(start)) or self._options.created_after or _EARLIEST
        self._latest = max(now.replace(microsecond=0), begun, self._latest)
        return _offset(self._latest)

    def partitions(self, start: dict[str, str], end: dict[str, str]) -> Sequence[InputPartition]:
        """One for each source, or for each part of its list; none where no time has passed."""
        after, before = _moment(start), _moment(end)
        self._latest = max(self._latest, before or _EARLIEST)
        if before is None or (after is not None and after >= before):
            return []
        bounds = Bounds(sources=self._options.sources, status=self._options.status)
        return plan(self._options, bounds, Window(after, before))

    def read(self, partition: InputPartition | None) -> Iterator[Row]:
        """The rows of a partition."""
        return _read(self._rows, partition)


def _read(rows: Rows, partition: InputPartition | None) -> Iterator[Row]:
    return rows.made(partition.read() if isinstance(partition, Partition) else ())


def _offset(moment: datetime.datetime | None) -> dict[str, str]:
    return {"created_before": "" if moment is None else moment.isoformat()}


def _moment(offset: dict[str, str]) -> datetime.datetime | None:
    text = offset["created_before"]
    return datetime.datetime.fromisoformat(text) if text else None
