"""The readers that Spark calls: on the driver to plan, on the executors to read."""

import contextlib
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
    """Return the `Rows` with the columns that the options request."""
    return Rows.of(raw=options.raw, problems=options.problems == "column")


class SessionsReader(DataSourceReader):
    """Reads all sessions that match the options."""

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
        """Return one partition for each source."""
        return plan(self._options, self._bounds)

    def read(self, partition: InputPartition | None) -> Iterator[Row]:
        """Yield the rows of a partition. Spark passes None if there are no partitions."""
        return _read(self._rows, partition)


class PushdownReader(SessionsReader):
    """Reads the sessions that match the options and the conditions of one query.

    Spark 4.1 to 4.3 caches the plan of the first query, including its conditions. Spark reuses this plan for other
    queries of the same DataFrame, which then lack rows. So only the option `pushdown` enables this class.
    """

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:  # noqa: N802, as Spark calls it
        """Narrow the bounds by the filters. Return all filters, because Spark applies them again."""
        self._bounds = self._bounds.within(filters)
        return filters


class SessionsStreamReader(DataSourceStreamReader):
    """Reads the sessions that were created since the last batch.

    An offset is a time. The stream has read the sessions that were created before this time. The stream stays `lag`
    seconds behind the clock, because vendors may list a new session late, and clocks differ.
    """

    def __init__(self, options: Options, schema: StructType) -> None:
        if options.created_before is not None:
            raise ConfigurationError("option created_before: a stream has no end; omit the option, and filter the rows")
        self._options = options
        self._rows = rows(options)
        self._rows.check(schema)
        self._latest = _EARLIEST
        self._target: datetime.datetime | None = None

    def initialOffset(self) -> dict[str, str]:  # noqa: N802, as Spark calls it
        """Return the option `created_after` as an offset; by default, an offset before all sessions."""
        return _offset(self._options.created_after)

    def prepareForTriggerAvailableNow(self) -> None:  # noqa: N802, as Spark calls it
        """Make the query stop once it has read the sessions that exist now."""
        self._target = self._now()

    def latestOffset(  # noqa: N802, as Spark calls it
        self, start: dict[str, str] | None = None, limit: object = None
    ) -> dict[str, str]:
        """Return the time up to which sessions can be read. This time never goes back, even if the clock does.

        Spark 4.1 passes no arguments.
        """
        begin = (None if start is None else _time(start)) or self._options.created_after or _EARLIEST
        self._latest = max(self._target or self._now(), begin, self._latest)
        return _offset(self._latest)

    def partitions(self, start: dict[str, str], end: dict[str, str]) -> Sequence[InputPartition]:
        """Return one partition for each source; none if no time has passed."""
        after, before = _time(start), _time(end)
        self._latest = max(self._latest, before or _EARLIEST)
        if before is None or (after is not None and after >= before):
            return []
        bounds = Bounds(sources=self._options.sources, status=self._options.status)
        return plan(self._options, bounds, Window(after, before))

    def read(self, partition: InputPartition | None) -> Iterator[Row]:
        """Yield the rows of a partition."""
        return _read(self._rows, partition)

    def _now(self) -> datetime.datetime:
        # In whole seconds, because Akool's times have no fractions.
        return (datetime.datetime.now(datetime.UTC) - self._options.lag).replace(microsecond=0)


with contextlib.suppress(ImportError):  # Spark 4.1 lacks this class, and reads one batch
    from pyspark.sql.streaming.datasource import SupportsTriggerAvailableNow

    SupportsTriggerAvailableNow.register(SessionsStreamReader)


def _read(rows: Rows, partition: InputPartition | None) -> Iterator[Row]:
    return rows.made(partition.read() if isinstance(partition, Partition) else ())


def _offset(time: datetime.datetime | None) -> dict[str, str]:
    return {"created_before": "" if time is None else time.isoformat()}


def _time(offset: dict[str, str]) -> datetime.datetime | None:
    text = offset["created_before"]
    return datetime.datetime.fromisoformat(text) if text else None
