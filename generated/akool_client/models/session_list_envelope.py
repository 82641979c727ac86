# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.session_list_response import SessionListResponse


@define
class SessionListEnvelope(Model[Any]):
    code: int | None | Unset = UNSET
    """Result of the call; 1000 means success."""
    msg: str | None | Unset = UNSET
    """The result as text."""
    data: SessionListResponse | None | Unset = UNSET


shape.describe(
    SessionListEnvelope,
    {
        "code": ("code", shape.integer),
        "msg": ("msg", shape.string),
        "data": ("data", shape.model("SessionListResponse")),
    },
    required={"code", "msg"},
)
