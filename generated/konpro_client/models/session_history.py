# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.session import Session


@define
class SessionHistory(Model[Any]):
    """One page of sessions, with the token for the next one."""

    total: float | None | Unset = UNSET
    """Total number of sessions."""
    page: float | None | Unset = UNSET
    """Number of this page."""
    page_size: float | None | Unset = UNSET
    """Sessions on one page."""
    next_pagination_token: str | None | Unset = UNSET
    """The `token` for the next page. Null on the last page."""
    data: list[Session] | None | Unset = UNSET
    """The sessions on this page."""
    sessions: list[Session] | None | Unset = UNSET
    """The active sessions, if the server responds in the other documented form, without data."""


shape.describe(
    SessionHistory,
    {
        "total": ("total", shape.number),
        "page": ("page", shape.number),
        "page_size": ("page_size", shape.number),
        "next_pagination_token": ("next_pagination_token", shape.string),
        "data": ("data", shape.list_of(shape.model("Session"))),
        "sessions": ("sessions", shape.list_of(shape.model("Session"))),
    },
)
