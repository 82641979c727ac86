"""Write one event per line for logs and programs: as text with name=value pairs, or as a JSON object."""

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from attrs import define, field

from allsessions.privacy import escape_control_chars

from .state import Glimpse, Snapshot, Watched, newest, oldest

_PLAIN_WORD = re.compile(r"""[^\s"'=\\]+""")

Event: TypeAlias = Mapping[str, Any]
"""The values of a line, by name. `event` is "read", "error" or "failed". The other names depend on it."""


@define
class Lines:
    """Formats the results of reading a source as lines.

    Attributes:
        as_json: True to format each line as a JSON object.
    """

    as_json: bool = False
    _failures: dict[str, set[str]] = field(factory=dict[str, set[str]], init=False)
    """The refs of the failed sessions that earlier reads found, by source."""

    def of(self, watched: Watched, now: datetime.datetime) -> Iterator[str]:
        """Yield the lines for a finished read: the numbers of sessions, the error, and the newly failed sessions."""
        for event in self._events(watched, now):
            line = {"at": _time(now), "source": watched.source.name, **event}
            yield json.dumps(line) if self.as_json else _text(line)

    def _events(self, watched: Watched, now: datetime.datetime) -> Iterator[Event]:
        outcome = watched.outcome
        if outcome is None:
            return
        if outcome.snapshot is not None:
            numbers = _numbers(outcome.snapshot, now) | ({} if watched.limit is None else {"limit": watched.limit})
            yield {"event": "read", **numbers, "requests": outcome.requests, "seconds": round(outcome.seconds, 1)}
        if outcome.trouble is not None:
            yield {"event": "error", "error": outcome.trouble}
        if outcome.snapshot is not None:
            yield from map(_failure, self._new(watched, outcome.snapshot))

    def _new(self, watched: Watched, snapshot: Snapshot) -> list[Glimpse]:
        """Return the newly failed sessions, oldest first. In the first read, these are `snapshot.failures`."""
        known = self._failures.get(watched.source.name)
        new = snapshot.failures if known is None else [each for each in snapshot.all_failures if each.ref not in known]
        self._failures[watched.source.name] = (known or set()).union(each.ref for each in snapshot.all_failures)
        return newest(new, len(new))[::-1]


def _numbers(snapshot: Snapshot, now: datetime.datetime) -> dict[str, Any]:
    age = next((each.age(now) for each in oldest(snapshot.running, 1)), None)
    return {
        "active": snapshot.active,
        "pending": snapshot.pending,
        "failed": snapshot.failed,
        "oldest": None if age is None else round(age.total_seconds()),
        "unreadable": snapshot.unreadable,
    }


def _failure(glimpse: Glimpse) -> Event:
    return {
        "event": "failed",
        "ref": glimpse.ref,
        "time": None if glimpse.time is None else _time(glimpse.time),
        "vendor_status": None if glimpse.vendor_status is None else str(glimpse.vendor_status),
        "agent_id": glimpse.agent_id,
    }


def _text(event: Event) -> str:
    begin = f"{event['at']} {escape_control_chars(event['source'])}"
    if event["event"] == "error":
        return f"{begin} error: {escape_control_chars(event['error'])}"
    word = {name: _word(value) for name, value in event.items()}
    if event["event"] == "failed":
        return (
            f"{begin} failed: {word['ref']} at={word['time']} status={word['vendor_status']} agent={word['agent_id']}"
        )
    oldest = word["oldest"] if event["oldest"] is None else f"{word['oldest']}s"
    limit = f" limit={word['limit']}" if "limit" in word else ""
    return (
        f"{begin} active={word['active']} pending={word['pending']} failed={word['failed']} oldest={oldest} "
        f"unreadable={word['unreadable']}{limit} requests={word['requests']} took={event['seconds']:.1f}s"
    )


def _time(time: datetime.datetime) -> str:
    return time.astimezone(datetime.UTC).isoformat(timespec="seconds")


def _word(value: object) -> str:
    """Return the value as one word. Text with spaces, quotes or control characters becomes a JSON string."""
    text = "-" if value is None else str(value)
    return text if _PLAIN_WORD.fullmatch(text) and escape_control_chars(text) == text else json.dumps(text)
