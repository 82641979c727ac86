# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..types import (
    NOT_SENT,
    UNSET,
    Nested,
    Unset,
    model_in,
    model_of,
    one_of,
    read,
    read_body,
    read_bool,
    read_float,
    read_object,
    read_str,
    take,
    take_further,
    write_object,
)


@define(kw_only=True)
class SessionInfoTimeoutConfig:
    """The rules for timing out that apply to it now."""

    timeout_minutes: float | None | Unset = UNSET
    """How many minutes without activity end it."""
    auto_renew: bool | str | None | Unset = UNSET
    """True if it is renewed without a request to do so."""
    max_duration_minutes: float | None | Unset = UNSET
    """How many minutes it may last altogether."""
    warning_threshold_minutes: float | None | Unset = UNSET
    """How many minutes ahead of its end the warning is given."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "timeoutMinutes": self.timeout_minutes,
                "autoRenew": self.auto_renew,
                "maxDurationMinutes": self.max_duration_minutes,
                "warningThresholdMinutes": self.warning_threshold_minutes,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, SessionInfoTimeoutConfigWire) if cls is SessionInfoTimeoutConfig else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, SessionInfoTimeoutConfigWire)
        model = (
            cast(Self | None, model_of(fields, SessionInfoTimeoutConfigWire))
            if cls is SessionInfoTimeoutConfig
            else None
        )
        if model is None:
            model = cls(
                timeout_minutes=take(fields, "timeoutMinutes", read_float),
                auto_renew=take(fields, "autoRenew", one_of(read_bool, read_str)),
                max_duration_minutes=take(fields, "maxDurationMinutes", read_float),
                warning_threshold_minutes=take(fields, "warningThresholdMinutes", read_float),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class SessionInfoTimeoutConfigWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """SessionInfoTimeoutConfig as it comes when all is as documented; see types.py."""

    timeout_minutes: int | float | None = msgspec.field(default=NOT_SENT, name="timeoutMinutes")
    auto_renew: Nested = msgspec.field(default=NOT_SENT, name="autoRenew")
    max_duration_minutes: int | float | None = msgspec.field(default=NOT_SENT, name="maxDurationMinutes")
    warning_threshold_minutes: int | float | None = msgspec.field(default=NOT_SENT, name="warningThresholdMinutes")

    def to_model(self) -> SessionInfoTimeoutConfig:
        """The same as SessionInfoTimeoutConfig."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = SessionInfoTimeoutConfig.__new__(SessionInfoTimeoutConfig)
        model.timeout_minutes = self.timeout_minutes
        model.auto_renew = read(self.auto_renew, one_of(read_bool, read_str))
        model.max_duration_minutes = self.max_duration_minutes
        model.warning_threshold_minutes = self.warning_threshold_minutes
        model.additional_properties = {}
        return model
