"""One list, read through the public client from a vendor in memory."""

from collections.abc import Sequence

import httpx
from attrs import frozen

from allsessions import AsyncClient, IncompleteListingError, SourceError

from ..client.vendors import WIRES
from .virtual_time import run

NOWHERE = "http://127.0.0.1:9"
"""The sources' address; the transport in memory answers for it."""


@frozen
class Outcome:
    """The sessions of a list, and the errors at its end."""

    ids: Sequence[str]
    errors: Sequence[SourceError]


def read(vendor: str, transport: httpx.AsyncBaseTransport, *, page_size: int, concurrency: int) -> Outcome:
    """List all sessions of one source, in virtual time."""
    return run(_read(vendor, transport, page_size, concurrency))


def id_of(vendor: str, number: int) -> str:
    """Return the identifier of the session with this number."""
    wire = WIRES[vendor]
    return str(wire.record(number)[wire.id_key])


async def _read(vendor: str, transport: httpx.AsyncBaseTransport, page_size: int, concurrency: int) -> Outcome:
    source = WIRES[vendor].source(base_url=NOWHERE, page_size=page_size, concurrency=concurrency)
    ids: list[str] = []
    async with AsyncClient(source, retries=0, http={"transport": transport}) as client:
        try:
            async for session in client.list():
                ids.append(session.id)  # noqa: PERF401  # what came before an error counts
        except IncompleteListingError as error:
            return Outcome(ids, error.errors)
    return Outcome(ids, ())
