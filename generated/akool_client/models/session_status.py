# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from enum import IntEnum
from typing import Any, Self, cast

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
        return cls.known(read_int(value))

    @classmethod
    def known(cls, value: int) -> Self | int:
        """As `read`, for what is sure to be of type int."""
        return cast(Self | int, cls._value2member_map_.get(value, value))
