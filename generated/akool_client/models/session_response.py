# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..models.credentials import Credentials, CredentialsWire
from ..models.session_status import SessionStatus
from ..types import (
    NOT_SENT,
    UNSET,
    Unset,
    model_in,
    model_of,
    read_body,
    read_int,
    read_object,
    read_str,
    take,
    take_further,
    write_object,
)


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
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, SessionResponseWire) if cls is SessionResponse else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, SessionResponseWire)
        model = cast(Self | None, model_of(fields, SessionResponseWire)) if cls is SessionResponse else None
        if model is None:
            model = cls(
                session_id=take(fields, "_id", read_str),
                uid=take(fields, "uid", read_int),
                type_=take(fields, "type", read_int),
                stream_type=take(fields, "stream_type", read_str),
                status=take(fields, "status", SessionStatus.read),
                credentials=take(fields, "credentials", Credentials.from_dict),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class SessionResponseWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """SessionResponse as it comes when all is as documented; see types.py."""

    session_id: str | None = msgspec.field(default=NOT_SENT, name="_id")
    uid: int | None = NOT_SENT
    type_: int | None = msgspec.field(default=NOT_SENT, name="type")
    stream_type: str | None = NOT_SENT
    status: int | None = NOT_SENT
    credentials: CredentialsWire | None = NOT_SENT

    def to_model(self) -> SessionResponse:
        """The same as SessionResponse."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = SessionResponse.__new__(SessionResponse)
        model.session_id = self.session_id
        model.uid = self.uid
        model.type_ = self.type_
        model.stream_type = self.stream_type
        model.status = SessionStatus.known(self.status) if isinstance(self.status, int) else self.status
        model.credentials = (
            self.credentials.to_model() if isinstance(self.credentials, CredentialsWire) else self.credentials
        )
        model.additional_properties = {}
        return model
