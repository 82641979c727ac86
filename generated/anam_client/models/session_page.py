# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.pagination import Pagination
    from ..models.session import Session


@define
class SessionPage(Model[Any]):
    data: list[Session] | None | Unset = UNSET
    meta: Pagination | None | Unset = UNSET
    """Position of a page in the whole list. Every list of this API has it next to `data`."""


shape.describe(
    SessionPage,
    {
        "data": ("data", shape.list_of(shape.model("Session"))),
        "meta": ("meta", shape.model("Pagination")),
    },
)
