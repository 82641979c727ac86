# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from enum import StrEnum
from typing import Any, Self

from ..types import read_str


class SessionStatus(StrEnum):
    """Where it stands, or the last status it had."""

    NEW = "new"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    CLOSED = "closed"

    @classmethod
    def read(cls, value: Any) -> Self | str:
        """The member of this value, or the value itself where the document knows no such member."""
        plain = read_str(value)
        return cls(plain) if plain in cls._value2member_map_ else plain
