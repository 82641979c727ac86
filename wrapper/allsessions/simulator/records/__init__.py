"""Made-up sessions, as JSON objects in the form that each vendor documents."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

Record: TypeAlias = Mapping[str, Any]
"""A session or an answer, as the vendor's JSON object."""


def iso(moment: datetime) -> str:
    """Format `moment` as JavaScript servers do: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
