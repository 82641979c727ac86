"""Read one source's list: request its pages, ahead where that is safe, and make sessions of their records."""

import asyncio
import contextlib
import math
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Sequence
from typing import Any

from attrs import define, evolve, field, frozen

from ..errors import InvalidRecordError, InvalidRequestError, NotFoundError, SourceError, UnexpectedResponseError
from ..filters import Filters
from ..http.transport import Connection
from ..session import Page, Session, VendorModel
from ..source import Envelope, Position, UnreadableError
from .cursor import Cursor, write_cursor
from .pager import Pager, Progress
from .problems import Problems
from .seen import SeenIds

Spawn = Callable[[Coroutine[Any, Any, Any]], "asyncio.Task[Any]"]
"""Starts a task that the client cancels when it is closed."""


@frozen
class _Answer:
    """A page as it came.

    Attributes:
        envelope: The page.
        records: A session for each record that can be read, in order; else an error.
        known_total: The total that the pager knew when the page was requested.
    """

    envelope: Envelope
    records: Sequence[Session | InvalidRecordError]
    known_total: int | None

    @property
    def keys(self) -> Sequence[str | None]:
        """What tells the records apart; None for a record without an identifier."""
        return [_key(record) if isinstance(record, Session) else None for record in self.records]


@define(kw_only=True)
class SourceReader:
    """Reads one list of one source.

    Attributes:
        connection: The way to the source.
        filters: What is asked for.
        spawn: Starts the tasks that request pages ahead.
        page_size: Records for each request.
        start: Where to begin, if not at page 1.
        ahead: Pages requested ahead; 0 for none.
        limit: The most sessions that are wanted; None for all.
    """

    connection: Connection
    filters: Filters
    spawn: Spawn
    page_size: int
    start: Cursor | None = None
    ahead: int = 0
    limit: int | None = None
    _pager: Pager = field(init=False)
    _requested: dict[Position, "asyncio.Task[_Answer]"] = field(factory=dict, init=False)
    _problems: Problems = field(init=False)
    _unidentified: SeenIds = field(factory=SeenIds, init=False)

    def __attrs_post_init__(self) -> None:
        source = self.connection.source
        self._problems = Problems(source.name)
        self._pager = Pager(
            page_size=self.page_size,
            by_token=not source.page_numbers or (self.start is not None and self.start.token is not None),
            trusts_total=source.filters_in_total(self.filters) is not None,
            start=self.start,
        )

    async def pages(self) -> AsyncGenerator[tuple[Page, Progress]]:
        """Yield the pages in order, each with what follows it. Raise SourceError where the list breaks off."""
        start = self.start or Cursor(page_size=self.page_size)
        if start.error is not None:
            raise self._unexpected(UnreadableError("", start.error))
        at: Position | None = start.at
        expected = True
        try:
            while at is not None:
                answer = await self._answer(at, expected)
                first_pass = not self._pager.restarts
                progress = self._pager.end_pass() if answer is None else self._add(at, answer)
                if answer is not None:
                    page = self._page(at, answer, progress, first_pass)
                    if page.sessions or page.invalid or progress.error is None:
                        yield page, progress
                if self._pager.restarts or self._pager.by_token:
                    for at, late in self._late_answers():
                        yield (
                            self._page(at, late, evolve(progress, new=self._pager.add_late(late.keys)), first_pass),
                            progress,
                        )
                if progress.error is not None:
                    raise self._unexpected(progress.error)
                if self.limit is not None and self.limit <= 0:
                    return
                at, expected = progress.next_page, progress.expected
                if at is not None:
                    self._request_ahead(at)
        finally:
            self._cancel_requests()
            self._problems.log()

    async def _answer(self, at: Position, expected: bool) -> _Answer | None:
        """Return a page; None if the vendor refuses it, and did not say that it is there."""
        requested = self._requested.pop(at, None)
        try:
            return await (self._request(at) if requested is None else requested)
        except (InvalidRequestError, NotFoundError):
            if expected:
                raise
            return None

    async def _request(self, at: Position) -> _Answer:
        known_total = self._pager.total
        envelope = await self.connection.send(self.connection.source.list_request(self.filters, at, self.page_size))
        records = [self._record(place, record) for place, record in envelope.records]
        return _Answer(envelope, [*records, *envelope.invalid], known_total)

    def _record(self, place: str, record: VendorModel) -> Session | InvalidRecordError:
        source = self.connection.source
        try:
            return source.session(record)
        except UnreadableError as error:
            return source.invalid_record(record.to_dict(), place, error.path, error.reason)

    def _request_ahead(self, at: Position) -> None:
        most = self.ahead
        if self.limit is not None and not self.filters.used:
            most = min(most, math.ceil(self.limit / self.page_size))
        if most == 0:
            return
        for position in (at, *map(Position, self._pager.ahead(at, most - 1))):
            if position not in self._requested:
                self._requested[position] = self.spawn(self._request(position))

    def _late_answers(self) -> Iterator[tuple[Position, _Answer]]:
        """Yield what has come of the pages that were requested ahead, and forget the others."""
        for at, task in self._requested.items():
            if task.done() and not task.cancelled() and task.exception() is None:
                yield at, task.result()
        self._cancel_requests()

    def _cancel_requests(self) -> None:
        for task in self._requested.values():
            task.cancel()
        self._requested.clear()

    def _add(self, at: Position, answer: _Answer) -> Progress:
        try:
            return self._pager.add(at, answer.envelope, answer.keys, answer.known_total)
        except UnreadableError as error:
            raise self._unexpected(error) from None

    def _page(self, at: Position, answer: _Answer, progress: Progress, first_pass: bool) -> Page:
        source, envelope = self.connection.source, answer.envelope
        sessions, invalid = self._wanted(answer, progress.new, first_pass)
        if any(progress.new):
            self._problems.add_page(at.page, envelope.invalid_fields)
        if self.limit is not None:
            self.limit -= len(sessions)
        cursor: Cursor | None = None
        if progress.error is not None:  # another process that reads on must meet it, too
            cursor = Cursor(page_size=self.page_size, error=progress.error.reason)
        elif progress.next_page is not None:
            cursor = self._pager.cursor(progress.next_page)
        return Page(
            source=source.name,
            sessions=tuple(sessions),
            invalid=tuple(invalid),
            total=envelope.total,
            cursor=None if cursor is None else write_cursor(cursor, source, self.filters),
            raw=envelope.raw,
        )

    def _wanted(
        self, answer: _Answer, new: Sequence[bool], first_pass: bool
    ) -> tuple[Sequence[Session], Sequence[InvalidRecordError]]:
        """Return the new sessions that match the filters, and the records that cannot be used."""
        sessions: list[Session] = []
        invalid: list[InvalidRecordError] = []
        for number, (record, is_new) in enumerate(zip(answer.records, new, strict=True)):
            if isinstance(record, InvalidRecordError):
                # In a later pass, it is known again only by all that it says.
                if self._unidentified.add(repr(record.record)) or first_pass:
                    invalid.append(record)
            elif is_new:
                place, typed = answer.envelope.records[number]
                if record.unreadable and not typed.invalid_fields:  # else the page's problems tell of them
                    self._problems.add_session(place, record.unreadable)
                matches = self.filters.match(record) if self.filters.used else True
                if matches:
                    sessions.append(record)
                elif matches is None:
                    invalid.append(self._undecided(record, place))
        return sessions, invalid

    def _undecided(self, session: Session, place: str) -> InvalidRecordError:
        fields = ", ".join(sorted(session.unreadable))
        reason = f"the filters cannot be applied to unreadable fields ({fields})"
        return self.connection.source.invalid_record(session.raw.to_dict(), place, "", reason)

    def _unexpected(self, error: UnreadableError) -> UnexpectedResponseError:
        source = self.connection.source
        text = f"listing sessions: {error.path}: {error.reason}" if error.path else f"listing sessions: {error.reason}"
        return UnexpectedResponseError(text, source=source.name, vendor=source.vendor, path=error.path)


def _key(session: Session) -> str:
    # U+FFFD stands for what cannot be decoded: two identifiers may have become one.
    return repr(session.raw.to_dict()) if "\ufffd" in session.id else session.id


async def known_to_end(reader: SourceReader) -> AsyncGenerator[Sequence[Page]]:
    """Yield each page once it is known whether another one follows, so that the cursor of the last one is None."""
    held: list[Page] = []
    try:
        async with contextlib.aclosing(reader.pages()) as pages:
            async for page, progress in pages:
                at_end = progress.next_page is None
                if held and at_end and not page.sessions and not page.invalid:
                    continue  # an empty page after the last one
                yield held
                held = [page]
                if at_end or progress.expected:
                    yield held
                    held = []
    except SourceError:
        yield held
        raise
    yield [evolve(page, cursor=None) for page in held]
