"""The options of the readers, and their parsing."""

import datetime
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from allsessions import ConfigurationError, Status


@frozen(kw_only=True)
class Options:
    """The options for `spark.read` and `spark.readStream`. Spark passes them as text.

    Attributes:
        config: The content of the configuration file. Users set the path of the file, and only the driver reads it.
            None to use the environment.
        sources: Names of sources, separated by commas; None for all.
        status: Values of `Status`, separated by commas; None for all.
        created_after: The earliest time of creation, in ISO 8601 with a time zone. A stream begins at this time.
        created_before: The latest time of creation, exclusive, in the same form. A stream does not accept this option.
        agent_id: The id of the agent, as for `Client.list`.
        user_id: The id of the user, as for `Client.list`.
        search: The text to search for, as for `Client.list`.
        problems: If a source fails or a record is unreadable, ``fail`` raises the SourceError in the task, and
            ``column`` returns a row with the error in the column `problem`.
        pushdown: True to apply a query's conditions before Spark does. If True, use each DataFrame for one query only:
            Spark would reuse the conditions of the first query for later ones.
        raw: True to add a column with the vendor's record, secrets masked.
        lag: The delay of a stream behind the clock, in seconds. It gives vendors time to list new sessions.
    """

    config: Mapping[str, Any] | None = None
    sources: frozenset[str] | None = None
    status: frozenset[str] | None = None
    created_after: datetime.datetime | None = None
    created_before: datetime.datetime | None = None
    agent_id: str | None = None
    user_id: str | None = None
    search: str | None = None
    problems: str = "fail"
    pushdown: bool = False
    raw: bool = False
    lag: datetime.timedelta = datetime.timedelta(minutes=1)

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Options":
        """Parse the options. Names are case-insensitive. Raises ConfigurationError for an unknown or invalid option."""
        values: dict[str, Any] = {}
        for name, text in given.items():
            if name.lower() not in _PARSERS:
                raise ConfigurationError(f"unknown option {name!r}; expected one of {', '.join(_PARSERS)}")
            try:
                values[name.lower()] = _PARSERS[name.lower()](text)
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
        raise ValueError(f"{text!r} has no time zone; add one, such as 2026-11-01T00:00:00Z")
    try:
        return time.astimezone(datetime.UTC)
    except OverflowError:
        raise ValueError(f"{text!r} is outside the years 1 to 9999 in UTC") from None


def _seconds(text: str) -> datetime.timedelta:
    seconds = float(text)
    if not 0 <= seconds <= 86_400:
        raise ValueError(f"expected a number of seconds from 0 to 86400, not {text}")
    return datetime.timedelta(seconds=seconds)


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"expected one of {', '.join(words)}, not {text!r}")
        return text.lower()

    return parse


def _boolean(text: str) -> bool:
    return _one_of("true", "false")(text) == "true"


_PARSERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "config": _file,
    "sources": _words,
    "status": _statuses,
    "created_after": _time,
    "created_before": _time,
    "agent_id": str,
    "user_id": str,
    "search": str,
    "problems": _one_of("fail", "column"),
    "pushdown": _boolean,
    "raw": _boolean,
    "lag": _seconds,
}
