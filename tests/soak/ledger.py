"""What of a world came, and how often, in a byte a session: a million identifiers would be most of what is measured."""

from collections import Counter
from collections.abc import Sequence

from attrs import field, frozen

from allsessions import InvalidRecordError, Session

from .wire import WIRES, number_of
from .world import World


@frozen(kw_only=True)
class Account:
    """What the sessions and errors of a whole list came to.

    Attributes:
        once: Good sessions that were yielded exactly once.
        missing: Good sessions that were not yielded.
        repeated: Sessions that were yielded more than once.
        strange: What was yielded though the server holds no such good session.
        reported: Bad records that were reported exactly once, as an InvalidRecordError of their source.
        unreported: The other bad records.
        other_errors: Whatever else was reported, as text.
    """

    once: int
    missing: int
    repeated: int
    strange: int
    reported: int
    unreported: int
    other_errors: tuple[str, ...] = field(repr=False)


class Ledger:
    """Counts the sessions of a world as they come."""

    def __init__(self, world: World) -> None:
        self._lists = {listed.name: listed for listed in world.lists()}
        self._bad = world.bad_records()
        self._times = bytearray(world.sessions)
        self._strange = 0

    def take(self, session: Session) -> None:
        """Note that a session was yielded."""
        number = number_of(session.id)
        if self._holds(session.source, number) and number not in self._bad:
            self._times[number] = min(self._times[number] + 1, 2)
        else:
            self._strange += 1

    def account(self, errors: Sequence[Exception]) -> Account:
        """What came, given the errors that the list ended with."""
        reports = Counter(number for error in errors if (number := self._reported(error)) is not None)
        reported = [number for number, times in reports.items() if times == 1]
        return Account(
            once=self._times.count(1),
            missing=self._times.count(0) - len(self._bad),
            repeated=self._times.count(2),
            strange=self._strange,
            reported=len(reported),
            unreported=len(self._bad) - len(reported),
            other_errors=tuple(str(error) for error in errors if self._reported(error) is None),
        )

    def _holds(self, source: str, number: int) -> bool:
        listed = self._lists[source]
        return listed.first <= number < listed.end

    def _reported(self, error: Exception) -> int | None:
        """The number of the session whose bad record this error rightly tells of."""
        if not isinstance(error, InvalidRecordError):
            return None
        (id,) = error.record[WIRES[error.vendor].id_key]
        number = number_of(id)
        return number if number in self._bad and self._holds(error.source, number) else None
