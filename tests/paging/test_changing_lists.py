"""Lists that change while they are read: what is there throughout is read once, or an error says that it is not."""

from collections.abc import Callable, Sequence
from random import Random

import pytest
from attrs import define, field, frozen
from hypothesis import example, given
from hypothesis import strategies as st

from allsessions.listing.pager import RETURNS_ALLOWED, PagingError, Walk
from allsessions.source import Envelope, Position

from .vendor_list import Record, ids

Change = Callable[[list[str]], None]


@frozen
class Gone:
    """The session at this place vanishes; modulo the length."""

    place: int

    def __call__(self, listed: list[str]) -> None:
        if listed:
            del listed[self.place % len(listed)]


@frozen
class New:
    """A session is made, which comes first, as where the newest do."""

    id: str

    def __call__(self, listed: list[str]) -> None:
        listed.insert(0, self.id)


@define
class ChangingList:
    """A vendor's list by page numbers, with an honest total, that changes before some of the requests.

    Where it clamps, a number past the last page is taken for that of the last page.
    """

    listed: list[str]
    size: int
    changes: Sequence[Sequence[Change]]
    tells_end: bool = False
    clamps: bool = False
    requests: int = 0
    throughout: set[str] = field(factory=set[str])

    def __attrs_post_init__(self) -> None:
        self.throughout = set(self.listed)

    def page(self, number: int) -> Envelope:
        for change in self.changes[self.requests] if self.requests < len(self.changes) else ():
            change(self.listed)
        self.requests += 1
        self.throughout &= set(self.listed)
        if self.clamps:
            number = min(number, max(1, -(-len(self.listed) // self.size)))
        held = self.listed[(number - 1) * self.size : number * self.size]
        more = number * self.size < len(self.listed)
        return Envelope(
            records=tuple((f"data[{place}]", Record(id)) for place, id in enumerate(held)),
            total=len(self.listed),
            promised=more if self.tells_end else None,
            raw=Record("envelope"),
        )


Order = Callable[[list[int]], list[int]]


def in_order(pages: list[int]) -> list[int]:
    return pages


def read(vendor: ChangingList, *, ahead: int = 1, order: Order = in_order) -> tuple[list[str], bool]:
    """What comes, and whether the list broke off.

    So many pages are asked for, as far as they are foreseen, before the first of them is looked at; they are answered
    in that order.
    """
    walk = Walk(size=vendor.size)
    found: list[str] = []
    fetched: dict[int, Envelope] = {}
    at: Position | None = Position()
    while at is not None:
        wanted = [at, *walk.foreseen(at, ahead - 1)] if vendor.requests else [at]
        for number in order([each.page for each in wanted if each.page not in fetched]):
            fetched[number] = vendor.page(number)
        envelope = fetched.pop(at.page)
        new = [record.id for _, record in envelope.records if isinstance(record, Record) and walk.is_new(record.id)]
        found += new
        try:
            following = walk.after(at, envelope, len(new)).next
        except PagingError:
            return found, True
        if walk.moving:
            fetched.clear()
        at = following
        assert vendor.requests < 2000
    return found, False


news = st.integers(100, 999).map(lambda number: New(f"new{number}"))
changes = st.lists(st.lists(st.builds(Gone, st.integers(0, 60)) | news, max_size=4), max_size=25)


@given(
    count=st.integers(0, 40),
    size=st.integers(1, 7),
    changes=changes,
    tells_end=st.booleans(),
    ahead=st.integers(1, 4),
    random=st.randoms(use_true_random=False),
)
@example(count=6, size=2, changes=[[], [], [New("new"), Gone(6)]], tells_end=False, ahead=2, random=None)
def test_what_is_there_throughout_is_read_once(
    count: int, size: int, changes: list[list[Change]], tells_end: bool, ahead: int, random: Random | None
) -> None:
    """In whatever order the pages that are fetched ahead are answered."""
    vendor = ChangingList(list(ids(count)), size, changes, tells_end)
    order: Order = (lambda pages: random.sample(pages, len(pages))) if random else (lambda pages: pages[::-1])
    found, broken_off = read(vendor, ahead=ahead, order=order)
    assert len(found) == len(set(found))
    assert broken_off or vendor.throughout <= set(found)


@given(
    count=st.integers(0, 40), size=st.integers(1, 7), places=st.lists(st.integers(0, 60), max_size=8), data=st.data()
)
def test_a_list_that_only_shrinks_is_read_to_its_end(
    count: int, size: int, places: list[int], data: st.DataObject
) -> None:
    """As by a retention period; and what comes of it is no error."""
    quiet: list[list[Change]] = [[Gone(place)] for place in places]
    vendor = ChangingList(list(ids(count)), size, quiet, tells_end=data.draw(st.booleans()))
    found, broken_off = read(vendor)
    assert vendor.throughout <= set(found)
    assert not broken_off


@given(count=st.integers(0, 40), size=st.integers(4, 9), numbers=st.lists(st.integers(0, 1), max_size=12))
def test_a_list_that_only_grows_at_its_head_is_read_to_its_end(count: int, size: int, numbers: list[int]) -> None:
    """By much less than a page a request; by more, the same records would come on page after page."""
    grown: list[list[Change]] = [
        [New(f"new{at}-{each}") for each in range(number)] for at, number in enumerate(numbers)
    ]
    vendor = ChangingList(list(ids(count)), size, grown)
    found, broken_off = read(vendor)
    assert set(ids(count)) <= set(found)
    assert len(found) == len(set(found))
    assert not broken_off


def test_a_vanished_session_costs_one_page_more() -> None:
    vendor = ChangingList(list(ids(30)), 10, [[], [Gone(0)]])
    found, broken_off = read(vendor)
    assert (sorted(found), broken_off) == (sorted(ids(30)), False)
    assert vendor.requests == 3 + 2 + 1  # the second page twice, the first one again, and one to see the end


@given(
    pages=st.integers(1, 6),
    size=st.integers(4, 9),
    swaps=st.dictionaries(st.integers(1, 5), st.integers(1, 60), max_size=4),
)
def test_a_list_in_which_one_is_made_for_each_that_vanishes_is_whole_with_those_that_were_made(
    pages: int, size: int, swaps: dict[int, int]
) -> None:
    """Its total stays, and less come than that in one reading."""
    quiet: list[list[Change]] = [
        [New(f"new{at}"), Gone(swaps[at])] if at in swaps and at < pages else [] for at in range(6)
    ]
    vendor = ChangingList(list(ids(pages * size)), size, quiet)
    found, broken_off = read(vendor)
    assert not broken_off
    assert vendor.throughout <= set(found)
    assert len(found) == len(set(found)) >= pages * size
    assert vendor.requests <= 2 * (pages + 4)


def test_what_was_looked_for_in_vain_while_the_total_held_does_not_count_when_it_lies() -> None:
    """Two at the end vanish one after the other, then many that were read; past the end, the last page comes again."""
    last, many = Gone(-1), [Gone(0)] * 30
    vendor = ChangingList(list(ids(60)), 10, [[], [last], [], [], [last], [], [], many], clamps=True)
    found, broken_off = read(vendor)
    assert vendor.throughout <= set(found)
    assert not broken_off


@pytest.mark.parametrize("low", [10, 29])
def test_a_total_that_goes_up_and_down_for_ever_is_no_endless_loop(low: int) -> None:
    asked: list[int] = []
    with pytest.raises(PagingError, match="faster than it can be read"):
        read_up_and_down(60 + low, asked)
    assert len(asked) <= 3 * (RETURNS_ALLOWED + 1)


def read_up_and_down(low: int, asked: list[int]) -> None:
    """Read a list of 60 whose total is 90 at every other page, and lower in between."""
    walk = Walk(size=10)
    at: Position | None = Position()
    while at is not None:
        asked.append(at.page)
        start = (at.page - 1) * 10
        records = tuple(("data[0]", Record(id)) for id in ids(60)[start : start + 10])
        envelope = Envelope(records=records, total=90 if at.page % 2 else low, raw=Record("envelope"))
        new = [record.id for _, record in records if walk.is_new(record.id)]
        at = walk.after(at, envelope, len(new)).next
