"""The clients that openapi-python-client creates from the same contracts without our templates; see `generate.py`."""

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from ..serving import Sources
from . import KEY, Decoding
from .generate import made_package

# The generator's names: the envelope's class, the path to its records, and the attribute with a record's identifier.
NAMES = {
    "akool": ("SessionListEnvelope", "data.result", "session_id"),
    "anam": ("SessionPage", "data", "id"),
    "konpro": ("SessionHistory", "data", "session_id"),
    "elizaos": ("SessionList", "sessions", "session_id"),
}

CLIENTS = {vendor: import_module(made_package("unmodified", vendor)) for vendor in NAMES}
MODELS = {vendor: import_module(f"{client.__name__}.models") for vendor, client in CLIENTS.items()}
ENDPOINTS = {
    vendor: import_module(f"{client.__name__}.api.sessions.list_sessions") for vendor, client in CLIENTS.items()
}


def decoding(vendor: str) -> Decoding:
    model = getattr(MODELS[vendor], NAMES[vendor][0])
    # Use json.loads, because the client's endpoints call httpx's Response.json(), which also uses it.
    return Decoding(lambda body: model.from_dict(json.loads(body)), lambda page: identifiers(vendor, page))


def identifiers(vendor: str, page: Any) -> list[str]:
    _, place, name = NAMES[vendor]
    for step in place.split("."):
        page = getattr(page, step)
    return [str(getattr(record, name)) for record in page]


def sessions(sources: Sources) -> Iterator[str]:
    for vendor, url in sources:
        # Within `with`, its httpx client keeps the connection alive.
        with CLIENTS[vendor].AuthenticatedClient(base_url=url, token=KEY) as client:
            arguments: dict[str, Any] | None = FIRST[vendor]
            while arguments is not None:
                page = ENDPOINTS[vendor].sync(client=client, **arguments)
                yield from identifiers(vendor, page)
                arguments = following(vendor, page, arguments)


FIRST: dict[str, dict[str, Any]] = {
    "akool": {"page": 1, "size": 100},
    "anam": {"page": 1, "per_page": 100},
    "konpro": {"page": 1, "page_size": 100},
    "elizaos": {},
}


def following(vendor: str, page: Any, asked: dict[str, Any]) -> dict[str, Any] | None:
    """Return the arguments that request the next page; None at the end."""
    match vendor:
        case "akool":
            return {**asked, "page": asked["page"] + 1} if asked["page"] * 100 < page.data.count else None
        case "anam":
            return {**asked, "page": page.meta.next_} if page.meta.next_ else None
        case "konpro":
            return {**asked, "token": page.next_pagination_token} if page.next_pagination_token else None
        case _:
            return None
