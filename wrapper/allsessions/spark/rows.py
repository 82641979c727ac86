"""The columns, and a session or a problem as a row of them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import frozen
from pyspark.sql.types import DataType, LongType, StringType, StructField, StructType, TimestampType

from allsessions import ConfigurationError, Session, SourceError
from allsessions.export import Column, Kind, columns, row

PROBLEM: Final = "problem"
"""The column that says what is missing; null for a session."""

_TYPES: Final[Mapping[Kind, DataType]] = {Kind.TIME: TimestampType(), Kind.INTEGER: LongType()}


@frozen(kw_only=True)
class Rows:
    """How sessions, and what is missing of them, become rows: with the columns of an export.

    Attributes:
        columns: Those of a session.
        problems: Whether there is one more for problems, which then are rows; else they are raised.
    """

    columns: tuple[Column, ...]
    problems: bool

    @classmethod
    def of(cls, *, raw: bool, problems: bool) -> "Rows":
        """With or without the columns `raw` and `problem`."""
        return cls(columns=columns(raw=raw), problems=problems)

    @property
    def schema(self) -> StructType:
        """The columns as Spark has them."""
        fields = [StructField(each.name, _TYPES.get(each.kind, StringType())) for each in self.columns]
        return StructType([*fields, StructField(PROBLEM, StringType())] if self.problems else fields)

    def check(self, schema: StructType) -> None:
        """ConfigurationError where the caller gave a schema, and it is another one."""
        if schema.simpleString() != self.schema.simpleString():
            raise ConfigurationError("the columns are always the same: leave .schema(…) out, and select some")

    def made(self, found: Iterable[Session | SourceError]) -> Iterator[tuple[Any, ...]]:
        """A row for each. Raises a problem that is to be none, after the last session."""
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
