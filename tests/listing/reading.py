"""One list, read through the public client from a vendor in memory, in virtual time."""

import asyncio
from collections.abc import Sequence
from random import Random
from typing import Unpack

from attrs import frozen

from allsessions import AsyncClient, IncompleteListingError, SourceError
from allsessions.filters import FilterArguments

from ..client.scripted import Answer
from ..client.vendors import WIRES, InMemory, Script
from .virtual_time import run

MOST_REQUESTS = 1_000
"""The most requests that the vendor answers, so an endless client fails."""


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
    """A server in memory with random delays, which are the same in every run."""

    def __init__(self, script: Script, random: Random | None = None) -> None:
        super().__init__(lambda each: script(each) if len(self.requests) <= MOST_REQUESTS else Answer(status=400))
        self._random = random or Random(0)

    async def pause(self) -> None:
        await asyncio.sleep(self._random.random())


def read(
    vendor: str,
    script: Script,
    *,
    page_size: int = 2,
    concurrency: int = 1,
    random: Random | None = None,
    way: str = "list",
    retries: int = 0,
    **filters: Unpack[FilterArguments],
) -> Outcome:
    """List all sessions of one source, or all its pages."""
    transport, ids, errors = InAnyOrder(script, random), list[str](), list[SourceError]()

    async def listed() -> None:
        source = WIRES[vendor].source(page_size=page_size, concurrency=concurrency)
        async with AsyncClient(source, retries=retries, http={"transport": transport}) as client:
            if way == "list":
                async for session in client.list(**filters):
                    ids.append(session.id)
                return
            async for page in client.pages(source):
                ids.extend(session.id for session in page.sessions)
                errors.extend(page.invalid)

    try:
        run(listed())
    except IncompleteListingError as error:
        errors.extend(error.errors)
    except SourceError as error:
        errors.append(error)
    return Outcome(ids, errors, len(transport.requests))
