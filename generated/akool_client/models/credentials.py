# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

import msgspec
from attrs import define, field

from ..types import (
    NOT_SENT,
    UNSET,
    Unset,
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
class Credentials:
    agora_uid: float | None | Unset = UNSET
    """Number the user has within Agora. Needed with the stream type `agora`."""
    agora_app_id: str | None | Unset = UNSET
    """Which Agora application is used. May be left out with the stream type `agora`."""
    agora_channel: str | None | Unset = UNSET
    """Channel to join at Agora. Needed with the stream type `agora`."""
    agora_token: str | None | Unset = field(default=UNSET, repr=False)
    """Grants entry to the Agora channel. Needed with the stream type `agora`."""
    livekit_url: str | None | Unset = field(default=UNSET, repr=False)
    """Address to connect to for LiveKit. Needed with the stream type `livekit`."""
    livekit_token: str | None | Unset = field(default=UNSET, repr=False)
    """Grants entry to the LiveKit room. Needed with the stream type `livekit`."""
    livekit_room_name: str | None | Unset = UNSET
    """Room to join at LiveKit. May be left out with the stream type `livekit`."""
    livekit_server_identity: str | None | Unset = UNSET
    """Name under which the server takes part in the LiveKit room. May be left out with the stream type `livekit`."""
    livekit_client_identity: str | None | Unset = UNSET
    """Name under which the client takes part in the LiveKit room. May be left out with the stream type `livekit`."""
    trtc_sdk_app_id: float | None | Unset = UNSET
    """Which TRTC application is used. Needed with the stream type `trtc`."""
    trtc_sdk_room_id: str | None | Unset = UNSET
    """Room to join at TRTC. Needed with the stream type `trtc`."""
    trtc_sdk_user_id: str | None | Unset = UNSET
    """Name the user has within TRTC. Needed with the stream type `trtc`."""
    trtc_sdk_user_sig: str | None | Unset = field(default=UNSET, repr=False)
    """Proves to TRTC who the user is (userSig). Needed with the stream type `trtc`."""
    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Fields that the document does not name, kept as they came."""

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON has it."""
        return write_object(
            {
                "agora_uid": self.agora_uid,
                "agora_app_id": self.agora_app_id,
                "agora_channel": self.agora_channel,
                "agora_token": self.agora_token,
                "livekit_url": self.livekit_url,
                "livekit_token": self.livekit_token,
                "livekit_room_name": self.livekit_room_name,
                "livekit_server_identity": self.livekit_server_identity,
                "livekit_client_identity": self.livekit_client_identity,
                "trtc_sdk_app_id": self.trtc_sdk_app_id,
                "trtc_sdk_room_id": self.trtc_sdk_room_id,
                "trtc_sdk_user_id": self.trtc_sdk_user_id,
                "trtc_sdk_user_sig": self.trtc_sdk_user_sig,
            },
            self.additional_properties,
        )

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read the object from a body; raises errors.DecodeError, which names the field."""
        model = model_in(content, CredentialsWire) if cls is Credentials else None
        return cls.from_dict(read_body(content)) if model is None else cast(Self, model)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read the object from JSON's form; raises errors.DecodeError, which names the field."""
        fields = read_object(src_dict)
        additional = take_further(fields, CredentialsWire)
        model = cast(Self | None, model_of(fields, CredentialsWire)) if cls is Credentials else None
        if model is None:
            model = cls(
                agora_uid=take(fields, "agora_uid", read_float),
                agora_app_id=take(fields, "agora_app_id", read_str),
                agora_channel=take(fields, "agora_channel", read_str),
                agora_token=take(fields, "agora_token", read_str),
                livekit_url=take(fields, "livekit_url", read_str),
                livekit_token=take(fields, "livekit_token", read_str),
                livekit_room_name=take(fields, "livekit_room_name", read_str),
                livekit_server_identity=take(fields, "livekit_server_identity", read_str),
                livekit_client_identity=take(fields, "livekit_client_identity", read_str),
                trtc_sdk_app_id=take(fields, "trtc_sdk_app_id", read_float),
                trtc_sdk_room_id=take(fields, "trtc_sdk_room_id", read_str),
                trtc_sdk_user_id=take(fields, "trtc_sdk_user_id", read_str),
                trtc_sdk_user_sig=take(fields, "trtc_sdk_user_sig", read_str),
            )
        model.additional_properties = additional
        return model

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class CredentialsWire(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """Credentials as it comes when all is as documented; see types.py."""

    agora_uid: int | float | None = NOT_SENT
    agora_app_id: str | None = NOT_SENT
    agora_channel: str | None = NOT_SENT
    agora_token: str | None = NOT_SENT
    livekit_url: str | None = NOT_SENT
    livekit_token: str | None = NOT_SENT
    livekit_room_name: str | None = NOT_SENT
    livekit_server_identity: str | None = NOT_SENT
    livekit_client_identity: str | None = NOT_SENT
    trtc_sdk_app_id: int | float | None = NOT_SENT
    trtc_sdk_room_id: str | None = NOT_SENT
    trtc_sdk_user_id: str | None = NOT_SENT
    trtc_sdk_user_sig: str | None = NOT_SENT

    def to_model(self) -> Credentials:
        """The same as Credentials."""
        # Past __init__, which takes more time than all of this: each of the model's fields is set here.
        model = Credentials.__new__(Credentials)
        model.agora_uid = self.agora_uid
        model.agora_app_id = self.agora_app_id
        model.agora_channel = self.agora_channel
        model.agora_token = self.agora_token
        model.livekit_url = self.livekit_url
        model.livekit_token = self.livekit_token
        model.livekit_room_name = self.livekit_room_name
        model.livekit_server_identity = self.livekit_server_identity
        model.livekit_client_identity = self.livekit_client_identity
        model.trtc_sdk_app_id = self.trtc_sdk_app_id
        model.trtc_sdk_room_id = self.trtc_sdk_room_id
        model.trtc_sdk_user_id = self.trtc_sdk_user_id
        model.trtc_sdk_user_sig = self.trtc_sdk_user_sig
        model.additional_properties = {}
        return model
