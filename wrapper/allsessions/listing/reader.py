"""One source's list, page by page in order, fetched ahead where that is safe."""

import asyncio
import logging
import math
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from typing import Any, cast

from attrs import Factory, define, evolve, field, frozen

from ..errors import InvalidRecordError, InvalidRequestError, NotFoundError, SourceError, UnexpectedResponseError
from ..filters import Filters
from ..http.transport import Connection
from ..session import Page, Session, VendorModel
from ..source import Envelope, Position, Source, UnreadableError
from .cursor import Cursor
from .pager import END, PagingError, Step, Walk
from .problems import Problems
from .stretches import Beginning, Stretch, beginnings, stretches

logger = logging.getLogger("allsessions")

UNREADABLE_CHARACTER = "\ufffd"
"""What stands for halves of characters and bytes that are none. With it, two identifiers can have become one."""


@frozen
class _Fetched:
    """A page as it came, and what each of its records says: a session, or why it cannot be read."""

    envelope: Envelope
    outcomes: Sequence[Session | UnreadableError]

    @property
    def ids(self) -> list[str]:
        return [each.id for each in self.outcomes if isinstance(each, Session)]


Spawn = Callable[[Coroutine[Any, Any, Any]], "asyncio.Task[Any]"]
"""Starts a task that the client knows of, so that none outlives it."""


@define(kw_only=True)
class Reading:
    """One reading of one source's list.

    Attributes:
        connection: The way to the source.
        filters: What is asked for.
        size: Records a page.
        ahead: Pages fetched before they are needed, where their numbers are known; 0 for none.
        rest: The same where no more are left of the list.
        enough: Matching sessions after which no more is fetched; None for all.
    """

    connection: Connection
    filters: Filters
    spawn: Spawn
    size: int
    ahead: int = 0
    rest: int = 0
    enough: int | None = None
    _fetching: dict[Position, "asyncio.Task[_Fetched]"] = field(
        factory=dict[Position, "asyncio.Task[_Fetched]"], init=False
    )
    _problems: Problems = field(default=Factory(lambda self: Problems(self.source.name), takes_self=True), init=False)

    @property
    def source(self) -> Source:
        return self.connection.source

    @property
    def fetching(self) -> int:
        """Sessions on the pages that are fetched ahead, at most."""
        return len(self._fetching) * self.size

    async def pages(self, start: Cursor | None = None) -> AsyncGenerator[tuple[Page, Step]]:
        """The pages in order, each with what follows it. Raises SourceError."""
        walk = self._walk(start)
        step = Step(start.at if start else Position(), has_more=True)
        try:
            while step.next is not None:
                at = step.next
                fetched = await self._fetched(walk, at, step)
                if fetched is None:
                    self._check_end(walk)
                    return
                page, step, broken_off = self._page(walk, at, fetched)
                enough = self._have_enough(page)
                if step.next is None and broken_off is None:
                    self._compare_with_total(walk, fetched.envelope)
                if walk.moving:
                    self._forget()
                if walk.begun:
                    yield page, step
                if enough:
                    return
                if broken_off is not None:
                    raise broken_off
                if step.next is not None:  # not before the page is handed over: these would run before its reader
                    self._fetch_ahead(walk, step.next)
        finally:
            self._forget()
            self._problems.log()

    async def stretches(self, pages: int) -> Sequence[Cursor]:
        """Where the list can be read in stretches, of so many pages at least; none if it must be read as a whole."""
        source = self.source
        # A rate limit is kept within one process. Of a list with a vendor's own filter, nothing tells how long it is.
        if source.capabilities.paging != "page" or source.rate_limit is not None or not self._total_counts():
            return []
        first = await self._fetch(Position())
        total = total_of(first.envelope, self.size)
        if total is None:
            return []
        _, *others = beginnings(first.envelope, total, pages=pages, most=source.concurrency) or [Position()]
        fetched = [first, *await asyncio.gather(*(self.spawn(self._fetch(at)) for at in others))]
        start = Cursor(at=Position(), size=self.size, granted=first.envelope.length, total=total)
        begun = [
            Beginning(page=at.page, total=each.envelope.total, ids=each.ids)
            for at, each in zip([Position(), *others], fetched, strict=True)
        ]
        return stretches(start, begun) if others else []

    def _walk(self, start: Cursor | None) -> Walk:
        so_far = start or Cursor(at=Position(), size=self.size)
        known: dict[str, Any] = {
            "size": self.size,
            "scanned": so_far.scanned,
            "granted": so_far.granted,
            "moved": so_far.moved,
            "least_total": so_far.least_total,
            "total_counts": self._total_counts(),
        }
        if so_far.begins or so_far.ends:
            known |= {name: getattr(so_far, name) for name in ("begins", "ends", "begun", "planned", "total")}
            return Stretch(**known, resumed=True)
        numbers_lead = None if self.source.numbers_lead_too else False
        return Walk(**known, resumed=start is not None, numbers_lead=numbers_lead)

    async def _fetched(self, walk: Walk, at: Position, step: Step) -> _Fetched | None:
        """The page, or None where it is past the end and the vendor refuses it."""
        number = Position(at.page)
        by_number = None if at.token is None else self._fetching.get(number)
        if by_number is not None and walk.numbers_lead:
            if (fetched := await _if_had(by_number)) and walk.confirm(at, fetched.envelope, fetched.ids):
                del self._fetching[number]
                return fetched
            walk.numbers_lead = False
        if walk.numbers_lead is False and by_number is not None:
            self._forget()
        begin = time.monotonic()
        try:
            fetched = await (self._fetching.pop(at, None) or self._fetch(at))
        except (InvalidRequestError, NotFoundError):
            if step.may_be_refused:
                return None
            raise
        if by_number is not None and walk.numbers_lead is None:
            # It was asked for at the same time, and is not worth waiting for much longer.
            trial = await _if_had(by_number, within=time.monotonic() - begin)
            walk.numbers_lead = trial is not None and trial.ids == fetched.ids
            self._fetching.pop(number).cancel()
        return fetched

    async def _fetch(self, at: Position) -> _Fetched:
        envelope = await self.connection.send(self.source.list_request(self.filters, at, self.size))
        return _Fetched(envelope, [self._outcome(record) for _, record in envelope.records])

    def _outcome(self, record: VendorModel) -> Session | UnreadableError:
        try:
            return self.source.session(record)
        except UnreadableError as error:
            return error

    def _fetch_ahead(self, walk: Walk, next: Position) -> None:
        wanted = [next, *walk.foreseen(next, max(self.ahead, self.rest))]
        for at in wanted if len(wanted) <= self.rest else wanted[: self.ahead]:
            if at not in self._fetching and Position(at.page) not in self._fetching:
                self._fetching[at] = self.spawn(self._fetch(at))
        if walk.wants_trial(next, max(self.ahead, self.rest)):
            trial = Position(next.page)
            self._fetching[trial] = self.spawn(self._fetch(trial))

    def _forget(self) -> None:
        for task in self._fetching.values():
            task.cancel()
        self._fetching.clear()

    def _have_enough(self, page: Page) -> bool:
        if self.enough is None:
            return False
        self.enough -= len(page.sessions)
        # Where the wrapper applies no filter, it is known how many pages are still needed.
        needed = 0 if self.filters.used else math.ceil(self.enough / self.size)
        self.ahead, self.rest = min(self.ahead, needed), min(self.rest, needed)
        return self.enough <= 0

    def _page(self, walk: Walk, at: Position, fetched: _Fetched) -> tuple[Page, Step, UnexpectedResponseError | None]:
        """The page, what follows it, and what is to be said after it if the list breaks off there."""
        envelope = fetched.envelope
        self._problems.of_page(at.page, envelope.invalid_fields)
        part = self._part(walk, at, fetched)
        sessions, invalid, new = self._sessions(walk, part)
        step, broken_off = END, None
        try:
            step = walk.after(at, envelope, new)
        except PagingError as error:
            broken_off = self._unexpected(error)
        except UnreadableError as error:
            raise self._unexpected(error) from None
        cursor = self._cursor(walk, step)
        page = Page(
            source=self.source.name,
            sessions=sessions,
            invalid=invalid,
            total=envelope.total,
            cursor=cursor.written(self.source, self.filters) if cursor else None,
            raw=envelope.raw,
        )
        return page, step, broken_off

    def _part(self, walk: Walk, at: Position, fetched: _Fetched) -> _Fetched:
        """What belongs to the stretch that is read."""
        if not isinstance(walk, Stretch):
            return fetched
        ids = [each.id if isinstance(each, Session) else None for each in fetched.outcomes]
        part = walk.part(at, ids, fetched.envelope.total)
        records = fetched.envelope.records[part]
        invalid = fetched.envelope.invalid if walk.begun else ()
        return _Fetched(evolve(fetched.envelope, records=records, invalid=invalid), fetched.outcomes[part])

    def _check_end(self, walk: Walk) -> None:
        try:
            walk.check_end()
        except PagingError as error:
            raise self._unexpected(error) from None

    def _cursor(self, walk: Walk, step: Step) -> Cursor | None:
        if step.next is None:
            return None
        if walk.once_more:
            # Who takes it up does not know what was given before, and begins anew.
            return Cursor(at=Position(), size=self.size)
        return Cursor(
            at=step.next,
            size=self.size,
            granted=walk.granted,
            scanned=walk.scanned,
            moved=walk.moved,
            least_total=walk.least_total,
            **(walk.bounds if isinstance(walk, Stretch) else {}),
        )

    def _total_counts(self) -> bool:
        # No vendor documents whether its total is of what its filters leave over. Were it not, each filtered list would
        # be called incomplete, and nobody would listen any more. What is not sent is none of the vendor's filters.
        sent, unfiltered = (
            self.source.list_request(filters, Position(), self.size).arguments for filters in (self.filters, Filters())
        )
        return sent == unfiltered

    def _unexpected(self, error: UnreadableError) -> UnexpectedResponseError:
        text = f"listing sessions: {error.path or 'the paging'}: {error.reason}"
        return UnexpectedResponseError(text, source=self.source.name, vendor=self.source.vendor, path=error.path)

    def _sessions(
        self, walk: Walk, fetched: _Fetched
    ) -> tuple[tuple[Session, ...], tuple[InvalidRecordError, ...], int]:
        """The sessions that match, the records that cannot be read, and how many came up for the first time."""
        new: list[Session] = []
        places: list[str] = []
        on_page: set[str] = set()
        unreadable = list(fetched.envelope.invalid)
        for (place, record), outcome in zip(fetched.envelope.records, fetched.outcomes, strict=True):
            session = self._if_new(walk, outcome, on_page) if isinstance(outcome, Session) else outcome
            if isinstance(session, UnreadableError):
                unreadable.append(self.source.invalid_record(record.to_dict(), place, session.path, session.reason))
            elif session is not None:
                new.append(session)
                places.append(place)
                if session.unreadable and not record.invalid_fields:  # else its page tells of them
                    self._problems.of_session(place, session.unreadable)
        # Without an identifier, those on a page that comes again as a whole are known again by all that they say.
        invalid = [
            error
            for error in unreadable
            if walk.is_new(f"{self._identifier(error) or error.path} {error.record!r}")
            or (new and not self._identifier(error))
        ]
        scanned = len(new) + len(invalid)
        if not self.filters.used:
            return tuple(new), tuple(invalid), scanned
        decided = [(session, place, self.filters.match(session)) for session, place in zip(new, places, strict=True)]
        undecided = [self._undecided(session, place) for session, place, matches in decided if matches is None]
        return tuple(session for session, _, matches in decided if matches), (*invalid, *undecided), scanned

    def _undecided(self, session: Session, place: str) -> InvalidRecordError:
        reason = f"the filters cannot be applied to unreadable fields ({', '.join(sorted(session.unreadable))})"
        return self.source.invalid_record(session.raw.to_dict(), place, "", reason)

    def _if_new(self, walk: Walk, session: Session, on_page: set[str]) -> Session | UnreadableError | None:
        """The session; None where it came up before; an error where that cannot be known."""
        new = walk.is_new(session.id)
        if UNREADABLE_CHARACTER not in session.id:
            return session if new else None
        # It is another one, unless it says the same of itself as one on another page.
        other = walk.says_new(repr(session.raw.to_dict())) or session.id in on_page
        on_page.add(session.id)
        if other and not new:
            return UnreadableError(self.source.id_field, "has characters that cannot be read, and came up before")
        return session if new else None

    def _identifier(self, error: InvalidRecordError) -> object:
        record: object = error.record
        return cast(dict[str, object], record).get(self.source.id_field) if isinstance(record, dict) else None

    def _compare_with_total(self, walk: Walk, envelope: Envelope) -> None:
        if isinstance(walk, Stretch) and walk.ends:
            return
        if envelope.total is not None and envelope.total != walk.scanned:
            text = "%s: the list ended after %d sessions; the vendor's total is %d"
            logger.warning(text, self.source.name, walk.scanned, envelope.total)


async def _if_had(task: "asyncio.Task[_Fetched]", within: float | None = None) -> _Fetched | None:
    """What is fetched, if it can be had, and within so many seconds."""
    await asyncio.wait([task], timeout=within)
    return task.result() if task.done() and not task.cancelled() and task.exception() is None else None


def total_of(first: Envelope, size: int) -> int | None:
    """The vendor's total on a first page of this size; None if there is none, or the same answer contradicts it."""
    total = first.total
    if total is None or total < first.length or (not first.paged and total > first.length):
        return None
    promises_more = bool(first.has_more) or first.token is not None
    # A full page after which nothing tells the end may be counted by itself, and not the list.
    silent = first.has_more is None and first.last_page is None
    if total == first.length and (promises_more or (first.paged and silent and total >= size)):
        return None
    return None if first.last_page is not None and first.last_page > max(1, total) else total


async def held_back(pages: AsyncGenerator[tuple[Page, Step]]) -> AsyncGenerator[Page]:
    """The pages, each given out when it is known whether another follows, so that the last one's cursor is None."""
    held: Page | None = None
    try:
        async for page, step in pages:
            if held is not None:
                if step.next is None and not page.sessions and not page.invalid:
                    continue  # it may still be said that something is missing
                yield held
            held = page if step.next is not None and not step.has_more else None
            if held is None:
                yield page
        if held is not None:
            yield evolve(held, cursor=None)
            held = None
    except SourceError:
        if held is not None:
            yield held
        raise
    finally:
        await pages.aclose()
