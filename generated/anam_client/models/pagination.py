# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class Pagination(Model[Any]):
    """Tells where in the whole list a page stands. Every list of this API has it beside `data`."""

    total: int | None | Unset = UNSET
    """How many items there are on all pages together."""
    last_page: int | None | Unset = UNSET
    """Which page is the final one."""
    current_page: int | None | Unset = UNSET
    """Which page this is."""
    per_page: int | None | Unset = UNSET
    """How many items a page holds."""
    prev: int | None | Unset = UNSET
    """The page before this one. Null on the first."""
    next_: int | None | Unset = UNSET
    """The page after this one. Null on the final one."""


shape.describe(
    Pagination,
    {
        "total": ("total", shape.integer),
        "lastPage": ("last_page", shape.integer),
        "currentPage": ("current_page", shape.integer),
        "perPage": ("per_page", shape.integer),
        "prev": ("prev", shape.integer),
        "next": ("next_", shape.integer),
    },
)
