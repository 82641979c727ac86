"""Cursors: positions in lists, as text. Another process can continue reading at a cursor."""

import base64
import zlib
from typing import Annotated

import msgspec
from attrs import define, evolve

from ..errors import ConfigurationError
from ..filters import Filters
from ..source import Source

NonNegativeInt = Annotated[int, msgspec.Meta(ge=0)]
PositiveInt = Annotated[int, msgspec.Meta(ge=1)]
Token = Annotated[str, msgspec.Meta(max_length=4096)]  # servers refuse longer URLs


@define(kw_only=True)
class Cursor:
    """A position in a list, and the progress up to this position."""

    page: PositiveInt = 1  # the number of the page to read next
    token: Token | None = None  # the token of this page, if the vendor sent one
    page_size: PositiveInt  # the number of records to request; with another size, the page would have other records
    most_on_page: NonNegativeInt = 0  # the largest number of records on one page so far
    count: NonNegativeInt = 0  # the number of sessions so far
    first_total: NonNegativeInt | None = None  # the first total that the vendor has reported
    largest_total: NonNegativeInt | None = None
    without_new: NonNegativeInt = 0  # the number of consecutive pages without new sessions before this position
    error: str | None = None  # the path and the reason, if reading failed at this position
    checksum: int = 0  # of the list's source and filters


def write_cursor(cursor: Cursor, source: Source, filters: Filters) -> str:
    """Return the cursor as text, with a checksum of its source and filters."""
    content = msgspec.json.encode(evolve(cursor, checksum=_checksum(source, filters)))
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def read_cursor(text: str, source: Source, filters: Filters) -> Cursor:
    """Parse the text of a cursor.

    Raises ConfigurationError if the text is not valid, or if the cursor belongs to another source or other filters.
    Such a cursor would silently skip sessions.
    """
    try:
        cursor = msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Cursor)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        raise ConfigurationError(f"{source.name}: the cursor is not valid; pass the cursor of a page") from None
    if cursor.checksum != _checksum(source, filters):
        reason = "the cursor belongs to another source, or to a list with other filters"
        raise ConfigurationError(f"{source.name}: {reason}; pass it with the source and the filters of its list")
    return cursor


def _checksum(source: Source, filters: Filters) -> int:
    # Store only a checksum, because cursors may be logged, and a search text may be a person's name.
    used = {name: getattr(filters, name) for name in filters.used}
    return zlib.crc32(msgspec.json.encode((source.vendor, source.name, used), order="deterministic"))
