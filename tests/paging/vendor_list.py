"""A vendor's list in memory, honest or not, and a reading of it from page to page as `Walk` leads."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import field, frozen

from allsessions.listing.pager import PagingError, Walk
from allsessions.source import Envelope, Position, UnreadableError

Page = Sequence[str]
Ids = tuple[str, ...]


@frozen
class Record:
    """A session of which only the id matters."""

    id: str

    @property
    def invalid_fields(self) -> dict[str, Any]:
        return {}

    def to_dict(self) -> dict[str, Any]:
        return {"id": self.id}


def ids(count: int) -> Ids:
    return tuple(f"s{number}" for number in range(count))


def cut(listed: Page, size: int) -> tuple[Ids, ...]:
    """The list in pages of this size, the last one not full unless it comes out even."""
    return tuple(tuple(listed[start : start + size]) for start in range(0, len(listed), size))


def nothing(_: Sequence[Page], __: int) -> Page:
    """Past the end: an empty page."""
    return ()


def last_again(pages: Sequence[Page], _: int) -> Page:
    """Past the end: the last page once more, as where a page's number is cut to the greatest."""
    return pages[-1] if pages else ()


def first_again(pages: Sequence[Page], _: int) -> Page:
    """Past the end: the first page, as where the page's number is not looked at."""
    return pages[0] if pages else ()


def round_again(pages: Sequence[Page], number: int) -> Page:
    """Past the end: from the first page on once more."""
    return pages[(number - 1) % len(pages)] if pages else ()


Says = Callable[["VendorList", int], Any]


def honest_next(vendor: "VendorList", page: int) -> bool:
    """As Anam's `next`."""
    return page < len(vendor.pages)


def honest_token(vendor: "VendorList", page: int) -> str | None:
    """As KonPro's token."""
    return f"page-{page + 1}" if page < len(vendor.pages) else None


def silence(_: "VendorList", __: int) -> None:
    """Says nothing, as Akool."""


@frozen(kw_only=True)
class VendorList:
    """What each page holds, and what the vendor says with it; each a function of the page's number, and no other state.

    Attributes:
        pages: The ids on each page.
        total: What it says of the number of sessions.
        last_page: What it says of the number of pages.
        promised: What it says of whether more follows; not looked at where there is a token.
        token: The following page's token.
        past_the_end: What a page holds past the last one.
        missing: The pages, by number, that come without a list.
    """

    pages: Sequence[Page]
    total: int | None = None
    last_page: int | None = None
    promised: Says = silence
    token: Says = silence
    past_the_end: Callable[[Sequence[Page], int], Page] = nothing
    missing: frozenset[int] = frozenset()
    paged: bool = True

    def page(self, at: Position) -> Envelope:
        number = at.page
        held = self.pages[number - 1] if number <= len(self.pages) else self.past_the_end(self.pages, number)
        token = self.token(self, number)
        return Envelope(
            records=() if number in self.missing else tuple((f"data[{i}]", Record(id)) for i, id in enumerate(held)),
            total=self.total,
            token=token,
            promised=True if token is not None else self.promised(self, number),
            last_page=self.last_page,
            paged=self.paged,
            missing="data" if number in self.missing else None,
            raw=Record("envelope"),
        )

    @property
    def all(self) -> list[str]:
        """Every id once, in the vendor's order."""
        return list(dict.fromkeys(id for page in self.pages for id in page))


@frozen(kw_only=True)
class Reading:
    """What came of it: the ids that came up, the positions asked for, those foreseen, and the error, if it was one."""

    read: list[str] = field(factory=list)
    asked: list[Position] = field(factory=list)
    foreseen: list[Position] = field(factory=list)
    errors: list[UnreadableError] = field(factory=list)

    @property
    def broken_off(self) -> bool:
        return any(isinstance(error, PagingError) for error in self.errors)


FIRST = Position()


class EndlessError(AssertionError):
    """More pages were asked for than any rule allows."""


def reading(
    vendor: VendorList,
    *,
    size: int = 100,
    at_most: int = 1000,
    start: Position = FIRST,
    scanned: int = 0,
    total_counts: bool = True,
) -> Reading:
    """Read the list as a listing does, one page after the other."""
    done = Reading()
    granted = size if scanned else 0
    walk = Walk(size=size, scanned=scanned, granted=granted, resumed=start != FIRST, total_counts=total_counts)
    try:
        for position, envelope in _walked(vendor, walk, start, done):
            if len(done.asked) > at_most:
                raise EndlessError(f"{at_most} pages, and still page {position.page} is asked for: {envelope}")
    except UnreadableError as error:
        done.errors.append(error)
    return done


def _walked(vendor: VendorList, walk: Walk, start: Position, done: Reading) -> Iterator[tuple[Position, Envelope]]:
    at: Position | None = start
    while at is not None:
        done.asked.append(at)
        envelope = vendor.page(at)
        yield at, envelope
        new = [record.id for _, record in envelope.records if isinstance(record, Record) and walk.is_new(record.id)]
        done.read.extend(new)
        at = walk.after(at, envelope, len(new)).next
        done.foreseen.extend([] if at is None else [at, *walk.foreseen(at, 50)])
