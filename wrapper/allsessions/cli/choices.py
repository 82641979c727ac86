"""Parsing of options. An option that takes several values accepts commas between them, or can be repeated."""

import datetime
import heapq
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import typer
from attrs import frozen

from allsessions import IncompleteListingError, Session, SourceError, Status

from .formats import ATTRIBUTES, FIELDS, SORTABLE
from .text import running_for
from .times import parse_duration, period


def parse_statuses(texts: Iterable[str] | None) -> list[Status] | None:
    """Parse --status. Raises BadParameter for an unknown status."""
    return None if texts is None else [Status(word) for word in _parse_words(texts, list(Status), "--status")]


def parse_filters(
    status: Iterable[str] | None,
    since: str | None,
    until: str | None,
    agent: str | None,
    user: str | None,
    search: str | None,
) -> dict[str, Any]:
    """Return the filters for `Client.list`. Raises BadParameter for an invalid option."""
    created = period(since, until)
    return {
        "status": parse_statuses(status),
        "created_after": created.since,
        "created_before": created.until,
        "agent_id": agent,
        "user_id": user,
        "search": search,
    }


@frozen
class Order:
    """A sort order. Sessions without a value for the sort field come last, in ascending and in descending order."""

    field: str
    descending: bool

    def of(self, sessions: Iterable[Session], limit: int | None) -> Iterator[Session]:
        """Yield the first `limit` sessions in this order; all if `limit` is None. Keep only these in memory."""
        if limit is None:
            yield from sorted(sessions, key=self._key, reverse=self.descending)
        else:
            yield from (heapq.nlargest if self.descending else heapq.nsmallest)(limit, sessions, self._key)

    def _key(self, session: Session) -> tuple[bool, Any]:
        value = getattr(session, ATTRIBUTES.get(self.field, self.field))
        if self.field == "status":
            value = list(Status).index(value)
        return (value is None) != self.descending, 0 if value is None else value


@frozen
class Selection:
    """The options that select the sessions to show: minimum age, order and limit."""

    order: Order | None
    age: datetime.timedelta | None
    limit: int | None

    @property
    def vendors_limit(self) -> int | None:
        """The limit for `Client.list`; None to read all sessions."""
        return self.limit if self.order is None and self.age is None else None

    def of(self, sessions: Iterable[Session]) -> Iterator[Session]:
        """Yield the sessions to show."""
        if self.age is not None:
            now, age = datetime.datetime.now(datetime.UTC), self.age
            sessions = (each for each in sessions if (ran := running_for(each, now)) is not None and ran > age)
        return islice(sessions, self.limit) if self.order is None else self.order.of(sessions, self.limit)


def check_ages(sessions: Iterable[Session]) -> Iterator[Session]:
    """Yield the sessions. At the end, raise IncompleteListingError if the age of an active session is unknown."""
    errors: list[SourceError] = []
    unknown, first = Counter[str](), dict[str, tuple[str, str]]()
    try:
        for session in sessions:
            if session.status is Status.ACTIVE and not (session.started_at or session.created_at):
                unknown[session.source] += 1
                first.setdefault(session.source, (session.vendor, session.id))
            yield session
    except IncompleteListingError as error:
        errors += error.errors
    for source, number in unknown.items():
        vendor, id = first[source]
        count = "1 active session has" if number == 1 else f"{number:,} active sessions have"
        text = f"{count} no readable start time (the first is {id}); --running-longer-than needs this time"
        errors.append(SourceError(text, source=source, vendor=vendor))
    if errors:
        raise IncompleteListingError(errors)


def parse_age(text: str | None, statuses: Sequence[Status] | None) -> datetime.timedelta | None:
    """Parse --running-longer-than. Raises BadParameter for a bad duration, or if --status excludes active sessions."""
    if text is not None and statuses is not None and Status.ACTIVE not in statuses:
        said = "only active sessions are running, but --status excludes them; add active to --status, or omit --status"
        raise typer.BadParameter(said, param_hint="'--running-longer-than'")
    return None if text is None else parse_duration(text, "--running-longer-than")


def parse_order(text: str | None) -> Order | None:
    """Parse --sort: a field, with a minus before it for descending order. Raises BadParameter for an unknown field."""
    if text is None:
        return None
    name, *more = _parse_fields([text.removeprefix("-")], SORTABLE, "--sort")
    if more:
        raise typer.BadParameter("pass only one field, such as -created_at", param_hint="'--sort'")
    return Order(name, text.startswith("-"))


def parse_columns(texts: Iterable[str] | None) -> list[str] | None:
    """Parse --columns: fields in the order given, without duplicates. Raises BadParameter for an unknown field."""
    return None if texts is None else _parse_fields(texts, FIELDS, "--columns")


def _parse_fields(texts: Iterable[str], fields: Sequence[str], option: str) -> list[str]:
    # Tables have the title `duration` for the field `duration_ms`, so users may enter either name.
    return _parse_words([re.sub(r"\bduration\b", "duration_ms", text) for text in texts], fields, option)


def _parse_words(texts: Iterable[str], words: Sequence[str], option: str) -> list[str]:
    chosen = [word.strip() for text in texts for word in text.split(",")]
    for word in chosen:
        if word not in words:
            raise typer.BadParameter(
                f"unknown value {word[:80]!r}; expected one of {', '.join(words)}", param_hint=f"'{option}'"
            )
    return list(dict.fromkeys(chosen))
