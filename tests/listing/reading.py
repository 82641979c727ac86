"""One list, read through the public client from a vendor in memory, in virtual time."""

import asyncio
from collections.abc import Sequence
from random import Random

from attrs import frozen

from allsessions import AsyncClient, IncompleteListingError, SourceError

from ..client.scripted import Answer
from ..client.vendors import WIRES, InMemory, Script
from .virtual_time import run

MOST_REQUESTS = 1_000
"""A client that sends more than this is refused: it would never end."""


@frozen
class Outcome:
    """The sessions of a list, the errors at its end, and the number of requests."""

    ids: Sequence[str]
    errors: Sequence[SourceError]
    requests: int

    @property
    def kinds(self) -> list[type[SourceError]]:
        return [type(error) for error in self.errors]


class InAnyOrder(InMemory):
    """Each request and each answer takes a random time, the same in every run."""

    def __init__(self, script: Script, random: Random | None = None) -> None:
        super().__init__(lambda each: script(each) if len(self.requests) <= MOST_REQUESTS else Answer(status=400))
        self._random = random or Random(0)

    async def pause(self) -> None:
        await asyncio.sleep(self._random.random())


def read(
    vendor: str, script: Script, *, page_size: int = 2, concurrency: int = 1, random: Random | None = None
) -> Outcome:
    """List all sessions of one source."""

    async def listed() -> Outcome:
        transport, ids = InAnyOrder(script, random), list[str]()
        source = WIRES[vendor].source(page_size=page_size, concurrency=concurrency)
        async with AsyncClient(source, retries=0, http={"transport": transport}) as client:
            try:
                async for session in client.list():
                    ids.append(session.id)  # what came before an error counts
            except IncompleteListingError as error:
                return Outcome(ids, error.errors, len(transport.requests))
        return Outcome(ids, (), len(transport.requests))

    return run(listed())
