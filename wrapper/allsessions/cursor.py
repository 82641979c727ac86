"""Cursors: where a list goes on, as text that another process can take up."""

import base64
import json
import zlib
from typing import Any, cast

from attrs import frozen

from .errors import ConfigurationError
from .filters import Filters, unsendable
from .sources import Position, Source


@frozen(kw_only=True)
class Cursor:
    """Where to read on.

    Attributes:
        at: The page.
        size: Records asked for a page, or page numbers would mean other pages.
        granted: Records that a page had at most.
        scanned: Records read so far.
        moved: Records that came up again so far.
        least_total: The smallest total so far.
    """

    at: Position
    size: int
    granted: int = 0
    scanned: int = 0
    moved: int = 0
    least_total: int | None = None

    def written(self, source: Source, filters: Filters) -> str:
        """The cursor as text, bound to the source, by vendor and name, and to the filters that it was made with."""
        values = [
            source.vendor,
            _fingerprint(filters),
            self.at.page,
            self.at.token,
            self.size,
            self.granted,
            self.scanned,
            self.moved,
            self.least_total,
            source.name,
        ]
        return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(text: str, source: Source, filters: Filters) -> Cursor:
    """The cursor in its text. ConfigurationError if it is none, or belongs to a list of another source or filter.

    Another account of the same vendor has other sessions: there, the first pages would silently be passed over.
    """
    try:
        vendor, fingerprint, page, token, size, granted, scanned, moved, least_total, name = _values(text)
    except (ValueError, TypeError, RecursionError):
        raise ConfigurationError(f"{source.name}: the cursor is not one of a Page") from None
    whole = _whole(page, 1) and _whole(size, 1) and all(_whole(each, 0) for each in (granted, scanned, moved))
    if not (whole and (least_total is None or _whole(least_total, 0)) and _sendable(token)):
        raise ConfigurationError(f"{source.name}: the cursor is not one of a Page")
    if vendor != source.vendor:
        raise ConfigurationError(f"{source.name}: the cursor belongs to a list of {vendor}")
    if name != source.name:
        raise ConfigurationError(f"{source.name}: the cursor belongs to a list of {name!r}")
    if fingerprint != _fingerprint(filters):
        raise ConfigurationError(f"{source.name}: the cursor belongs to a list with other filters; give the same ones")
    at = Position(page, token)
    return Cursor(at=at, size=size, granted=granted, scanned=scanned, moved=moved, least_total=least_total)


def _whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _sendable(token: object) -> bool:
    return token is None or (isinstance(token, str) and unsendable(token) is None)


def _values(text: str) -> list[Any]:
    values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return [*cast(list[Any], values)]


def _fingerprint(filters: Filters) -> int:
    # Not the filters themselves: a cursor may be logged, and a search may be a person's name.
    used = {name: sorted(_words(getattr(filters, name))) for name in sorted(filters.used)}
    return zlib.crc32(json.dumps(used).encode())


def _words(value: object) -> list[str]:
    return [str(each) for each in (cast(frozenset[object], value) if isinstance(value, frozenset) else [value])]
