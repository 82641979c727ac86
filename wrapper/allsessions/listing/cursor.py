"""Cursors: where a list goes on, as text that another process can take up."""

import base64
import json
import zlib
from typing import Any, cast

from attrs import frozen

from ..errors import ConfigurationError
from ..filters import Filters, unsendable
from ..source import Position, Source


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
        begins: Where a stretch of the list begins, in landmarks (see stretches.py).
        ends: Where it ends.
        begun: Whether its beginning is found.
        planned: How many sessions are still to come in it.
        total: The total that was told last.
    """

    at: Position
    size: int
    granted: int = 0
    scanned: int = 0
    moved: int = 0
    least_total: int | None = None
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    begun: bool = True
    planned: int = 0
    total: int = 0

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
            self.begins,
            self.ends,
            self.begun,
            self.planned,
            self.total,
            source.name,
        ]
        return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(text: str, source: Source, filters: Filters) -> Cursor:
    """The cursor in its text. ConfigurationError if it is none, or belongs to a list of another source or filter.

    Another account of the same vendor has other sessions: there, the first pages would silently be passed over.
    """
    try:
        vendor, fingerprint, page, token, size, *counts, begins, ends, begun, planned, total, name = _values(text)
        granted, scanned, moved, least_total = counts
    except (ValueError, TypeError, RecursionError):
        raise ConfigurationError(f"{source.name}: the cursor is not one of a Page") from None
    whole = _whole(page, 1) and _whole(size, 1) and (least_total is None or _whole(least_total, 0))
    whole = whole and all(_whole(each, 0) for each in (granted, scanned, moved, total)) and isinstance(planned, int)
    if not (whole and _sendable(token) and _landmarks(begins, granted) and _landmarks(ends, granted)):
        raise ConfigurationError(f"{source.name}: the cursor is not one of a Page")
    if vendor != source.vendor:
        raise ConfigurationError(f"{source.name}: the cursor belongs to a list of {vendor}")
    if name != source.name:
        raise ConfigurationError(f"{source.name}: the cursor belongs to a list of {name!r}")
    if fingerprint != _fingerprint(filters):
        raise ConfigurationError(f"{source.name}: the cursor belongs to a list with other filters; give the same ones")
    at = Position(page, token)
    return Cursor(
        at=at,
        size=size,
        granted=granted,
        scanned=scanned,
        moved=moved,
        least_total=least_total,
        begins=tuple(begins),
        ends=tuple(ends),
        begun=bool(begun),
        planned=planned,
        total=total,
    )


def _whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _sendable(token: object) -> bool:
    return token is None or (isinstance(token, str) and unsendable(token) is None)


def _landmarks(value: object, granted: int) -> bool:
    listed = cast(list[object], value) if isinstance(value, list) else [None]
    return not listed or (granted > 0 and all(isinstance(each, str) for each in listed))


def _values(text: str) -> list[Any]:
    values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return [*cast(list[Any], values)]


def _fingerprint(filters: Filters) -> int:
    # Not the filters themselves: a cursor may be logged, and a search may be a person's name.
    used = {name: sorted(_words(getattr(filters, name))) for name in sorted(filters.used)}
    return zlib.crc32(json.dumps(used).encode())


def _words(value: object) -> list[str]:
    return [str(each) for each in (cast(frozenset[object], value) if isinstance(value, frozenset) else [value])]
