# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.session_response import SessionResponse


@define
class SessionListResponse(Model[Any]):
    count: int | None | Unset = UNSET
    """Total number of sessions."""
    result: list[SessionResponse] | None | Unset = UNSET


shape.describe(
    SessionListResponse,
    {
        "count": ("count", shape.integer),
        "result": ("result", shape.list_of(shape.model("SessionResponse"))),
    },
)
