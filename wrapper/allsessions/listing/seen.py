"""A set of identifiers in little memory."""

import hashlib

_SIZE = 16  # bytes of a digest: two of a million identifiers have the same one once in 10^26 lists
_FEW = 10_000  # identifiers that are kept as they are, which is ten times faster: they take a megabyte


class SeenIds:
    """Keeps packed digests of most identifiers, a sixth of what a set of strings takes: there may be millions."""

    def __init__(self) -> None:
        self._few: set[str] = set()
        self._buckets: dict[int, bytearray] = {}

    def add(self, id: str) -> bool:
        """Add an identifier. Return True if it was not there yet."""
        if id in self._few:
            return False
        if len(self._few) < _FEW:
            self._few.add(id)
            return True
        return self._add_digest(id)

    def _add_digest(self, id: str) -> bool:
        digest = hashlib.blake2b(id.encode(errors="surrogatepass"), digest_size=_SIZE).digest()
        bucket = self._buckets.setdefault(int.from_bytes(digest[:2], "little") & 0xFFF, bytearray())
        at = bucket.find(digest)
        while at % _SIZE and at > 0:  # found across two digests
            at = bucket.find(digest, at + 1)
        if at < 0:
            bucket += digest
        return at < 0
