# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.session_detail import SessionDetail


@define
class SessionDetailEnvelope(Model[Any]):
    code: int | None | Unset = UNSET
    """Result of the call; 1000 means success."""
    msg: str | None | Unset = UNSET
    """The result as text."""
    data: SessionDetail | None | Unset = UNSET


shape.describe(
    SessionDetailEnvelope,
    {
        "code": ("code", shape.integer),
        "msg": ("msg", shape.string),
        "data": ("data", shape.model("SessionDetail")),
    },
    required={"code", "msg"},
)
