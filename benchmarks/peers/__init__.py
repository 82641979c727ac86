"""The measured solutions (peers), including allsessions. Each module uses its solution in the fastest documented way.

A module that measures decoding defines `decoding(vendor)`, which returns a `Decoding`. A module that measures listing
defines `sessions(sources)`, which yields each session's identifier. The measures reject a peer that misses a session.
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
