"""The JSON schema of a session."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from allsessions import Status

from .columns import COLUMNS, KEY, RAW, Column, Kind

VERSION: Final = 1
"""The version of the schema. Each change to the schema increases it."""

_TYPES: Final[Mapping[Kind, Mapping[str, Any]]] = {
    Kind.TEXT: {"type": ["string", "null"]},
    Kind.STATUS: {"enum": [status.value for status in Status]},
    Kind.TIME: {"type": ["string", "null"], "format": "date-time"},
    Kind.INTEGER: {"type": ["integer", "null"]},
    Kind.JSON: {"type": "object"},
}
_NEVER_NULL: Final = ("ref", "vendor", *KEY)
_DESCRIPTIONS: Final[Mapping[str, str]] = {
    "ref": "source:id, unique among all sources.",
    "source": "The name of the source, such as an account.",
    "vendor": "The vendor, such as anam.",
    "id": "The vendor's identifier.",
    "status": "The state, in the same words for all vendors.",
    "vendor_status": "The state in the vendor's own word or number.",
    "created_at": "When the session was created.",
    "started_at": "When it began to run.",
    "ended_at": "When it ended.",
    "last_active_at": "When something last happened in it.",
    "expires_at": "When it ends if nothing more happens.",
    "duration_ms": "How long it ran, in milliseconds.",
    "agent_id": "The avatar, persona or agent.",
    "user_id": "The user or account.",
    "label": "Your own name for it.",
    "transport": "The protocol of its stream.",
    "raw": "The vendor's record, secrets masked. Only if it was asked for.",
}


def session_schema() -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of a session in `to_dict()`, JSON output and JSON Lines.

    The schema's `$id` ends with its version number. Each change to the schema increases this number.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:allsessions:session:{VERSION}",
        "title": "Session",
        "description": "A session of a live avatar or agent. Times are in UTC. null: the vendor does not say.",
        "type": "object",
        "properties": {column.name: _property(column) for column in (*COLUMNS, RAW)},
        "required": [column.name for column in COLUMNS],
        "additionalProperties": False,
    }


def _property(column: Column) -> dict[str, Any]:
    kind: Mapping[str, Any] = {"type": "string"} if column.name in _NEVER_NULL else _TYPES[column.kind]
    return {"description": _DESCRIPTIONS[column.name], **deepcopy(kind)}
