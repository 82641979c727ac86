"""A made-up vendor whose document, `rich.yaml`, has everything that a client can trip over, once each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from codegen.documents import read_yaml

RICH = read_yaml(Path(__file__).with_name("rich.yaml"))
_SCHEMAS = RICH["components"]["schemas"]

VALUES: dict[str, Any] = _SCHEMAS["Whole"]["example"]
"""An object as documented, with each field."""
ODD_FIELDS = [name for name in _SCHEMAS["Odd"]["properties"] if name != "a"]
"""Names that could get into the way of Python's, or of a path."""
ODD_SCHEMAS = [schema["$ref"].rpartition("/")[2] for schema in _SCHEMAS["Names"]["properties"].values()]
"""Names that the generated modules might use themselves."""
PARAMETERS: dict[str, Any] = {
    "text": "ä &=?/#",
    "number": 7,
    "price": 1.5,
    "flag": True,
    "kind": "b",
    "level": 2,
    "day": "2026-03-01",
    "at": "2026-03-01T10:00:00+00:00",
    "id": "6f9619ff-8b86-d011-b42d-00c04fc964ff",
    "fixed": "whole",
}
"""A value for a parameter of each type, as JSON has it."""
