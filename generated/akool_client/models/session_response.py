# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..models.session_status import SessionStatus
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.credentials import Credentials


@define
class SessionResponse(Model[Any]):
    session_id: str | None | Unset = UNSET
    """Id of the session, for the request that returns one session."""
    uid: int | None | Unset = UNSET
    """Number of the session's user."""
    type_: int | None | Unset = UNSET
    """Kind of session, as a number."""
    stream_type: str | None | Unset = UNSET
    """Name of the session's streaming service."""
    status: SessionStatus | int | None | Unset = UNSET
    """The status of a session."""
    credentials: Credentials | None | Unset = UNSET


shape.describe(
    SessionResponse,
    {
        "_id": ("session_id", shape.string),
        "uid": ("uid", shape.integer),
        "type": ("type_", shape.integer),
        "stream_type": ("stream_type", shape.string),
        "status": ("status", shape.enum(SessionStatus)),
        "credentials": ("credentials", shape.model("Credentials")),
    },
)
