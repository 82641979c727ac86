"""What `option` of a reader takes, checked."""

import datetime
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from allsessions import ConfigurationError, Status


@frozen(kw_only=True)
class Options:
    """What is to be read, and how.

    Attributes:
        config: The sources, as `tomllib` reads their file, which the executors do not need then; None for those that
            are set in the environment.
        sources: Names of those wanted; all unless given. Separated by commas, as `status` is.
        status: As for `Client.list`.
        created_after: As for `Client.list`, in ISO 8601 with a time zone. A stream begins there.
        created_before: As for `Client.list`. Not for a stream.
        agent_id: As for `Client.list`.
        user_id: As for `Client.list`.
        search: As for `Client.list`.
        pages: Pages of a partition, at least.
        problems: What becomes of a source that fails and of a record that cannot be read: they ``fail`` the task with
            their SourceError, or are rows that say so in the ``column`` problem.
        pushdown: Whether the conditions of a query narrow down what is asked for. Only for a DataFrame of which one
            query is made: Spark would have later ones read what the first one wanted.
        raw: Whether there is a column with the vendor's record, secrets masked.
        lag: Seconds until a session is surely in its vendor's list. A stream passes on that long after.
    """

    config: Mapping[str, Any] | None = None
    sources: frozenset[str] | None = None
    status: frozenset[str] | None = None
    created_after: datetime.datetime | None = None
    created_before: datetime.datetime | None = None
    agent_id: str | None = None
    user_id: str | None = None
    search: str | None = None
    pages: int = 10
    problems: str = "fail"
    pushdown: bool = False
    raw: bool = False
    lag: datetime.timedelta = datetime.timedelta(minutes=1)

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Options":
        """The options in the texts that Spark has of them. Raises ConfigurationError."""
        values: dict[str, Any] = {}
        for name, text in given.items():
            if name.lower() not in _READERS:
                raise ConfigurationError(f"{name!r} is no option; the options are {', '.join(_READERS)}")
            try:
                values[name.lower()] = _READERS[name.lower()](text)
            except ValueError as error:
                raise ConfigurationError(f"option {name}: {error}") from None
        return cls(**values)


def _file(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(Path(text).read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{text}: {error.strerror}") from None


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(","))


def _statuses(text: str) -> frozenset[str]:
    return frozenset(Status(word).value for word in _words(text))


def _time(text: str) -> datetime.datetime:
    time = datetime.datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone; add one, as in 2026-11-01T00:00:00Z")
    try:
        return time.astimezone(datetime.UTC)
    except OverflowError:
        raise ValueError(f"{text!r} is outside the years 1 to 9999 in UTC") from None


def _seconds(text: str) -> datetime.timedelta:
    seconds = float(text)
    if not 0 <= seconds <= 86_400:
        raise ValueError(f"{text} is not from 0 to 86400 seconds")
    return datetime.timedelta(seconds=seconds)


def _one_of(*words: str) -> Callable[[str], str]:
    def chosen(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"{text!r} is none of {', '.join(words)}")
        return text.lower()

    return chosen


def _boolean(text: str) -> bool:
    return _one_of("true", "false")(text) == "true"


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "config": _file,
    "sources": _words,
    "status": _statuses,
    "created_after": _time,
    "created_before": _time,
    "agent_id": str,
    "user_id": str,
    "search": str,
    "pages": int,
    "problems": _one_of("fail", "column"),
    "pushdown": _boolean,
    "raw": _boolean,
    "lag": _seconds,
}
