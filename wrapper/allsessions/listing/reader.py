"""Read one source's list: request and prefetch pages, and convert their records to sessions."""

import asyncio
import logging
import math
import re
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import compress
from typing import Any

from attrs import Factory, define, field

from ..errors import InvalidRecordError, InvalidRequestError, NotFoundError, UnexpectedResponseError
from ..filters import Filters
from ..http.transport import Connection
from ..privacy import escape_control_chars
from ..session import Page, Session
from ..source import Envelope, Position, Source, UnreadableError
from .cursor import Cursor, write_cursor
from .pager import Pager

logger = logging.getLogger("allsessions")
# Calls an async function, with arguments, in a task. The client's `close()` cancels the task.
Spawn = Callable[..., "asyncio.Task[Any]"]
Answer = tuple[Envelope, int | None]  # a page, and the largest total that was known when the client sent the request
Record = Session | InvalidRecordError
SHORT_LIST = 6_000  # number of sessions; the reader requests all pages of a shorter list at once, if they are few


@define
class SourceReader:
    """Reads one source's list, up to a limit. The pager advances `cursor`. If `spawn` is given, prefetches pages."""

    connection: Connection
    filters: Filters
    cursor: Cursor = Factory(lambda self: Cursor(page_size=self.connection.source.page_size), takes_self=True)
    spawn: Spawn | None = None
    limit: int | None = None
    source: Source = field(init=False)
    pager: Pager = field(init=False)
    requested: dict[int, "asyncio.Task[Answer]"] = field(factory=dict[int, Any], init=False)
    _problems: Counter[str] = field(factory=Counter[str], init=False)

    def __attrs_post_init__(self) -> None:
        source = self.source = self.connection.source
        by_token, trusts_total = source.capabilities.paging != "page", source.filters_in_total(self.filters) is not None
        self.pager = Pager(cursor=self.cursor, by_token=by_token, trusts_total=trusts_total)

    async def pages(self) -> AsyncGenerator[Page]:
        """Yield each page. `pager` is the state after this page. Raise SourceError if reading the list fails."""
        pager = self.pager
        try:
            while not pager.ended and self.limit != 0:
                self._request_ahead()
                envelope, known_total = await self._answer()
                page = self._page(envelope, partial(pager.add, envelope, known_total))
                if page.sessions or page.invalid or not (pager.error or envelope.response is None):
                    yield page
                if pager.restarts or pager.by_token:
                    for page in self._late_pages():
                        yield page
                    self._cancel_requests()
            if pager.error is not None:
                text = f"listing sessions: {pager.error}"
                raise self.source.error(UnexpectedResponseError, text, path=pager.error.path)
        finally:
            self._cancel_requests()
            for name, count in self._problems.items():
                text = f"{escape_control_chars(name)}: {count} value{'' if count == 1 else 's'} not as documented"
                logger.warning("%s: %s; .raw contains the original", self.source.name, text)

    def _request_ahead(self) -> None:
        if self.spawn is None or self.source.concurrency == 1:
            return
        pages = self.pager.prefetchable
        if len(pages) > min(8 * self.source.concurrency, SHORT_LIST // self.cursor.page_size):
            pages = pages[: 3 * self.source.concurrency]  # more than `concurrency`, because one response can be slow
        if self.limit is not None and not self.filters.used:
            pages = pages[: math.ceil(self.limit / self.cursor.page_size)]
        for page in pages:
            if page not in self.requested:
                self.requested[page] = self.spawn(self._request, Position(page))

    async def _answer(self) -> Answer:
        position = self.pager.position
        requested = self.requested.pop(position.page, None)
        try:
            return await (requested or self._request(position))
        except (InvalidRequestError, NotFoundError):
            if self.pager.expected:
                raise
            # Some vendors refuse a page after the last one. The library reads this as an empty page.
            return Envelope(records={}, has_more=False), None

    async def _request(self, at: Position) -> Answer:
        totals = list[int | None]()
        request = self.source.list_request(self.filters, at, self.cursor.page_size)
        envelope = await self.connection.send(request, lambda: totals.append(self.cursor.largest_total))
        return envelope, totals[-1]

    def _late_pages(self) -> Iterator[Page]:
        """Yield the prefetched pages that have arrived. The caller gets their sessions, although out of order."""
        for task in self.requested.values():
            if task.done() and not (task.cancelled() or task.exception()):
                late, _ = task.result()
                yield self._page(late, partial(self.pager.add_late, late.total))

    def _cancel_requests(self) -> None:
        for task in self.requested.values():
            task.cancel()
        self.requested.clear()

    def _page(self, envelope: Envelope, add: Callable[[Sequence[str]], Sequence[bool]]) -> Page:
        records = {place: self._record(place, each, envelope) for place, each in envelope.items.items()}
        new = dict(compress(records.items(), add([*_ids(records.values())])))
        filtered = bool(self.filters.used)  # once per page, because it is slow
        matching = [self._match(place, each) if filtered else each for place, each in new.items()]
        sessions = tuple(each for each in matching if isinstance(each, Session))
        if new:
            self._count_problems(envelope, sessions)
        if self.limit is not None:
            self.limit = max(0, self.limit - len(sessions))
        return Page(
            source=self.source.name,
            sessions=sessions,
            invalid=tuple(each for each in matching if isinstance(each, InvalidRecordError)),
            total=envelope.total,
            cursor=self._cursor_text(),
            raw=envelope.response and envelope.response.parsed,
        )

    def _record(self, place: str, record: Any, envelope: Envelope) -> Record:
        if record is None:
            return self._invalid(envelope.response.invalid_fields[place], place, "the record is not an object")
        try:
            return self.source.session(record)
        except UnreadableError as error:
            path = f"{place}.{error.path}" if error.path else place
            return self._invalid(record.to_dict(), path, error.reason)

    def _match(self, place: str, record: Record) -> Record | None:
        """Return the record; None if it does not match the filters, an error if an unreadable field decides."""
        if isinstance(record, InvalidRecordError) or (matches := self.filters.match(record)):
            return record
        if matches is None:
            fields = ", ".join(sorted(record.unreadable))
            reason = f"the library cannot apply the filters, because it cannot read {fields}"
            return self._invalid(record.raw.to_dict(), place, reason)
        return None

    def _invalid(self, record: Any, path: str, reason: str) -> InvalidRecordError:
        secrets = self.connection.secrets
        text = f"{path}: {reason}; the list omits this record, but this error's .record contains it"
        return self.source.error(InvalidRecordError, text, path=path, record=record, _get_secrets=lambda: secrets)

    def _count_problems(self, envelope: Envelope, sessions: Sequence[Session]) -> None:
        self._problems.update(re.sub(r"\[\d+\]", "[]", path) for path in envelope.response.invalid_fields)
        for each in sessions:
            if each.unreadable and not each.raw.invalid_fields:  # invalid fields are counted above
                names = each.unreadable - {"status"} or each.unreadable  # the status depends on other fields
                self._problems.update(f"Session.{name}" for name in names)

    def _cursor_text(self) -> str | None:
        pager, cursor = self.pager, self.cursor
        # Only `pages` returns cursors, and it does not prefetch. A process that continues must get the same error.
        if self.spawn is not None or (pager.ended and cursor.error is None):
            return None
        if pager.restarts:  # start at page 1: another process does not know the sessions that this one has read
            cursor = Cursor(page_size=cursor.page_size, error=cursor.error)
        return write_cursor(cursor, self.source, self.filters)


def _ids(records: Collection[Record]) -> Iterator[str]:
    """Yield each record's identifier, or a text by which the pager recognizes the record on another page."""
    copies, first_id = Counter[str](), next((each.id for each in records if isinstance(each, Session)), "")
    for each in records:
        if isinstance(each, Session):
            # U+FFFD replaces invalid bytes, so different identifiers can look the same. Compare the complete records.
            yield repr(each.raw.to_dict()) if "\ufffd" in each.id else each.id
        else:
            copies[content := repr(each.record)] += 1  # equal records on one page are different records
            # Values such as null are often equal. So an identifier from the page is a part of their text.
            yield f"{copies[content]} {content} {'' if each.record and isinstance(each.record, dict) else first_id}"
