"""Made-up sessions, and their rows in an export."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import field, frozen

from allsessions import IncompleteListingError, ServerError, Session, Status

BEGIN = datetime.datetime(2026, 4, 20, 9, 30, tzinfo=datetime.UTC)
TOKEN = "join-" + "t0ken" * 4


@frozen
class Record:
    """A vendor's record."""

    fields: dict[str, Any] = field(factory=dict[str, Any])

    def to_dict(self) -> dict[str, Any]:
        return {**self.fields}


def session(number: int, **fields: Any) -> Session:
    """Return a session. Every third one has only the required fields."""
    if number % 3 == 0:
        given: dict[str, Any] = {}
    else:
        created = BEGIN + datetime.timedelta(minutes=number, microseconds=number)
        given = {
            "vendor_status": number % 2 or "connected",
            "created_at": created,
            "started_at": created + datetime.timedelta(seconds=1),
            "ended_at": created + datetime.timedelta(seconds=3),
            "last_active_at": created + datetime.timedelta(seconds=2),
            "expires_at": created.replace(microsecond=0),
            "duration": datetime.timedelta(milliseconds=1500 + number),
            "agent_id": f"agent {number}",
            "user_id": "Zoë, “quoted”",
            "label": 'a "label", with;\tall\nsorts',
            "transport": "livekit",
        }
    given |= {
        "source": "anam-eu",
        "vendor": "anam",
        "id": f"id-{number}",
        "status": [*Status][number % len(Status)],
        "raw": Record({"number": number, "joinToken": TOKEN, "text": "ö"}),
    }
    return Session(**(given | fields))


def sessions(count: int) -> list[Session]:
    return [session(number) for number in range(count)]


def expected(session: Session) -> dict[str, Any]:
    """Return the session's row, in Python's types."""
    times = ("created_at", "started_at", "ended_at", "last_active_at", "expires_at")
    texts = ("ref", "source", "vendor", "id", "agent_id", "user_id", "label", "transport")
    return {
        **{name: getattr(session, name) for name in (*times, *texts)},
        "status": session.status.value,
        "vendor_status": None if session.vendor_status is None else str(session.vendor_status),
        "duration_ms": None if session.duration is None else session.duration // datetime.timedelta(milliseconds=1),
    }


def broken_off(sessions: Sequence[Session]) -> Iterator[Session]:
    """Yield these sessions, then raise IncompleteListingError."""
    yield from sessions
    raise IncompleteListingError([ServerError("it failed", source="anam-eu", vendor="anam", status_code=503)])


def never() -> Iterator[Session]:
    """Raise AssertionError when a session is requested."""
    raise AssertionError("a session was requested")
    yield
