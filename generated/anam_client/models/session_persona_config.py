# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from attrs import define

from .. import _shapes as shape
from .._model import Model


@define
class SessionPersonaConfig(Model[Any]):
    """The persona's configuration at the start. Later changes to the persona do not show here."""


shape.describe(
    SessionPersonaConfig,
    {},
)
