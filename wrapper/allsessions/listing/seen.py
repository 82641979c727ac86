"""Which identifiers came up before, in little memory."""

import hashlib
from collections import defaultdict

_DIGEST_SIZE = 16
"""Bytes. Two of a million identifiers have the same digest once in 10^26 lists."""

_FEW = 10_000
"""Identifiers that are kept as they are, which is ten times faster. They take a megabyte."""


class SeenIds:
    """A set of identifiers.

    Of a long list it keeps a packed digest of each identifier, a sixth of what a set of strings takes: there may be
    millions.
    """

    def __init__(self) -> None:
        self._few: set[str] = set()
        self._buckets: defaultdict[int, bytearray] = defaultdict(bytearray)

    def add(self, id: str) -> bool:
        """Add an identifier. Return True if it was not there yet."""
        if self._buckets:
            return self._add_digest(id)
        if id in self._few:
            return False
        if len(self._few) < _FEW:
            self._few.add(id)
            return True
        for each in self._few:
            self._add_digest(each)
        self._few.clear()
        return self._add_digest(id)

    def _add_digest(self, id: str) -> bool:
        digest = hashlib.blake2b(id.encode(errors="surrogatepass"), digest_size=_DIGEST_SIZE).digest()
        bucket = self._buckets[int.from_bytes(digest[:2], "little") & 0xFFF]
        at = bucket.find(digest)
        while at % _DIGEST_SIZE and at > 0:  # found across two digests
            at = bucket.find(digest, at + 1)
        if at < 0:
            bucket += digest
        return at < 0
