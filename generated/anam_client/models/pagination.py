# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model
from ..types import UNSET, Unset


@define
class Pagination(Model[Any]):
    """Position of a page in the whole list. Every list of this API has it next to `data`."""

    total: int | None | Unset = UNSET
    """Number of items on all pages."""
    last_page: int | None | Unset = UNSET
    """Number of the last page."""
    current_page: int | None | Unset = UNSET
    """Number of this page."""
    per_page: int | None | Unset = UNSET
    """Items on one page."""
    prev: int | None | Unset = UNSET
    """Number of the previous page. Null on the first page."""
    next_: int | None | Unset = UNSET
    """Number of the next page. Null on the last page."""


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
