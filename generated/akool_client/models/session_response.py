# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define, field

from ..models.session_status import SessionStatus
from ..types import (
    UNSET,
    Unset,
    read_int,
    read_object,
    read_str,
    take,
    write_object,
)

if TYPE_CHECKING:
    from ..models.credentials import Credentials


@define(kw_only=True)
class SessionResponse:
    session_id: str | None | Unset = UNSET
    """The session's id, which the detail request takes."""
    uid: int | None | Unset = UNSET
    """Number of the user it belongs to."""
    type_: int | None | Unset = UNSET
    """Kind of session, as a number."""
    stream_type: str | None | Unset = UNSET
    """Name of the streaming service that carries it."""
    status: SessionStatus | int | None | Unset = UNSET
    """Where a session is in its life, from waiting in the queue to completed or failed."""
    credentials: Credentials | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "_id": self.session_id,
                "uid": self.uid,
                "type": self.type_,
                "stream_type": self.stream_type,
                "status": self.status,
                "credentials": self.credentials,
            },
            self.additional_properties,
        )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        from ..models.credentials import Credentials

        fields = read_object(src_dict)
        model = cls(
            session_id=take(fields, "_id", read_str),
            uid=take(fields, "uid", read_int),
            type_=take(fields, "type", read_int),
            stream_type=take(fields, "stream_type", read_str),
            status=take(fields, "status", SessionStatus.read),
            credentials=take(fields, "credentials", Credentials.from_dict),
        )
        model.additional_properties = fields
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
