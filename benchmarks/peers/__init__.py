"""What people would use instead, one module a peer, each in its own fastest documented way.

A peer that decodes has `decoding(vendor)`; one that lists has `sessions(sources)`, which yields the identifier of each
session. The measures refuse a peer that does not find all of them.
"""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from attrs import frozen

from ..serving import Sources

KEY = "the-key"
"""The API key, which the server does not look at."""


@frozen
class Decoding:
    """How a peer reads a page: its bytes to its models, and, not measured, its models to the identifiers."""

    read: Callable[[bytes], Any]
    identifiers: Callable[[Any], list[str]]


class Lister(Protocol):
    """A module that can list."""

    @property
    def sessions(self) -> Callable[[Sources], Iterator[str]]:
        """The identifiers of all sessions of these sources, each as soon as the peer has it."""
        ...
