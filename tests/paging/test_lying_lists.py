"""Vendors that do not mean what they say: all is read, or an error says that it is not; and it always ends."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allsessions.listing.pager import EMPTY_PAGES_ALLOWED, EMPTY_PAGES_FOR_A_TOTAL, REPEATED_PAGES_ALLOWED
from allsessions.source import Position

from .vendor_list import (
    Reading,
    VendorList,
    cut,
    first_again,
    honest_next,
    honest_token,
    ids,
    last_again,
    nothing,
    reading,
    round_again,
    silence,
)

PAST_THE_END = [nothing, last_again, first_again, round_again]

some_pages = st.lists(st.lists(st.sampled_from(ids(6)), max_size=4), max_size=8)
totals = st.none() | st.integers(0, 30) | st.just(10**9)


def always(value: Any) -> Callable[[VendorList, int], Any]:
    return lambda *_: value


def fresh_token(_: VendorList, page: int) -> str:
    return f"token-{page}"


def whole_or_refused(vendor: VendorList, done: Reading) -> bool:
    return done.read == vendor.all or bool(done.errors)


# Never endless: after the last new session, so many pages can follow, and no more.
IN_VAIN = EMPTY_PAGES_ALLOWED + REPEATED_PAGES_ALLOWED


@given(
    pages=some_pages,
    total=totals,
    last_page=st.none() | st.integers(0, 20) | st.just(10**9),
    promised=st.sampled_from([silence, always(True), always(False), honest_next]),
    token=st.sampled_from([silence, fresh_token, always("same"), lambda _, page: f"token-{page % 3}"]),
    past_the_end=st.sampled_from(PAST_THE_END),
    size=st.integers(1, 5),
)
@example(
    # A page again, then none, then that page again: each alone would be patience, together it is for ever.
    pages=[["s0"], []],
    total=None,
    last_page=None,
    promised=always(True),
    token=silence,
    past_the_end=round_again,
    size=1,
)
def test_every_reading_ends(
    pages: list[list[str]],
    total: int | None,
    last_page: int | None,
    promised: Any,
    token: Any,
    past_the_end: Any,
    size: int,
) -> None:
    vendor = VendorList(
        pages=pages, total=total, last_page=last_page, promised=promised, token=token, past_the_end=past_the_end
    )
    reading(vendor, size=size, at_most=len(pages) + 2 * IN_VAIN)


@pytest.mark.parametrize("token", [silence, fresh_token], ids=["next", "tokens"])
@pytest.mark.parametrize("total", [None, 3, 10**9])
@pytest.mark.parametrize("past_the_end", PAST_THE_END)
def test_promises_without_end_are_a_loop(token: Any, total: int | None, past_the_end: Any) -> None:
    vendor = VendorList(
        pages=cut(ids(6), 2), total=total, promised=always(True), token=token, past_the_end=past_the_end
    )
    done = reading(vendor, size=2)
    assert done.read == vendor.all
    assert done.broken_off or total == 3


@pytest.mark.parametrize("token", [silence, fresh_token], ids=["next", "tokens"])
def test_alternating_empty_and_repeated_pages_are_a_loop(token: Any) -> None:
    vendor = VendorList(pages=[["s0"], []], promised=always(True), token=token, past_the_end=round_again)
    assert reading(vendor, size=1).broken_off


@pytest.mark.parametrize("loop", [1, 2, 3])
def test_a_token_that_leads_back_is_a_loop(loop: int) -> None:
    vendor = VendorList(pages=cut(ids(6), 2), token=lambda _, page: f"token-{page % loop}", past_the_end=round_again)
    done = reading(vendor, size=2)
    assert done.broken_off
    assert len(done.asked) == loop + 1


def test_a_loop_names_the_page() -> None:
    (error,) = reading(VendorList(pages=cut(ids(6), 2), token=always("same")), size=2).errors
    assert "page 2" in error.reason


# A page's number that is not looked at


@given(count=st.integers(1, 20), served=st.integers(1, 12), asked=st.integers(1, 12))
@example(count=3, served=2, asked=5)
def test_without_a_total_a_first_page_that_comes_again_is_an_error(count: int, served: int, asked: int) -> None:
    """As much as the vendor grants comes for every page, and nothing tells whether there is more."""
    held = ids(count)[: min(served, asked)]
    done = reading(VendorList(pages=[held], past_the_end=first_again), size=asked)
    assert done.read == list(held)
    assert done.broken_off


@given(total=st.integers(4, 50))
def test_a_first_page_that_comes_again_and_again_is_an_error_where_the_total_speaks_of_more(total: int) -> None:
    done = reading(VendorList(pages=[ids(3)], total=total, past_the_end=first_again), size=3)
    assert done.broken_off
    assert len(done.asked) <= 1 + REPEATED_PAGES_ALLOWED


def test_a_page_that_comes_again_ends_a_list_of_which_the_total_says_that_it_is_whole() -> None:
    done = reading(VendorList(pages=[ids(3)], total=3, past_the_end=first_again), size=5)
    assert (done.read, done.errors, len(done.asked)) == (list(ids(3)), [], 2)


def test_a_full_page_that_comes_again_may_be_all_that_is_given_where_the_total_is_only_its_own_length() -> None:
    done = reading(VendorList(pages=[ids(3)], total=3, past_the_end=first_again), size=3)
    assert (done.read, done.broken_off, len(done.asked)) == (list(ids(3)), True, 2)


@pytest.mark.parametrize("token", [silence, honest_token], ids=["numbers", "tokens"])
@pytest.mark.parametrize("paged", [True, False])
def test_fewer_than_every_total_said_are_not_the_whole_list(token: Any, paged: bool) -> None:
    """As where a vendor gives no more than so many pages of a longer list."""
    done = reading(VendorList(pages=cut(ids(6), 6), total=9, token=token, paged=paged), size=6)
    assert (done.read, done.broken_off) == (list(ids(6)), True)


@pytest.mark.parametrize("token", [silence, honest_token], ids=["numbers", "tokens"])
def test_what_comes_twice_does_not_stand_for_what_does_not_come(token: Any) -> None:
    """As where the order is another one at each page. The list is read twice, and no more, before it is given up."""
    vendor = VendorList(pages=[ids(4), ids(6)[2:]], total=8, token=token)
    once = reading(VendorList(pages=[ids(4), ids(6)[2:]], total=6, token=token), size=4)
    done = reading(vendor, size=4)
    assert (done.read, done.broken_off) == (list(ids(6)), True)
    assert (once.read, once.broken_off) == (list(ids(6)), False)
    assert [at for at in done.asked if at.page == 1] == [Position(), Position()]
    assert len(done.asked) <= 2 * (len(once.asked) + EMPTY_PAGES_FOR_A_TOTAL)


def test_a_list_without_pages_that_has_a_session_twice_is_asked_for_once_more_at_most() -> None:
    done = reading(VendorList(pages=[[*ids(3), "s0"]], total=4, paged=False))
    assert (done.read, done.broken_off, len(done.asked)) == (list(ids(3)), True, 2)


def test_what_was_given_before_a_cursor_is_not_read_again() -> None:
    vendor = VendorList(pages=[ids(4), ids(6)[2:], ids(7)[4:]], total=8)
    done = reading(vendor, size=4, start=Position(2), scanned=4)
    assert (done.broken_off, [at for at in done.asked if at.page == 1]) == (False, [])


# A total that may not be of what a filter leaves over


def test_a_full_page_that_is_missing_between_full_ones_is_missed_though_the_total_may_be_of_more() -> None:
    done = reading(VendorList(pages=[ids(4)[:2], [], ids(4)[2:]], total=6), size=2, total_counts=False)
    assert (done.read, done.broken_off) == (list(ids(4)), True)


@pytest.mark.parametrize(
    "pages", [cut(ids(4), 2), [["s0"], [], ["s1", "s2"], ["s3"]]], ids=["cut off", "pages of which some are hidden"]
)
def test_a_total_that_may_be_of_more_than_the_filter_leaves_over_is_missed_by_nobody(pages: Any) -> None:
    done = reading(VendorList(pages=pages, total=60), size=2, total_counts=False)
    assert (done.read, done.broken_off) == (list(ids(4)), False)


@pytest.mark.parametrize("past", ["a page without a list", "nothing"])
def test_a_total_that_was_wrong_before_ends_no_list(past: str) -> None:
    missing = frozenset({3}) if past == "a page without a list" else frozenset[int]()
    vendor = VendorList(pages=[("s0", "s1"), ("s2", "s3"), (), ("s4", "s5")], total=2, missing=missing)
    done = reading(vendor, size=2)
    assert done.read == vendor.all or bool(done.errors)


# An end that is none


@given(count=st.integers(0, 40), size=st.integers(1, 8), total=st.none() | st.integers(0, 100))
def test_a_full_page_is_not_the_last_though_the_vendor_says_so(count: int, size: int, total: int | None) -> None:
    """`next` is null on every page."""
    vendor = VendorList(pages=cut(ids(count), size), total=total, promised=always(False))
    assert reading(vendor, size=size).read == vendor.all


@given(count=st.integers(0, 40), asked=st.integers(1, 8), served=st.integers(1, 8))
def test_a_page_is_not_the_last_where_the_total_speaks_of_more(count: int, asked: int, served: int) -> None:
    """`next` is null on every page, and none is full."""
    vendor = VendorList(pages=cut(ids(count), min(asked, served)), total=count, promised=always(False))
    assert reading(vendor, size=asked).read == vendor.all


@given(count=st.integers(0, 40), size=st.integers(1, 8), last_page=st.integers(0, 50))
def test_the_last_page_that_the_vendor_names_ends_no_list(count: int, size: int, last_page: int) -> None:
    vendor = VendorList(pages=cut(ids(count), size), last_page=last_page)
    done = reading(vendor, size=size)
    assert whole_or_refused(vendor, done)
    assert done.read == vendor.all


@given(pages=some_pages, total=totals, past_the_end=st.sampled_from(PAST_THE_END), size=st.integers(1, 5))
def test_a_vendor_that_always_promises_more_is_read_as_a_whole_or_refused(
    pages: list[list[str]], total: int | None, past_the_end: Any, size: int
) -> None:
    vendor = VendorList(pages=pages, total=total, promised=always(True), past_the_end=past_the_end)
    assert whole_or_refused(vendor, reading(vendor, size=size))
