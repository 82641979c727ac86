"""Lists that a test reads page by page, each page with a new client that has only a cursor."""

import base64
from collections.abc import Callable

import pytest
from attrs import field, frozen

from allsessions import AsyncClient, Page, Source, UnexpectedResponseError

from ..client.vendors import WIRES
from .honest_vendor import ABSENT, STYLES, HonestVendor
from .reading import NOWHERE, id_of
from .test_vague_vendors import more_for_ever, telling
from .vague_vendor import VagueVendor
from .virtual_time import run

SIZE = 3
MOST_PAGES = 40
Vendor = HonestVendor | VagueVendor


@frozen
class Resumed:
    """The sessions and pages of a list, over all clients."""

    ids: list[str] = field(factory=list)
    cursors: list[str] = field(factory=list)

    def take(self, page: Page) -> None:
        self.ids.extend(session.id for session in page.sessions)
        self.cursors.extend([page.cursor] if page.cursor else [])


def nothing(_: int) -> None:
    """Leave the list as it is."""


def resume(vendor: Vendor, found: Resumed, then: Callable[[int], None] = nothing) -> None:
    """Read a list with one client for each page; `then` is called with a page's number after each page."""
    cursor: str | None = None
    for number in range(1, MOST_PAGES + 1):
        run(read_page(vendor, source_of(vendor), cursor, found))
        if len(found.cursors) < number:
            return
        cursor = found.cursors[-1]
        then(number)
    raise AssertionError(f"after {MOST_PAGES} pages the list still goes on")


def resumed(vendor: Vendor, then: Callable[[int], None] = nothing) -> Resumed:
    """Do the same for a list that must not end in an error."""
    found = Resumed()
    resume(vendor, found, then)
    return found


async def read_page(vendor: Vendor, source: Source, cursor: str | None, found: Resumed) -> None:
    """Return the page after a cursor from a new client, or the end of the list."""
    async with AsyncClient(source, retries=0, http={"transport": vendor}) as client:
        pages = client.pages(source, cursor=cursor)
        page = await anext(pages, None)
        if page is not None:
            found.take(page)
        if page is not None and page.cursor is None:
            assert await anext(pages, None) is None


def source_of(vendor: Vendor) -> Source:
    return WIRES[vendor.style.vendor].source(base_url=NOWHERE, page_size=SIZE)


def ids_of(style: str, count: int) -> list[str]:
    return [id_of(STYLES[style].vendor, number) for number in range(count)]


@pytest.mark.parametrize("style", STYLES)
def test_an_unchanged_list_gives_each_session_once(style: str) -> None:
    for count in (0, 1, 3, 7, 9, 20):
        assert resumed(HonestVendor(style=STYLES[style], count=count)).ids == ids_of(style, count)


@pytest.mark.parametrize("style", STYLES)
def test_a_list_that_grows_is_complete(style: str) -> None:
    for place in (0, 4, 7):
        vendor = HonestVendor(style=STYLES[style], count=7)

        def grow(page: int, vendor: HonestVendor = vendor, place: int = place) -> None:
            if page == 1:
                vendor.listed.insert(place, 100)

        # A cursor does not know which sessions came before it, so one can come twice.
        assert {*ids_of(style, 7)} <= {*resumed(vendor, grow).ids}, place


@pytest.mark.parametrize("style", STYLES)
def test_a_total_that_is_too_high_ends_in_an_error(style: str) -> None:
    pages = [[0, 1, 2], [3, 4, 5]]
    vendor = VagueVendor(style=STYLES[style], pages=pages, size=SIZE, tell=telling(10))
    found = Resumed()
    with pytest.raises(UnexpectedResponseError):
        resume(vendor, found)
    assert found.ids == ids_of(style, 6)
    assert vendor.requests <= 30


@pytest.mark.parametrize("style", ["anam", "konpro"])
def test_empty_pages_that_promise_more_end_in_an_error(style: str) -> None:
    """Each client sees one of them, so the cursor counts them."""
    tell = more_for_ever(ABSENT)
    vendor = VagueVendor(style=STYLES[style], pages=[[]], size=SIZE, serve=lambda number, last: 1, tell=tell)
    with pytest.raises(UnexpectedResponseError):
        resume(vendor, Resumed())


@pytest.mark.parametrize("style", STYLES)
def test_a_list_that_shrank_says_to_begin_again(style: str) -> None:
    for after in (1, 2):
        vendor = HonestVendor(style=STYLES[style], count=12)

        def shrink(page: int, vendor: HonestVendor = vendor, after: int = after) -> None:
            if page == after:
                del vendor.listed[0]

        with pytest.raises(UnexpectedResponseError, match="(begin|start) (it |the list )?again"):
            resume(vendor, Resumed(), shrink)


@pytest.mark.parametrize("style", STYLES)
def test_a_cursor_holds_no_sessions_identifier(style: str) -> None:
    found = resumed(HonestVendor(style=STYLES[style], count=12))
    assert found.cursors
    for cursor in found.cursors:
        assert not [id for id in found.ids if id in readable(cursor)]


def readable(cursor: str) -> str:
    """Return the readable text of a cursor, both encoded and decoded."""
    return cursor + base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode(errors="replace")
