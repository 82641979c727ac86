"""Made-up sessions in each vendor's documented wire form, and nothing of how they are asked for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

Record: TypeAlias = Mapping[str, Any]
"""A session, or an answer, as the vendor's JSON has it."""


def iso(moment: datetime) -> str:
    """`moment` as JavaScript servers write it: UTC, milliseconds, Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
