"""Made-up sessions, with the fields that each vendor has."""

import datetime
from collections.abc import Iterable
from typing import Any, cast

from allsessions import Session, Status
from allsessions.report import Figures
from allsessions.report.collecting import collect
from allsessions.report.figures import figures
from allsessions.report.period import period
from allsessions.report.runs import moment
from tests.export.made import Record

NOW = datetime.datetime(2026, 4, 20, 12, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)

SECRET = "never-on-a-page"
RECORD = Record({"token": SECRET})


def ago(**length: float) -> datetime.datetime:
    """Return a time before now."""
    return NOW - datetime.timedelta(**length)


def minutes(number: float) -> datetime.timedelta:
    return datetime.timedelta(minutes=number)


def made(source: str, id: str, status: Status, **fields: Any) -> Session:
    return Session(source=source, vendor=source, id=id, status=status, raw=cast(Any, RECORD), **fields)


def akool(id: str, created: datetime.datetime | None, status: Status = Status.ENDED) -> Session:
    """Return a session of Akool, which has only the creation time."""
    return made("akool", id, status, created_at=created, user_id="7")


def anam(id: str, started: datetime.datetime, length: datetime.timedelta | None, **more: Any) -> Session:
    """Return a session of Anam, with start, end and duration. A length of None means in progress."""
    created, ended = started - datetime.timedelta(seconds=2), None if length is None else started + length
    times = {"created_at": created, "started_at": started, "ended_at": ended, "duration": length}
    status = Status.ENDED if ended else Status.ACTIVE
    return made(id=id, **{"source": "anam", "status": status, "agent_id": "cara", **times, **more})


def konpro(id: str, created: datetime.datetime, length: datetime.timedelta | None) -> Session:
    """Return a session of KonPro, with the creation time and the duration."""
    status = Status.ACTIVE if length is None else Status.ENDED
    return made("konpro", id, status, created_at=created, duration=length, agent_id="front-desk")


def elizaos(id: str, created: datetime.datetime) -> Session:
    """Return a session of ElizaOS, which lists only sessions in progress."""
    return made("elizaos", id, Status.ACTIVE, created_at=created, agent_id="eliza", user_id="u")


def figures_of(sessions: Iterable[Session], since: datetime.datetime, **more: Any) -> Figures:
    """Return the figures of the sessions from this time until now, in UTC."""
    read = collect(sessions, moment(NOW), more.pop("sources", ()))
    return figures(read, period(since, None, NOW, datetime.UTC), moment(NOW), **more)
