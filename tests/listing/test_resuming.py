"""Lists that are read page by page, each page by a new client that knows nothing but a cursor."""

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from attrs import field, frozen

from allsessions import AsyncClient, ConfigurationError, Page, Source, UnexpectedResponseError

from ..client.vendors import WIRES
from .honest_vendor import STYLES, HonestVendor
from .reading import NOWHERE, id_of
from .test_vague_vendors import total
from .vague_vendor import VagueVendor
from .virtual_time import run

SIZE = 3
Vendor = HonestVendor | VagueVendor


@frozen
class Resumed:
    """What a list gave over all clients.

    Attributes:
        ids: The sessions.
        pages: How many pages there were.
        cursors: The cursors between them.
    """

    ids: list[str] = field(factory=list)
    pages: list[Page] = field(factory=list)
    cursors: list[str] = field(factory=list)


def nothing() -> None:
    """Leave the list as it is."""


def resumed(vendor: Vendor, then: Callable[[], None] = nothing, most: int = 40, **filters: Any) -> Resumed:
    """Read a list with one client for each page; `then` happens after each page."""
    found = Resumed()
    resume(vendor, found, then, most, **filters)
    return found


def resume(vendor: Vendor, found: Resumed, then: Callable[[], None] = nothing, most: int = 40, **filters: Any) -> None:
    """Do the same, and keep what was found even if an error ends the list."""
    cursor: str | None = None
    for _ in range(most):
        page = run(next_page(vendor, source_of(vendor), cursor, **filters))
        if page is None:
            return
        found.pages.append(page)
        found.ids.extend(session.id for session in page.sessions)
        cursor = page.cursor
        if cursor is None:
            return
        found.cursors.append(cursor)
        then()
    raise AssertionError(f"after {most} pages the list still goes on")


async def next_page(vendor: Vendor, source: Source, cursor: str | None, **filters: Any) -> Page | None:
    """Return the page after a cursor, from a new client."""
    async with AsyncClient(source, retries=0, http={"transport": vendor}) as client:
        return await anext(client.pages(source, cursor=cursor, **filters), None)


def source_of(vendor: Vendor, **options: Any) -> Source:
    return WIRES[vendor.style.vendor].source(base_url=NOWHERE, page_size=SIZE, **options)


def ids_of(style: str, count: int) -> list[str]:
    return [id_of(STYLES[style].vendor, number) for number in range(count)]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("count", [0, 1, 3, 7, 9, 20])
def test_an_honest_list_gives_each_session_once(style: str, count: int) -> None:
    assert resumed(HonestVendor(style=STYLES[style], count=count)).ids == ids_of(style, count)


@pytest.mark.parametrize("style", STYLES)
def test_a_list_that_grows_at_its_front_is_given_whole(style: str) -> None:
    vendor = HonestVendor(style=STYLES[style], count=7)
    grown = iter([lambda: vendor.listed.insert(0, 100)])
    found = resumed(vendor, then=lambda: next(grown, nothing)())
    # A cursor does not know which sessions were given before it, so one can come twice.
    assert {*ids_of(style, 7)} <= {*found.ids}


@pytest.mark.parametrize("style", STYLES)
def test_a_total_that_is_too_high_ends_in_an_error(style: str) -> None:
    pages = [[0, 1, 2], [3, 4, 5]]
    vendor = VagueVendor(style=STYLES[style], pages=pages, size=SIZE, tell=total(10))
    found = Resumed()
    with pytest.raises(UnexpectedResponseError):
        resume(vendor, found)
    assert found.ids == ids_of(style, 6)
    assert vendor.requests <= 30


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("after", [1, 2])
def test_a_list_that_shrank_tells_to_begin_again(style: str, after: int) -> None:
    vendor = HonestVendor(style=STYLES[style], count=12)
    found = Resumed()

    def shrink() -> None:
        if len(found.pages) == after:
            del vendor.listed[0]

    with pytest.raises(UnexpectedResponseError) as caught:
        resume(vendor, found, then=shrink)
    assert re.search("(begin|start) (it |the list )?again", str(caught.value))


@pytest.mark.parametrize("style", STYLES)
def test_a_cursor_holds_no_sessions_identifier(style: str) -> None:
    found = resumed(HonestVendor(style=STYLES[style], count=12))
    assert found.cursors
    for cursor in found.cursors:
        assert not [id for id in found.ids if id in readable(cursor)]


def test_a_cursor_holds_no_search_text() -> None:
    found = resumed(HonestVendor(style=STYLES["anam"], count=12), search="label")
    assert found.cursors
    assert not [cursor for cursor in found.cursors if "label" in readable(cursor)]


def readable(cursor: str) -> str:
    """Return what can be read in a cursor, as it is and decoded."""
    return cursor + base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode(errors="replace")


OTHERS: dict[str, Callable[[HonestVendor, str], object]] = {
    "another vendor": lambda vendor, cursor: run(
        next_page(vendor, WIRES["konpro"].source(base_url=NOWHERE, name="anam"), cursor)
    ),
    "another source": lambda vendor, cursor: run(next_page(vendor, source_of(vendor, name="other"), cursor)),
    "other filters": lambda vendor, cursor: run(next_page(vendor, source_of(vendor), cursor, search="label")),
    "no cursor at all": lambda vendor, cursor: run(next_page(vendor, source_of(vendor), "page 2")),
    "a part of it": lambda vendor, cursor: run(next_page(vendor, source_of(vendor), cursor[: len(cursor) // 2])),
}


@pytest.mark.parametrize("other", OTHERS)
def test_a_cursor_of_another_list_is_refused(other: str) -> None:
    vendor = HonestVendor(style=STYLES["anam"], count=12)
    cursor = resumed(vendor).cursors[0]
    before = vendor.requests
    with pytest.raises(ConfigurationError):
        OTHERS[other](vendor, cursor)
    assert vendor.requests == before
