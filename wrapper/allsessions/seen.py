"""Which identifiers came up before, in little memory."""

import hashlib
from collections import defaultdict

_SIZE = 16
"""Bytes. Of a million lists of a million identifiers each, none has two whose digests are the same by chance."""


class Seen:
    """A set that only tells what is new.

    It keeps a digest of each identifier, packed, which takes a sixth of what a set of texts does: a list may have
    millions.
    """

    def __init__(self) -> None:
        self._buckets: defaultdict[int, bytearray] = defaultdict(bytearray)

    def is_new(self, id: str) -> bool:
        """Whether it comes up for the first time; from now on it does not."""
        digest, bucket = self._place(id)
        if _holds(bucket, digest):
            return False
        bucket += digest
        return True

    def __contains__(self, id: str) -> bool:
        digest, bucket = self._place(id)
        return _holds(bucket, digest)

    def _place(self, id: str) -> tuple[bytes, bytearray]:
        digest = hashlib.blake2b(id.encode(errors="surrogatepass"), digest_size=_SIZE).digest()
        return digest, self._buckets[int.from_bytes(digest[:2], "little") & 0xFFF]


def _holds(bucket: bytearray, digest: bytes) -> bool:
    at = bucket.find(digest)
    while at % _SIZE and at > 0:  # over the edge of two digests
        at = bucket.find(digest, at + 1)
    return at >= 0
