# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..models.session_response import SessionResponse, SessionResponseWire
from ..types import (
    NOT_SENT,
    UNSET,
    Unset,
    list_of,
    model_in,
    model_of,
    read_body,
    read_int,
    read_object,
    take,
    take_further,
    write_object,
)


@define(kw_only=True)
class SessionListResponse:
    count: int | None | Unset = UNSET
    """How many sessions there are in all."""
    result: list[SessionResponse] | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "count": self.count,
                "result": self.result,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, SessionListResponseWire) if cls is SessionListResponse else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, SessionListResponseWire)
        model = cast(Self | None, model_of(fields, SessionListResponseWire)) if cls is SessionListResponse else None
        if model is None:
            model = cls(
                count=take(fields, "count", read_int),
                result=take(fields, "result", list_of(SessionResponse.from_dict)),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class SessionListResponseWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """SessionListResponse as it comes when all is as documented; see types.py."""

    count: int | None = NOT_SENT
    result: list[SessionResponseWire] | None = NOT_SENT

    def to_model(self) -> SessionListResponse:
        """The same as SessionListResponse."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = SessionListResponse.__new__(SessionListResponse)
        model.count = self.count
        model.result = [each.to_model() for each in self.result] if isinstance(self.result, list) else self.result
        model.additional_properties = {}
        return model
