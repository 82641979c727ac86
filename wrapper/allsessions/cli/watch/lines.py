"""Output as plain lines, for a log or another program: words separated by spaces, numbers as name=value."""

import datetime
import json
import re
from collections.abc import Iterator

from attrs import define, field

from allsessions.privacy import escape_control_chars

from .state import Glimpse, Snapshot, Watched, oldest

_PLAIN_WORD = re.compile(r"""[^\s"'=\\]+""")


@define
class Lines:
    """The lines of all reads.

    Attributes:
        told: The refs of the failures in the last read, by source. They are not written again.
    """

    told: dict[str, frozenset[str]] = field(factory=dict[str, frozenset[str]])

    def of(self, watched: Watched, now: datetime.datetime) -> Iterator[str]:
        """Yield the lines of a finished read: the numbers, the error, and the new failures."""
        begin = f"{_time(now)} {escape_control_chars(watched.source.name)}"
        outcome = watched.outcome
        if outcome is None:
            return
        if outcome.snapshot is not None:
            yield f"{begin} {_numbers(outcome.snapshot, now)} requests={outcome.requests} took={outcome.seconds:.1f}s"
        if outcome.trouble is not None:
            yield f"{begin} error: {escape_control_chars(outcome.trouble)}"
        if outcome.snapshot is not None:
            yield from (f"{begin} failed: {_failure(each)}" for each in self._new(watched, outcome.snapshot))

    def _new(self, watched: Watched, snapshot: Snapshot) -> list[Glimpse]:
        before = self.told.get(watched.source.name, frozenset())
        self.told[watched.source.name] = frozenset(each.ref for each in snapshot.failures)
        return [each for each in reversed(snapshot.failures) if each.ref not in before]


def _numbers(snapshot: Snapshot, now: datetime.datetime) -> str:
    failed = "-" if snapshot.failed is None else snapshot.failed
    age = next((each.age(now) for each in oldest(snapshot.running, 1)), None)
    seconds = "-" if age is None else f"{age.total_seconds():.0f}s"
    return (
        f"active={snapshot.active} pending={snapshot.pending} failed={failed} oldest={seconds} "
        f"unreadable={snapshot.unreadable}"
    )


def _failure(glimpse: Glimpse) -> str:
    ended = "-" if glimpse.time is None else _time(glimpse.time)
    return f"{_word(glimpse.ref)} at={ended} status={_word(glimpse.vendor_status)} agent={_word(glimpse.agent_id)}"


def _time(time: datetime.datetime) -> str:
    return time.astimezone(datetime.UTC).isoformat(timespec="seconds")


def _word(value: str | int | None) -> str:
    """Return the value as one word. Texts with spaces, quotes or control characters become JSON strings."""
    text = "-" if value is None else str(value)
    return text if _PLAIN_WORD.fullmatch(text) and escape_control_chars(text) == text else json.dumps(text)
