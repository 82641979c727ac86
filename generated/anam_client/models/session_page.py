# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..models.pagination import Pagination, PaginationWire
from ..models.session import Session, SessionWire
from ..types import (
    NOT_SENT,
    UNSET,
    Unset,
    list_of,
    model_in,
    model_of,
    read_body,
    read_object,
    take,
    take_further,
    write_object,
)


@define(kw_only=True)
class SessionPage:
    data: list[Session] | None | Unset = UNSET
    meta: Pagination | None | Unset = UNSET
    """Tells where in the whole list a page stands. Every list of this API has it beside `data`."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "data": self.data,
                "meta": self.meta,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, SessionPageWire) if cls is SessionPage else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, SessionPageWire)
        model = cast(Self | None, model_of(fields, SessionPageWire)) if cls is SessionPage else None
        if model is None:
            model = cls(
                data=take(fields, "data", list_of(Session.from_dict)),
                meta=take(fields, "meta", Pagination.from_dict),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class SessionPageWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """SessionPage as it comes when all is as documented; see types.py."""

    data: list[SessionWire] | None = NOT_SENT
    meta: PaginationWire | None = NOT_SENT

    def to_model(self) -> SessionPage:
        """The same as SessionPage."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = SessionPage.__new__(SessionPage)
        model.data = [each.to_model() for each in self.data] if isinstance(self.data, list) else self.data
        model.meta = self.meta.to_model() if isinstance(self.meta, PaginationWire) else self.meta
        model.additional_properties = {}
        return model
