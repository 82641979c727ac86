"""allsessions: its typed clients, and `Client.list()` as a user writes it."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import httpx

from allsessions import Akool, Anam, Client, ElizaOS, KonPro, Session, Source

from ..serving import Sources
from . import KEY, Decoding


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
    """Bytes to the vendor's typed models: what the client package does with an answer's body."""
    package = import_module(f"{vendor}_client")
    types, endpoint = (
        import_module(f"{package.__name__}.types"),
        import_module(f"{package.__name__}.api.sessions.list_sessions"),
    )
    client, headers = package.Client("http://127.0.0.1"), httpx.Headers()

    def read(body: bytes) -> Any:
        response = types.Response(status_code=200, content=body, headers=headers, parsed=None)
        return endpoint._build_response(client=client, response=response).parsed

    return read


def mapped(vendor: str) -> Callable[[Any], list[Session]]:
    """The vendor's typed models of a page to Sessions."""
    from_vendor = source(vendor, "http://127.0.0.1", vendor)

    def sessions_of(page: Any) -> list[Session]:
        return [from_vendor.session(record) for _, record in from_vendor.envelope(page).records]

    return sessions_of
