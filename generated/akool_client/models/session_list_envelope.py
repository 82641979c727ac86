# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..models.session_list_response import SessionListResponse, SessionListResponseWire
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
class SessionListEnvelope:
    code: int | None | Unset = UNSET
    """Business outcome of the call; 1000 means it succeeded."""
    msg: str | None | Unset = UNSET
    """The outcome as text."""
    data: SessionListResponse | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "code": self.code,
                "msg": self.msg,
                "data": self.data,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, SessionListEnvelopeWire) if cls is SessionListEnvelope else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, SessionListEnvelopeWire)
        model = cast(Self | None, model_of(fields, SessionListEnvelopeWire)) if cls is SessionListEnvelope else None
        if model is None:
            model = cls(
                code=take(fields, "code", read_int),
                msg=take(fields, "msg", read_str),
                data=take(fields, "data", SessionListResponse.from_dict),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class SessionListEnvelopeWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """SessionListEnvelope as it comes when all is as documented; see types.py."""

    code: int | None = NOT_SENT
    msg: str | None = NOT_SENT
    data: SessionListResponseWire | None = NOT_SENT

    def to_model(self) -> SessionListEnvelope:
        """The same as SessionListEnvelope."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = SessionListEnvelope.__new__(SessionListEnvelope)
        model.code = self.code
        model.msg = self.msg
        model.data = self.data.to_model() if isinstance(self.data, SessionListResponseWire) else self.data
        model.additional_properties = {}
        return model
