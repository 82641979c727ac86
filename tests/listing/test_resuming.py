"""Lists that a test reads page by page, each page with a new client that has only a cursor."""

from collections.abc import Callable

import pytest
from attrs import field, frozen

from allsessions import AsyncClient, UnexpectedResponseError

from ..client.scripted import Request
from ..client.vendors import WIRES
from ..faults.case import MISSING
from .honest_vendor import STYLES, HonestVendor, VagueVendor
from .reading import InAnyOrder
from .test_cursor import decoded
from .test_vague_vendors import more_for_ever, telling
from .virtual_time import run

SIZE = 3
MOST_PAGES = 40
Vendor = HonestVendor | VagueVendor


@frozen
class Resumed:
    """The sessions, cursors and requests of a list, from all clients."""

    ids: list[str] = field(factory=list)
    cursors: list[str] = field(factory=list)
    requests: list[Request] = field(factory=list)


def resume(vendor: Vendor, found: Resumed, then: Callable[[int], None] = lambda number: None) -> Resumed:
    """Read a list with one client for each page; `then` is called with a page's number after each page."""
    transport = InAnyOrder(vendor)
    transport.requests = found.requests
    for number in range(1, MOST_PAGES + 1):
        run(read_page(vendor, transport, found))
        if len(found.cursors) < number:
            return found
        then(number)
    raise AssertionError(f"after {MOST_PAGES} pages the list still goes on")


async def read_page(vendor: Vendor, transport: InAnyOrder, found: Resumed) -> None:
    """Read the page after the last cursor with a new client. After the last page, read the end of the list."""
    source = WIRES[vendor.style.vendor].source(page_size=SIZE)
    async with AsyncClient(source, retries=0, http={"transport": transport}) as client:
        pages = client.pages(source, cursor=found.cursors[-1] if found.cursors else None)
        page = await anext(pages, None)
        if page is None:
            return
        found.ids.extend(session.id for session in page.sessions)
        found.cursors.extend([page.cursor] if page.cursor else [])
        assert page.cursor is not None or await anext(pages, None) is None


@pytest.mark.parametrize("style", STYLES)
def test_an_unchanged_list_gives_each_session_once(style: str) -> None:
    for count in (0, 1, 3, 7, 9, 20):
        found = resume(HonestVendor(style=STYLES[style], count=count), Resumed())
        assert found.ids == STYLES[style].ids(count)
        cursors = [cursor + str(decoded(cursor)) for cursor in found.cursors]
        assert not [id for id in found.ids for cursor in cursors if id in cursor], "a cursor holds no identifier"


@pytest.mark.parametrize("style", STYLES)
def test_a_list_that_grows_is_complete(style: str) -> None:
    for place in (0, 4, 7):
        vendor = HonestVendor(style=STYLES[style], count=7)

        def grow(page: int, vendor: HonestVendor = vendor, place: int = place) -> None:
            if page == 1:
                vendor.listed.insert(place, 100)

        # A cursor does not store earlier sessions, so a session can be repeated.
        assert {*STYLES[style].ids(7)} <= {*resume(vendor, Resumed(), grow).ids}, place


@pytest.mark.parametrize("style", STYLES)
def test_a_total_that_is_too_high_ends_in_an_error(style: str) -> None:
    pages = [[0, 1, 2], [3, 4, 5]]
    vendor = VagueVendor(style=STYLES[style], pages=pages, size=SIZE, tell=telling(10))
    found = Resumed()
    with pytest.raises(UnexpectedResponseError):
        resume(vendor, found)
    assert found.ids == STYLES[style].ids(6)
    assert len(found.requests) <= 30


@pytest.mark.parametrize("style", ["anam", "konpro"])
def test_empty_pages_that_promise_more_end_in_an_error(style: str) -> None:
    """Each client reads only one empty page, so the cursor must count them."""
    tell = more_for_ever(MISSING)
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

        with pytest.raises(UnexpectedResponseError, match="start again"):
            resume(vendor, Resumed(), shrink)


@pytest.mark.parametrize("style", STYLES)
def test_a_list_that_grew_and_shrank_says_to_begin_again(style: str) -> None:
    vendor = HonestVendor(style=STYLES[style], count=12)
    changes = {1: lambda: vendor.listed.insert(0, 100), 2: lambda: vendor.listed.remove(100)}
    with pytest.raises(UnexpectedResponseError, match="start again"):
        resume(vendor, Resumed(), lambda page: changes.get(page, lambda: None)())
