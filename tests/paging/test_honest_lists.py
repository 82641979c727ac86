"""Vendors that mean it well and are odd: each session is read once, and little is asked for in vain."""

import math
from itertools import accumulate, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allsessions.listing.pager import EMPTY_PAGES_ALLOWED, Walk
from allsessions.source import Position

from .vendor_list import VendorList, cut, honest_next, honest_token, ids, last_again, reading

counts = st.integers(0, 60)
sizes = st.integers(1, 12)
totals = st.none() | st.integers(0, 200)
AT_MOST = 400

# Requests past what the vendor's own numbers speak of: one to see the end, and a few where its total is not what came.
TO_MAKE_SURE = 1
IN_DOUBT = 3


def too_many(total: int | None, count: int) -> bool:
    """Whether the total speaks of sessions that do not come: that is said, since it may be a list that was cut off."""
    return total is not None and total > count


def pages_past_the_end(vendor: VendorList, asked: int) -> int:
    """How many pages the total speaks of that are not there, by the longest page that is."""
    longest = max(map(len, vendor.pages), default=asked)
    return max(0, math.ceil((vendor.total or 0) / longest) - len(vendor.pages))


@given(count=counts, asked=sizes, served=sizes, total=totals)
def test_a_vendor_that_promises_nothing_is_read_to_the_end(
    count: int, asked: int, served: int, total: int | None
) -> None:
    """Akool, whatever page size it grants and whatever total it gives.

    In vain it is asked for those pages only that the total alone speaks of, up to the number at which that is called a
    loop, and for a few to make sure.
    """
    vendor = VendorList(pages=cut(ids(count), min(asked, served)), total=total)
    done = reading(vendor, size=asked, at_most=AT_MOST)
    in_vain = len(done.asked) - len(vendor.pages)
    assert done.read == vendor.all
    doubt = 0 if total == count else IN_DOUBT
    assert in_vain <= TO_MAKE_SURE + doubt + min(EMPTY_PAGES_ALLOWED, pages_past_the_end(vendor, asked))
    assert done.broken_off is too_many(total, count)


@given(count=st.integers(1, 60), asked=sizes, served=sizes, total=totals)
def test_a_vendor_whose_last_page_comes_again_is_read_to_the_end(
    count: int, asked: int, served: int, total: int | None
) -> None:
    size = min(asked, served)
    vendor = VendorList(pages=cut(ids(count), size), total=total, past_the_end=last_again)
    done = reading(vendor, size=asked, at_most=AT_MOST)
    assert done.read == vendor.all
    assert len(done.asked) <= len(vendor.pages) + TO_MAKE_SURE + IN_DOUBT


@given(count=counts, asked=sizes, served=sizes, total=totals)
def test_a_vendor_that_tells_the_next_page_is_read_to_the_end(
    count: int, asked: int, served: int, total: int | None
) -> None:
    """Anam, whatever page size it grants and whatever total it gives."""
    pages = cut(ids(count), min(asked, served))
    vendor = VendorList(pages=pages, total=total, promised=honest_next, last_page=len(pages))
    done = reading(vendor, size=asked, at_most=AT_MOST)
    assert done.read == vendor.all
    assert done.broken_off is too_many(total, count)
    assert len(done.asked) <= max(1, len(pages)) + TO_MAKE_SURE


@given(count=counts, asked=sizes, served=sizes, total=totals)
def test_a_vendor_that_gives_tokens_is_read_to_the_end(count: int, asked: int, served: int, total: int | None) -> None:
    """KonPro, whatever page size it grants and whatever total it gives."""
    vendor = VendorList(
        pages=cut(ids(count), min(asked, served)),
        total=total,
        token=honest_token,
        promised=lambda *_: False,
    )
    done = reading(vendor, size=asked, at_most=AT_MOST)
    assert done.read == vendor.all
    assert done.broken_off is too_many(total, count)
    assert len(done.asked) <= max(1, len(vendor.pages)) + TO_MAKE_SURE


@pytest.mark.parametrize("total", [None, 5], ids=["no total", "total"])
@pytest.mark.parametrize(
    "vendor",
    [
        VendorList(pages=cut(ids(5), 2), promised=honest_next, last_page=3),
        VendorList(pages=cut(ids(5), 2), token=honest_token, promised=lambda *_: False),
    ],
    ids=["next", "token"],
)
def test_where_the_vendor_says_that_nothing_follows_nothing_is_asked_for_in_vain(
    vendor: VendorList, total: int | None
) -> None:
    told = VendorList(
        pages=vendor.pages, total=total, promised=vendor.promised, token=vendor.token, last_page=vendor.last_page
    )
    assert len(reading(told, size=2).asked) == 3


@given(count=counts, size=sizes, token=st.booleans(), data=st.data())
def test_pages_may_be_short_anywhere(count: int, size: int, token: bool, data: st.DataObject) -> None:
    lengths = data.draw(st.lists(st.integers(1, size), min_size=count, max_size=count))
    starts = [0, *accumulate(lengths)]
    pages = [ids(count)[start:end] for start, end in pairwise(starts) if start < count]
    total = data.draw(st.sampled_from([None, count]))
    vendor = VendorList(pages=pages, total=total, **({"token": honest_token} if token else {}))  # type: ignore[arg-type]
    done = reading(vendor, size=size, at_most=AT_MOST)
    assert (done.read, done.errors) == (vendor.all, [])
    assert len(done.asked) <= max(1, len(pages)) + TO_MAKE_SURE + IN_DOUBT


@given(
    pages=st.lists(st.lists(st.sampled_from(ids(20)), max_size=5), max_size=12).map(lambda pages: [*pages, ["end"]]),
    says=st.sampled_from(["next", "token"]),
    total=totals,
)
@example(pages=[["s0"], [], ["end"]], says="next", total=1)
@example(pages=[["s0"], [], ["end"]], says="token", total=1)
def test_an_empty_or_repeated_page_ends_no_list_whose_vendor_promises_more(
    pages: list[list[str]], says: str, total: int | None
) -> None:
    vendor = (
        VendorList(pages=pages, total=total, promised=honest_next)
        if says == "next"
        else VendorList(pages=pages, total=total, token=honest_token, promised=lambda *_: False)
    )
    done = reading(vendor, size=5, at_most=AT_MOST)
    assert done.read == vendor.all or done.broken_off


@pytest.mark.parametrize(
    "pages",
    [[["s0"], [], ["s1"]], [[], ["s0"]], [["s0", "s1"], [], ["s2", "s3"]]],
    ids=["between", "first", "between full ones"],
)
def test_an_empty_page_ends_no_list_of_which_the_total_says_that_more_is_there(pages: list[list[str]]) -> None:
    """Pages that are cut before records are hidden can be empty; the total is right."""
    vendor = VendorList(pages=pages, total=sum(map(len, pages)))
    assert reading(vendor, size=max(map(len, pages))).read == vendor.all


def test_an_empty_page_ends_no_list_whose_vendor_names_a_later_page_as_the_last() -> None:
    vendor = VendorList(pages=[["s0"], [], ["s1"]], last_page=3)
    assert reading(vendor, size=1).read == ["s0", "s1"]


def test_a_promise_on_a_page_that_was_only_asked_for_to_make_sure_is_a_promise() -> None:
    """The token is there again after it was missing once."""
    tokens = {2: "page-3"}
    vendor = VendorList(pages=[["s0"], [], ["s1"]], token=lambda _, page: tokens.get(page), promised=lambda *_: False)
    assert reading(vendor, size=1).read == ["s0", "s1"]


@given(count=counts, size=sizes, moved=st.integers(1, 12))
def test_sessions_that_move_to_a_later_page_are_read_once(count: int, size: int, moved: int) -> None:
    """New ones come first: page by page, some of the page before come again."""
    moved = min(moved, size - 1)
    pages = [ids(count)[max(0, start - moved) : start - moved + size] for start in range(0, count + moved, size)]
    pages = [ids(count)[:size], *pages[1:]]
    vendor = VendorList(pages=pages, promised=honest_next)
    done = reading(vendor, size=size, at_most=AT_MOST)
    assert done.read == vendor.all


def test_a_list_without_pages_ends_at_once_whatever_its_total() -> None:
    for total in (None, 0, 2, 50):
        assert len(reading(VendorList(pages=[ids(2), ids(2)], total=total, paged=False)).asked) == 1


# Lists that are not there


@pytest.mark.parametrize(("total", "readable"), [(0, True), (None, False), (5, False)])
def test_a_missing_list_is_an_empty_one_only_where_the_total_says_so(total: int | None, readable: bool) -> None:
    done = reading(VendorList(pages=[()], total=total, missing=frozenset({1})))
    assert (done.errors == []) is readable
    assert [error.path for error in done.errors] == ([] if readable else ["data"])


def test_a_missing_list_past_the_end_ends_a_list_that_was_read_as_a_whole() -> None:
    vendor = VendorList(pages=[ids(2)], total=2, missing=frozenset({2}))
    done = reading(vendor, size=2)
    assert (done.read, done.errors) == (vendor.all, [])


def test_a_missing_list_in_the_middle_is_an_error() -> None:
    vendor = VendorList(pages=[("s0",), (), ("s1",)], total=2, missing=frozenset({2}))
    done = reading(vendor, size=1)
    assert [error.path for error in done.errors] == ["data"]


# Foreseen pages


@given(count=st.integers(1, 60), asked=sizes, served=sizes, says=st.sampled_from(["nothing", "next", "token"]))
def test_no_page_is_foreseen_that_is_not_asked_for_in_the_end(count: int, asked: int, served: int, says: str) -> None:
    """Where the total is right."""
    pages = cut(ids(count), min(asked, served))
    vendor = {
        "nothing": VendorList(pages=pages, total=count),
        "next": VendorList(pages=pages, total=count, promised=honest_next, last_page=len(pages)),
        "token": VendorList(pages=pages, total=count, token=honest_token, promised=lambda *_: False),
    }[says]
    done = reading(vendor, size=asked)
    assert set(done.foreseen) <= set(done.asked)


@given(count=st.integers(1, 60), size=sizes)
def test_after_the_first_page_the_whole_list_is_foreseen(count: int, size: int) -> None:
    vendor = VendorList(pages=cut(ids(count), size), total=count)
    done = reading(vendor, size=size)
    walk = Walk(size=size)
    step = walk.after(Position(), vendor.page(Position()), min(count, size))
    assert step.next is not None
    assert [Position(), step.next, *walk.foreseen(step.next, count)] == done.asked


def test_past_a_token_no_page_is_foreseen() -> None:
    vendor = VendorList(pages=cut(ids(9), 3), total=9, token=honest_token)
    walk = Walk(size=3)
    step = walk.after(Position(), vendor.page(Position()), 3)
    assert step.next == Position(2, "page-2")
    assert list(walk.foreseen(step.next, 50)) == []


@pytest.mark.parametrize("total", [10**12, 10**400])
def test_a_huge_total_costs_nothing_to_foresee(total: int) -> None:
    walk = Walk(size=3)
    step = walk.after(Position(), VendorList(pages=[ids(3)], total=total).page(Position()), 3)
    assert step.next is not None
    assert list(walk.foreseen(step.next, 2)) == [Position(3), Position(4)]


# Resumed


@given(count=counts, size=sizes, data=st.data(), says=st.sampled_from(["nothing", "next", "token"]))
def test_a_list_that_is_taken_up_again_goes_on_to_the_same_end(
    count: int, size: int, data: st.DataObject, says: str
) -> None:
    pages = cut(ids(count), size)
    start = data.draw(st.integers(0, max(0, len(pages) - 1)))
    vendor = VendorList(
        pages=pages,
        total=data.draw(st.sampled_from([None, count])),
        **({"nothing": {}, "next": {"promised": honest_next}, "token": {"token": honest_token}}[says]),  # type: ignore[arg-type]
    )
    token = honest_token(vendor, start) if start and says == "token" else None
    done = reading(vendor, size=size, start=Position(start + 1, token), scanned=start * size)
    assert (done.read, done.errors) == (list(ids(count)[start * size :]), [])
