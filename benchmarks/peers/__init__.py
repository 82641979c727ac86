"""The measured solutions (peers), including allsessions. Each module uses its solution in the fastest documented way.

A peer for decoding has `decoding(vendor)`. A peer for listing has `sessions(sources)`, which yields the identifier of
each session. The measures reject a peer that does not find all sessions.
"""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from attrs import frozen

from ..serving import Sources

KEY = "the-key"
"""The API key. The server ignores it."""


@frozen
class Decoding:
    """A peer's functions for a page.

    Attributes:
        read: Returns the models for the bytes of the page.
        identifiers: Returns the sessions' identifiers for the models. The benchmarks do not time this function.
    """

    read: Callable[[bytes], Any]
    identifiers: Callable[[Any], list[str]]


class Lister(Protocol):
    """A module that lists sessions."""

    @property
    def sessions(self) -> Callable[[Sources], Iterator[str]]:
        """A function that yields the identifiers of all sessions of the sources, as soon as the peer has them."""
        ...
