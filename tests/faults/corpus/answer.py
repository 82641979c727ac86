"""A hostile answer, and what must become of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from tests.faults.corpus.endpoint import Endpoint


@frozen
class Raw:
    """Bytes that stand in a document where a JSON value should."""

    content: bytes


@frozen(kw_only=True)
class Sent:
    """One record of an answer.

    Attributes:
        id: Its identifier, where it has one that can be read.
        good: Whether it is as documented.
        value: What it is; may hold Raw.
    """

    id: str | None
    good: bool
    value: Any


@frozen(kw_only=True)
class Hostile:
    """An answer that no document describes, or that hardly anybody expects.

    Attributes:
        kind: What is odd about it, in a word.
        readable: Whether the list, or the one record, can be told from the rest. Then each good record must be given,
            and each other given or reported. Where it cannot, an error must say so.
        records: What was sent as a list, in its order; or the one record.
        wire: The answer with its head, where it is not to be an ordinary one.
        close: Whether the server hangs up after it.
    """

    name: str
    kind: str
    endpoint: Endpoint
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(factory=dict[str, str])
    readable: bool = False
    records: tuple[Sent, ...] = ()
    asked: str = "an-id"
    wire: bytes | None = None
    close: bool = False

    @property
    def good(self) -> frozenset[str]:
        """The identifiers of the good records."""
        return frozenset(record.id for record in self.records if record.good and record.id is not None)

    @property
    def known(self) -> frozenset[str]:
        """The identifiers of all records, as far as they are known."""
        return frozenset(record.id for record in self.records if record.id is not None)

    @property
    def on_the_wire(self) -> tuple[object, ...]:
        """What tells it from the others."""
        return str(self.endpoint), self.status, tuple(self.headers.items()), self.body, self.wire

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.name}"


def sent(endpoint: Endpoint, value: Any, *, good: bool) -> Sent:
    id = value.get(endpoint.id_key) if isinstance(value, dict) else None
    return Sent(id=id if isinstance(id, str) else None, good=good, value=value)


def encoded(document: Any) -> bytes:
    """The document as JSON, but for its Raw parts, which stand in it as they are."""
    parts: list[bytes] = []

    def stand_in(raw: Raw) -> str:
        parts.append(raw.content)
        return f"raw part {len(parts) - 1} of this document"

    content = json.dumps(document, default=stand_in).encode()
    for number, part in enumerate(parts):
        content = content.replace(b'"raw part %d of this document"' % number, part)
    return content
