# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from enum import IntEnum
from typing import Any, Self

from ..types import read_int


class SessionStatus(IntEnum):
    """Where a session is in its life, from waiting in the queue to completed or failed."""

    QUEUEING = 1
    PROCESSING = 2
    COMPLETED = 3
    FAILED = 4

    @classmethod
    def read(cls, value: Any) -> Self | int:
        """The member of this value, or the value itself where the document knows no such member."""
        plain = read_int(value)
        return cls(plain) if plain in cls._value2member_map_ else plain
