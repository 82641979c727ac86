"""Which identifiers came up before, in little memory."""

import hashlib
from collections import defaultdict

_SIZE = 16
"""Bytes. Of a million lists of a million identifiers each, none has two whose digests are the same by chance."""


_FEW = 10_000
"""Identifiers that are kept as they are: so many take a megabyte, and are looked up in a tenth of the time."""


class Seen:
    """A set that only tells what is new.

    Of a long list it keeps a digest of each identifier, packed, which takes a sixth of what a set of texts does: there
    may be millions.
    """

    def __init__(self) -> None:
        self._few: set[str] | None = set()
        self._buckets: defaultdict[int, bytearray] = defaultdict(bytearray)

    def is_new(self, id: str) -> bool:
        """Whether it comes up for the first time; from now on it does not."""
        if self._few is None:
            return self._is_new_digest(id)
        if id in self._few:
            return False
        self._few.add(id)
        if len(self._few) > _FEW:
            few, self._few = self._few, None
            for each in few:
                self._is_new_digest(each)
        return True

    def __contains__(self, id: str) -> bool:
        return id in self._few if self._few is not None else _holds(*self._place(id))

    def _is_new_digest(self, id: str) -> bool:
        bucket, digest = self._place(id)
        if _holds(bucket, digest):
            return False
        bucket += digest
        return True

    def _place(self, id: str) -> tuple[bytearray, bytes]:
        digest = hashlib.blake2b(id.encode(errors="surrogatepass"), digest_size=_SIZE).digest()
        return self._buckets[int.from_bytes(digest[:2], "little") & 0xFFF], digest


def _holds(bucket: bytearray, digest: bytes) -> bool:
    at = bucket.find(digest)
    while at % _SIZE and at > 0:  # over the edge of two digests
        at = bucket.find(digest, at + 1)
    return at >= 0
