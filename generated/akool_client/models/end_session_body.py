# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model


@define
class EndSessionBody(Model[Any]):
    """The session to end."""

    id: str
    """Id of the session; the `_id` in the response that created it."""


shape.describe(
    EndSessionBody,
    {
        "id": ("id", shape.string),
    },
    required={"id"},
)
