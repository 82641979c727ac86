"""orjson, which decodes JSON to dicts and lists without models: the lower limit for decoding."""

from collections.abc import Callable
from typing import Any

import orjson

from . import Decoding

# For each vendor, a function that returns a page's records, and the name of the field with the identifier.
PLACES: dict[str, Callable[[Any], tuple[list[dict[str, str]], str]]] = {
    "akool": lambda page: (page["data"]["result"], "_id"),
    "anam": lambda page: (page["data"], "id"),
    "konpro": lambda page: (page["data"], "session_id"),
    "elizaos": lambda page: (page["sessions"], "sessionId"),
}


def decoding(vendor: str) -> Decoding:
    def identifiers(page: Any) -> list[str]:
        records, name = PLACES[vendor](page)
        return [record[name] for record in records]

    return Decoding(orjson.loads, identifiers)
