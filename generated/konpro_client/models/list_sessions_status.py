# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from enum import StrEnum
from typing import Any, Self, cast

from ..types import read_str


class ListSessionsStatus(StrEnum):
    """List only the sessions in this status."""

    NEW = "new"
    CONNECTING = "connecting"
    CONNECTED = "connected"

    @classmethod
    def read(cls, value: Any) -> Self | str:
        """The member of this value, or the value itself where the document knows no such member."""
        return cls.known(read_str(value))

    @classmethod
    def known(cls, value: str) -> Self | str:
        """As `read`, for what is sure to be of type str."""
        return cast(Self | str, cls._value2member_map_.get(value, value))
