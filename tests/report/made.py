"""Made-up sessions, with the fields that each vendor has."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, cast

from allsessions import Session, Source, Status
from allsessions.report import Figures
from allsessions.report.collecting import collect
from allsessions.report.figures import figures
from allsessions.report.period import period
from allsessions.report.runs import moment

NOW = datetime.datetime(2026, 4, 20, 12, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)

SECRET = "never-on-a-page"


class Record:
    """A vendor's record. A report does not read it."""

    def to_dict(self) -> dict[str, Any]:
        return {"token": SECRET}


def ago(**length: float) -> datetime.datetime:
    """Return a time before now."""
    return NOW - datetime.timedelta(**length)


def minutes(number: float) -> datetime.timedelta:
    return datetime.timedelta(minutes=number)


def made(source: str, id: str, status: Status, **fields: Any) -> Session:
    return Session(source=source, vendor=source, id=id, status=status, raw=cast(Any, Record()), **fields)


def akool(id: str, created: datetime.datetime | None, status: Status = Status.ENDED) -> Session:
    """Akool has only the creation."""
    return made("akool", id, status, created_at=created, user_id="7")


def anam(
    id: str,
    started: datetime.datetime,
    length: datetime.timedelta | None,
    *,
    source: str = "anam",
    status: Status = Status.ENDED,
    agent: str | None = "cara",
    label: str | None = None,
) -> Session:
    """Anam has start, end and duration. A length of None means in progress."""
    return made(
        source,
        id,
        Status.ACTIVE if length is None else status,
        created_at=started - datetime.timedelta(seconds=2),
        started_at=started,
        ended_at=None if length is None else started + length,
        duration=length,
        agent_id=agent,
        label=label,
    )


def konpro(id: str, created: datetime.datetime, length: datetime.timedelta | None) -> Session:
    """KonPro has the creation and the duration."""
    status = Status.ACTIVE if length is None else Status.ENDED
    return made("konpro", id, status, created_at=created, duration=length, agent_id="front-desk")


def elizaos(id: str, created: datetime.datetime) -> Session:
    """ElizaOS has only sessions in progress."""
    return made("elizaos", id, Status.ACTIVE, created_at=created, agent_id="eliza", user_id="u")


def figures_of(
    sessions: Iterable[Session],
    since: datetime.datetime,
    until: datetime.datetime | None = None,
    *,
    sources: Sequence[str | Source] = (),
    **more: Any,
) -> Figures:
    """Return the figures of the sessions in a period, in UTC."""
    return figures(
        collect(sessions, moment(NOW), sources), period(since, until, NOW, datetime.UTC), moment(NOW), **more
    )
