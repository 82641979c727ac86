# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..models.session import Session, SessionWire
from ..types import (
    NOT_SENT,
    UNSET,
    Unset,
    list_of,
    model_in,
    model_of,
    read_body,
    read_float,
    read_object,
    read_str,
    take,
    take_further,
    write_object,
)


@define(kw_only=True)
class SessionHistory:
    """One page of sessions, and how to get the next."""

    total: float | None | Unset = UNSET
    """How many sessions there are in all."""
    page: float | None | Unset = UNSET
    """Which page this is."""
    page_size: float | None | Unset = UNSET
    """How many sessions a page holds."""
    next_pagination_token: str | None | Unset = UNSET
    """Pass it as `token` to continue. Null on the final page."""
    data: list[Session] | None | Unset = UNSET
    """The sessions on this page."""
    sessions: list[Session] | None | Unset = UNSET
    """The active sessions, where the server answers in the other documented shape; data is then absent."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "total": self.total,
                "page": self.page,
                "page_size": self.page_size,
                "next_pagination_token": self.next_pagination_token,
                "data": self.data,
                "sessions": self.sessions,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, SessionHistoryWire) if cls is SessionHistory else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, SessionHistoryWire)
        model = cast(Self | None, model_of(fields, SessionHistoryWire)) if cls is SessionHistory else None
        if model is None:
            model = cls(
                total=take(fields, "total", read_float),
                page=take(fields, "page", read_float),
                page_size=take(fields, "page_size", read_float),
                next_pagination_token=take(fields, "next_pagination_token", read_str),
                data=take(fields, "data", list_of(Session.from_dict)),
                sessions=take(fields, "sessions", list_of(Session.from_dict)),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class SessionHistoryWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """SessionHistory as it comes when all is as documented; see types.py."""

    total: int | float | None = NOT_SENT
    page: int | float | None = NOT_SENT
    page_size: int | float | None = NOT_SENT
    next_pagination_token: str | None = NOT_SENT
    data: list[SessionWire] | None = NOT_SENT
    sessions: list[SessionWire] | None = NOT_SENT

    def to_model(self) -> SessionHistory:
        """The same as SessionHistory."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = SessionHistory.__new__(SessionHistory)
        model.total = self.total
        model.page = self.page
        model.page_size = self.page_size
        model.next_pagination_token = self.next_pagination_token
        model.data = [each.to_model() for each in self.data] if isinstance(self.data, list) else self.data
        model.sessions = (
            [each.to_model() for each in self.sessions] if isinstance(self.sessions, list) else self.sessions
        )
        model.additional_properties = {}
        return model
