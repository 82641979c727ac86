"""The columns of the DataFrame, and its rows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import frozen
from pyspark.sql.types import DataType, LongType, StringType, StructField, StructType, TimestampType

from allsessions import ConfigurationError, Session, SourceError
from allsessions.export import Column, Kind, columns, row

PROBLEM: Final = "problem"
"""The column with the error; null in the row of a session."""

_TYPES: Final[Mapping[Kind, DataType]] = {Kind.TIME: TimestampType(), Kind.INTEGER: LongType()}


@frozen(kw_only=True)
class Rows:
    """Turns sessions and errors into rows, with the columns of an export.

    Attributes:
        columns: The columns for a session.
        problems: True to return each error as a row, with the further column `problem`; False to raise the errors.
    """

    columns: tuple[Column, ...]
    problems: bool

    @classmethod
    def of(cls, *, raw: bool, problems: bool) -> "Rows":
        """Return an instance with or without the columns `raw` and `problem`."""
        return cls(columns=columns(raw=raw), problems=problems)

    @property
    def schema(self) -> StructType:
        """The columns, with their Spark types."""
        fields = [StructField(each.name, _TYPES.get(each.kind, StringType())) for each in self.columns]
        return StructType([*fields, StructField(PROBLEM, StringType())] if self.problems else fields)

    def check(self, schema: StructType) -> None:
        """Raise ConfigurationError if the user's schema differs from the columns."""
        if schema.simpleString() != self.schema.simpleString():
            raise ConfigurationError("schema: the columns are fixed; remove .schema(…) and use select")

    def made(self, found: Iterable[Session | SourceError]) -> Iterator[tuple[Any, ...]]:
        """Yield a row for each session. Then yield a row for each error, or raise the errors."""
        problems: list[SourceError] = []
        for each in found:
            if isinstance(each, Session):
                values = row(each, self.columns)
                yield (*values, None) if self.problems else values
            else:
                problems.append(each)
        if not self.problems:
            _raise(problems)
        yield from map(self._problem, problems)

    def _problem(self, error: SourceError) -> tuple[Any, ...]:
        known = {"source": error.source, "vendor": error.vendor}
        return (*(known.get(each.name) for each in self.columns), f"{type(error).__name__}: {error}")


def _raise(problems: list[SourceError]) -> None:
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ExceptionGroup(f"{len(problems)} problems at {problems[0].source}", problems)
