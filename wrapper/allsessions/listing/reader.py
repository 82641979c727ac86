"""Read one source's list: request and prefetch pages, and convert their records to sessions."""

import asyncio
import logging
import math
import re
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator
from itertools import compress
from typing import Any

from attrs import Factory, define, evolve, field, frozen

from ..errors import InvalidRecordError, InvalidRequestError, NotFoundError, UnexpectedResponseError
from ..filters import Filters
from ..http.transport import Connection
from ..privacy import escape_control_chars
from ..session import Page, Session
from ..source import Envelope, Position, UnreadableError
from .cursor import Cursor, write_cursor
from .pager import Pager, Progress

logger = logging.getLogger("allsessions")
# Calls an async function, with arguments, in a task. The client's `close()` cancels the task.
Spawn = Callable[..., "asyncio.Task[Any]"]
SHORT_LIST = 6_000  # number of sessions; the reader requests such a list at once, which needs about 12 MB


@frozen
class _Answer:
    """A page. `known_total` is the largest total before the request. `sessions` has the sessions by their JSON path.

    `ids` has the identifiers of the `sessions`, and then the contents of the `unidentified` records.
    """

    envelope: Envelope
    known_total: int | None
    sessions: dict[str, Session] = field(factory=dict[str, Session])
    unidentified: list[InvalidRecordError] = field(factory=list[InvalidRecordError])
    ids: list[str] = field(factory=list[str])


@define
class SourceReader:
    """Reads one source's list from a cursor or from page 1, up to a limit."""

    connection: Connection
    filters: Filters
    spawn: Spawn
    page_size: int = field(default=Factory(lambda self: self.connection.source.page_size, takes_self=True))
    start: Cursor | None = None
    ahead: bool = False
    limit: int | None = None
    _pager: Pager = field(init=False)
    requested: dict[Position, "asyncio.Task[_Answer]"] = field(factory=dict[Position, Any], init=False)
    _problems: Counter[str] = field(factory=Counter[str], init=False)

    def __attrs_post_init__(self) -> None:
        source = self.connection.source
        self._pager = Pager(
            page_size=self.page_size,
            by_token=source.capabilities.paging != "page" or (self.start is not None and self.start.token is not None),
            trusts_total=source.filters_in_total(self.filters) is not None,
            start=self.start,
        )

    async def pages(self) -> AsyncGenerator[tuple[Page, Progress]]:
        """Yield each page and the pager's state after this page. Raise SourceError if reading the list fails."""
        if self.start is not None and self.start.error is not None:
            raise self._unexpected(UnreadableError("", self.start.error))
        at: Position | None = Position() if self.start is None else Position(self.start.page, self.start.token)
        expected = True
        try:
            while at is not None:
                answer = await self._answer(at, expected)
                if answer is None:
                    progress = self._pager.end_pass()
                else:
                    progress = self._pager.add(at, answer.envelope, answer.known_total, answer.ids)
                    page = self._page(at, answer, progress)
                    if page.sessions or page.invalid or progress.error is None:
                        yield page, progress
                for page in self._late_pages(progress):
                    yield page, progress
                if progress.error is not None:
                    raise self._unexpected(progress.error)
                if self.limit is not None and self.limit <= 0:
                    return
                at, expected = progress.next_page, progress.expected
                if at is not None:
                    self._request_ahead(at)
        finally:
            self._cancel_requests()
            for name, count in self._problems.items():
                text = f"{escape_control_chars(name)}: {count} value{'' if count == 1 else 's'} not as documented"
                logger.warning("%s: %s; .raw contains the original", self.connection.source.name, text)

    async def _answer(self, at: Position, expected: bool) -> _Answer | None:
        """Return the page at a position; None if the vendor refuses a page that was not `expected`."""
        requested = self.requested.pop(at, None)
        try:
            return await (self._request(at) if requested is None else requested)
        except (InvalidRequestError, NotFoundError):
            if expected:
                raise
            return None

    async def _request(self, at: Position) -> _Answer:
        source, known = self.connection.source, list[int | None]()
        request = source.list_request(self.filters, at, self.page_size)
        envelope = await self.connection.send(request, lambda: known.append(self._pager.largest_total))
        answer = _Answer(envelope, known[-1])
        for place, record in envelope.items.items():
            if record is None:
                item = envelope.response.invalid_fields[place]
                answer.unidentified.append(source.invalid_record(item, place, "", "the record is not an object"))
                continue
            try:
                session = source.session(record)
            except UnreadableError as error:
                answer.unidentified.append(source.invalid_record(record.to_dict(), place, error.path, error.reason))
                continue
            answer.sessions[place] = session
            # U+FFFD replaces invalid bytes, so different identifiers can look the same. Compare the complete records.
            answer.ids.append(repr(record.to_dict()) if "\ufffd" in session.id else session.id)
        answer.ids.extend(_contents(answer))
        return answer

    def _request_ahead(self, at: Position) -> None:
        if not self.ahead:
            return
        # Request more pages than `concurrency`, because one response can be slow. With a concurrency of 1, request one.
        most = 3 * (self.connection.source.concurrency - 1)
        window = max(most, min(3 * most, SHORT_LIST // self.page_size))
        pages = self._pager.ahead(at, window)
        if len(pages) == window:  # if fewer pages are left, request all: a short list is then ready at its turn
            pages = pages[:most]
        if self.limit is not None and not self.filters.used:
            pages = pages[: math.ceil(self.limit / self.page_size) - 1]
        for position in (at, *map(Position, pages)):
            if position not in self.requested:
                self.requested[position] = self.spawn(self._request, position)

    def _late_pages(self, progress: Progress) -> Iterator[Page]:
        """At a restart or a change to tokens, yield the prefetched pages that have arrived, and cancel the others."""
        if not self._pager.restarts and not self._pager.by_token:
            return
        for at, task in self.requested.items():
            if task.done() and not task.cancelled() and task.exception() is None:
                answer = task.result()
                yield self._page(at, answer, evolve(progress, new=self._pager.add_late(answer.ids)))
        self._cancel_requests()

    def _cancel_requests(self) -> None:
        for task in self.requested.values():
            task.cancel()
        self.requested.clear()

    def _page(self, at: Position, answer: _Answer, progress: Progress) -> Page:
        source, envelope = self.connection.source, answer.envelope
        if any(progress.new):
            self._problems.update(re.sub(r"\[\d+\]", "[]", path) for path in envelope.response.invalid_fields)
        sessions: list[Session] = []
        invalid = [*compress(answer.unidentified, progress.new[len(answer.sessions) :])]
        filters = self.filters if self.filters.used else None
        for place, session in compress(answer.sessions.items(), progress.new):
            if session.unreadable and not session.raw.invalid_fields:  # invalid fields are counted above
                names = session.unreadable - {"status"} or session.unreadable  # the status depends on other fields
                self._problems.update(f"Session.{name}" for name in names)
            matches = filters is None or filters.match(session)
            if matches:
                sessions.append(session)
            elif matches is None:
                fields = ", ".join(sorted(session.unreadable))
                reason = f"the library cannot apply the filters, because it cannot read {fields}"
                invalid.append(source.invalid_record(session.raw.to_dict(), place, "", reason))
        if self.limit is not None:
            self.limit -= len(sessions)
        return Page(
            source=source.name,
            sessions=tuple(sessions),
            invalid=tuple(invalid),
            total=envelope.total,
            cursor=self._cursor(progress),
            raw=envelope.response.parsed,
        )

    def _cursor(self, progress: Progress) -> str | None:
        if self.ahead:  # only `pages` returns cursors, and it does not prefetch
            return None
        if progress.error is not None:  # another process that continues must get the same error
            cursor = Cursor(page_size=self.page_size, error=progress.error.reason)
        elif progress.next_page is not None:
            cursor = self._pager.cursor(progress.next_page)
        else:
            return None
        return write_cursor(cursor, self.connection.source, self.filters)

    def _unexpected(self, error: UnreadableError) -> UnexpectedResponseError:
        source = self.connection.source
        text = f"listing sessions: {error.path}: {error.reason}" if error.path else f"listing sessions: {error.reason}"
        return UnexpectedResponseError(text, source=source.name, vendor=source.vendor, path=error.path)


def _contents(answer: _Answer) -> Iterator[str]:
    """Yield a text for each record without an identifier, by which the pager recognizes the record on another page."""
    copies, page = Counter[str](), answer.ids[0] if answer.ids else ""
    for each in answer.unidentified:
        copies[content := repr(each.record)] += 1  # equal records on one page are different records
        # Values such as null are often equal. So an identifier from the page is a part of their text.
        yield f"{copies[content]} {content} {'' if each.record and isinstance(each.record, dict) else page}"
