"""allsessions: its typed clients, and `Client.list()` as a user calls it."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import anyio.lowlevel
import httpcore  # noqa: F401  # pyright: ignore[reportUnusedImport]  # see below

from akool_client.models import SessionListEnvelope
from allsessions import Akool, Anam, Client, ElizaOS, KonPro, Session, Source
from anam_client.models import SessionPage
from elizaos_client.models import SessionList
from konpro_client.models import SessionHistory

from ..serving import Sources
from . import KEY, Decoding

# httpx imports these modules only with its first client and first request. Import them before the clock starts.
asyncio.run(anyio.lowlevel.checkpoint())


def sessions(sources: Sources) -> Iterator[str]:
    with Client([source(vendor, url, f"{vendor}-{n}") for n, (vendor, url) in enumerate(sources)]) as client:
        for session in client.list():
            yield session.id


def source(vendor: str, url: str, name: str) -> Source:
    match vendor:
        case "akool":
            return Akool(name=name, base_url=url, api_key=KEY)
        case "anam":
            return Anam(name=name, base_url=url, api_key=KEY)
        case "konpro":
            return KonPro(name=name, base_url=url, api_key=KEY)
        case _:
            return ElizaOS(name=name, base_url=url)


def decoding(vendor: str) -> Decoding:
    mapping = mapped(vendor)
    return Decoding(reader(vendor), lambda page: [session.id for session in mapping(page)])


def reader(vendor: str) -> Callable[[bytes], Any]:
    """Return a function that converts bytes to the vendor's typed models, as the client reads a response body."""
    models: dict[str, Any] = {
        "akool": SessionListEnvelope,
        "anam": SessionPage,
        "elizaos": SessionList,
        "konpro": SessionHistory,
    }
    read: Callable[[bytes], Any] = models[vendor].from_json
    return read


def mapped(vendor: str) -> Callable[[Any], list[Session]]:
    """Return a function that converts a page of the vendor's typed models to Sessions."""
    from_vendor = source(vendor, "http://127.0.0.1", vendor)

    def sessions_of(page: Any) -> list[Session]:
        lists = from_vendor.envelope(page).records.values()
        return [from_vendor.session(record) for records in lists for record in records or ()]

    return sessions_of
