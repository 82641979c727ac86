"""What became of an answer, and how that compares with what was sent."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from attrs import define, field

from tests.faults.corpus.answer import Hostile, Sent


@define(kw_only=True)
class Outcome:
    """What one way of reading made of one answer.

    Attributes:
        given: The identifiers of the records that were given.
        reported: The places of those that were reported.
        error: What was raised in the end.
        allowed: The exceptions that this way may raise.
        value: What was read, for a closer look.
    """

    answer: Hostile
    allowed: tuple[type[BaseException], ...]
    given: list[str] = field(factory=list[str])
    reported: list[str] = field(factory=list[str])
    error: Exception | None = None
    seconds: float = 0.0
    value: Any = None

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note what is raised inside, and how long it takes."""
        start = time.perf_counter()
        try:
            yield
        except Exception as error:  # noqa: BLE001  # to be judged by the test
            self.error = error
        finally:
            self.seconds = time.perf_counter() - start

    @property
    def outside(self) -> bool:
        """Whether an exception came that a caller has no reason to expect."""
        return self.error is not None and not isinstance(self.error, self.allowed)

    @property
    def refused(self) -> bool:
        """Whether the answer, or something in it, was refused by an error that a caller can expect."""
        return self.error is not None and not self.outside

    @property
    def lost(self) -> frozenset[str]:
        """The good records that were not given, though the rest of the answer was no hindrance or nobody said so."""
        told = self.refused or self.answer.status >= 300  # which a typed client's answer has, too
        return frozenset() if told and not self.answer.readable else self.answer.good - set(self.given)

    @property
    def page_lost(self) -> bool:
        """Whether not one of the good records was given."""
        return bool(self.lost) and self.lost == self.answer.good

    @property
    def silent(self) -> bool:
        """Whether good records are missing and nothing was raised."""
        return bool(self.lost) and self.error is None

    @property
    def unsaid(self) -> bool:
        """Whether nothing came of an answer that cannot be read, not even an error."""
        nothing = not self.given and not self.reported and self.error is None
        return nothing and not self.answer.readable

    @property
    def repeated(self) -> list[str]:
        """The identifiers that were given more than once."""
        return [id for id, count in Counter(self.given).items() if count > 1]

    @property
    def unaccounted(self) -> list[str]:
        """The places of the bad records that were neither given nor reported."""
        one_refused = self.answer.endpoint.detail and self.error is not None
        if not self.answer.readable or one_refused:
            return []
        missing = [number for number, record in enumerate(self.answer.records) if not self._accounted(number, record)]
        # One whose identifier nobody knows may have been given under whatever it was read as.
        strangers = len(set(self.given) - self.answer.known)
        nameless = [number for number in missing if self.answer.records[number].id is None][:strangers]
        return [self.answer.endpoint.place(number) for number in missing if number not in nameless]

    def _accounted(self, number: int, record: Sent) -> bool:
        if record.good:
            return True
        place = re.escape(self.answer.endpoint.place(number))
        return record.id in self.given or any(re.match(rf"{place}($|\W)", path) for path in self.reported)
