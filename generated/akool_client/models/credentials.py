# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define
from attrs import field as _field

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class Credentials(Model[Any]):
    agora_uid: float | None | Unset = UNSET
    """The user's number at Agora. Required for the stream type `agora`."""
    agora_app_id: str | None | Unset = UNSET
    """Id of the Agora application. Optional for the stream type `agora`."""
    agora_channel: str | None | Unset = UNSET
    """Agora channel to join. Required for the stream type `agora`."""
    agora_token: str | None | Unset = _field(repr=False, default=UNSET)
    """Token for the Agora channel. Required for the stream type `agora`."""
    livekit_url: str | None | Unset = _field(repr=False, default=UNSET)
    """Address of the LiveKit server. Required for the stream type `livekit`."""
    livekit_token: str | None | Unset = _field(repr=False, default=UNSET)
    """Token for the LiveKit room. Required for the stream type `livekit`."""
    livekit_room_name: str | None | Unset = UNSET
    """LiveKit room to join. Optional for the stream type `livekit`."""
    livekit_server_identity: str | None | Unset = UNSET
    """Name of the server in the LiveKit room. Optional for the stream type `livekit`."""
    livekit_client_identity: str | None | Unset = UNSET
    """Name of the client in the LiveKit room. Optional for the stream type `livekit`."""
    trtc_sdk_app_id: float | None | Unset = UNSET
    """Id of the TRTC application. Required for the stream type `trtc`."""
    trtc_sdk_room_id: str | None | Unset = UNSET
    """TRTC room to join. Required for the stream type `trtc`."""
    trtc_sdk_user_id: str | None | Unset = UNSET
    """The user's id at TRTC. Required for the stream type `trtc`."""
    trtc_sdk_user_sig: str | None | Unset = _field(repr=False, default=UNSET)
    """The user's signature for TRTC (userSig). Required for the stream type `trtc`."""


shape.describe(
    Credentials,
    {
        "agora_uid": ("agora_uid", shape.number),
        "agora_app_id": ("agora_app_id", shape.string),
        "agora_channel": ("agora_channel", shape.string),
        "agora_token": ("agora_token", shape.string),
        "livekit_url": ("livekit_url", shape.string),
        "livekit_token": ("livekit_token", shape.string),
        "livekit_room_name": ("livekit_room_name", shape.string),
        "livekit_server_identity": ("livekit_server_identity", shape.string),
        "livekit_client_identity": ("livekit_client_identity", shape.string),
        "trtc_sdk_app_id": ("trtc_sdk_app_id", shape.number),
        "trtc_sdk_room_id": ("trtc_sdk_room_id", shape.string),
        "trtc_sdk_user_id": ("trtc_sdk_user_id", shape.string),
        "trtc_sdk_user_sig": ("trtc_sdk_user_sig", shape.string),
    },
)
