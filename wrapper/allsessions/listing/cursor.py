"""Cursors: where a list goes on, as text that another process can take up."""

import base64
import datetime
import json
import zlib
from typing import Annotated

import msgspec
from attrs import evolve, frozen

from ..errors import ConfigurationError
from ..filters import Filters, unsendable
from ..source import Position, Source

Count = Annotated[int, msgspec.Meta(ge=0)]
PositiveInt = Annotated[int, msgspec.Meta(ge=1)]


@frozen(kw_only=True)
class Cursor:
    """The place to read on, the state of the list there, and the list that it belongs to.

    Attributes:
        page_size: Records asked for: with another size, the page would be another one.
        most_on_page: Records that a page had at most.
        count, first_total: Sessions that came, and the vendor's first total.
        without_new: The number of last pages, in a row, that brought nothing new.
        error: The reason why the list cannot be read on.
    """

    page: PositiveInt = 1
    token: str | None = None
    page_size: PositiveInt
    most_on_page: Count = 0
    count: Count = 0
    first_total: Count | None = None
    without_new: Count = 0
    error: str | None = None
    vendor: str = ""
    source: str = ""
    filters: int = 0

    @property
    def at(self) -> Position:
        """The page to read next."""
        return Position(self.page, self.token)


def write_cursor(cursor: Cursor, source: Source, filters: Filters) -> str:
    """Return the cursor as text, for the list of this source with these filters."""
    named = evolve(cursor, vendor=source.vendor, source=source.name, filters=_fingerprint(filters))
    return base64.urlsafe_b64encode(msgspec.json.encode(named)).decode().rstrip("=")


def read_cursor(text: str, source: Source, filters: Filters) -> Cursor:
    """Return the cursor in its text.

    Raises ConfigurationError if it is not a cursor, or belongs to another list: with another account or other filters,
    the first pages would be skipped in silence.
    """
    try:
        cursor = msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Cursor)
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        cursor = None
    if cursor is None or unsendable(cursor.token or ""):
        raise ConfigurationError(f"{source.name}: cursor: it is not the cursor of a page")
    if (cursor.vendor, cursor.source) != (source.vendor, source.name):
        raise ConfigurationError(f"{source.name}: cursor: it belongs to {cursor.source!r} of {cursor.vendor}")
    if cursor.filters != _fingerprint(filters):
        raise ConfigurationError(f"{source.name}: cursor: it belongs to a list with other filters; pass the same ones")
    return cursor


def _fingerprint(filters: Filters) -> int:
    # Not the filters themselves: a cursor may be logged, and a search may be a person's name.
    used = {name: getattr(filters, name) for name in sorted(filters.used)}
    times = {name: value.isoformat() for name, value in used.items() if isinstance(value, datetime.datetime)}
    return zlib.crc32(json.dumps(used | times, default=lambda value: sorted(map(str, value))).encode())
