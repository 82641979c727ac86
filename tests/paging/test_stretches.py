"""A list that is read in stretches while it changes: what is there throughout is in one of them, or it is an error."""

from collections.abc import Iterator, Sequence
from random import Random

import pytest
from allsessions.listing.merge.stretches import Beginning, Stretch, beginnings, stretches
from attrs import define, evolve, field
from hypothesis import given, settings
from hypothesis import strategies as st

from allsessions.listing.cursor import Cursor
from allsessions.listing.pager import PagingError
from allsessions.source import Envelope, Position

from .test_changing_lists import Change, ChangingList, Gone, New
from .vendor_list import Record, ids


def ids_of(envelope: Envelope) -> list[str]:
    return [record.id for _, record in envelope.records if isinstance(record, Record)]


def split(vendor: ChangingList, *, pages: int = 2, most: int = 8) -> Sequence[Cursor]:
    first = vendor.page(1)
    assert first.total is not None
    at = beginnings(first, first.total, pages=pages, most=most)
    start = Cursor(at=Position(), size=vendor.size, granted=first.length, total=first.total)
    others = [beginning(vendor, each.page) for each in at[1:]]
    begun = [Beginning(page=1, total=first.total, ids=ids_of(first)), *others]
    return stretches(start, begun) if at else []


def beginning(vendor: ChangingList, number: int) -> Beginning:
    page = vendor.page(number)
    return Beginning(page=number, total=page.total, ids=ids_of(page))


@define
class Read:
    """What came of a stretch."""

    found: list[str] = field(factory=list)
    broken_off: bool = False


def reading(vendor: ChangingList, cursor: Cursor, read: Read, *, most: int = 2000) -> Iterator[None]:
    """Read a stretch; suspended before each page."""
    walk = Stretch(
        size=cursor.size,
        scanned=cursor.scanned,
        granted=cursor.granted,
        least_total=cursor.least_total,
        resumed=True,
        begins=cursor.begins,
        ends=cursor.ends,
        begun=cursor.begun,
        planned=cursor.planned,
        total=cursor.total,
    )
    at: Position | None = cursor.at
    while at is not None:
        yield
        envelope = vendor.page(at.page)
        listed = ids_of(envelope)
        new = [id for id in listed[walk.part(at, listed, envelope.total)] if walk.is_new(id)]
        read.found += new
        try:
            at = walk.after(at, envelope, len(new)).next
        except PagingError:
            read.broken_off = True
            return
        assert vendor.requests < most


def all_of(vendor: ChangingList, cursors: Sequence[Cursor], random: Random | None = None) -> list[Read]:
    """Read all stretches, in a random order of their pages, or one after the other."""
    reads = [Read() for _ in cursors]
    running = [reading(vendor, cursor, read) for cursor, read in zip(cursors, reads, strict=True)]
    while running:
        chosen = random.choice(running) if random else running[0]
        if next(chosen, running) is running:
            running.remove(chosen)
    return reads


def found(reads: Sequence[Read]) -> list[str]:
    return [id for read in reads for id in read.found]


@given(count=st.integers(0, 60), size=st.integers(1, 7), pages=st.integers(2, 4), most=st.integers(1, 5))
def test_a_list_that_stays_is_read_in_its_order(count: int, size: int, pages: int, most: int) -> None:
    vendor = ChangingList(list(ids(count)), size, [])
    cursors = split(vendor, pages=pages, most=most)
    reads = all_of(vendor, cursors)
    assert len(cursors) <= most
    assert not cursors or found(reads) == list(ids(count))
    assert not any(read.broken_off for read in reads)


news = st.integers(100, 999).map(lambda number: New(f"new{number}"))
some = st.lists(st.lists(st.builds(Gone, st.integers(0, 60)) | news, max_size=4), max_size=30)


@settings(max_examples=300)
@given(
    count=st.integers(8, 60),
    size=st.integers(1, 7),
    changes=some,
    tells_end=st.booleans(),
    random=st.randoms(use_true_random=False),
)
def test_what_is_there_throughout_is_in_one_of_them(
    count: int, size: int, changes: list[list[Change]], tells_end: bool, random: Random
) -> None:
    """However the list changes, be it that one comes for each that goes, and in whatever order they are read."""
    vendor = ChangingList(list(ids(count)), size, changes, tells_end)
    cursors = split(vendor)
    reads = all_of(vendor, cursors, random)
    assert not cursors or any(read.broken_off for read in reads) or vendor.throughout <= set(found(reads))


@given(
    count=st.integers(100, 300),
    size=st.integers(20, 30),
    numbers=st.lists(st.integers(0, 2), max_size=20),
    random=st.randoms(use_true_random=False),
)
def test_a_list_that_only_grows_at_its_head_is_read_without_one_twice(
    count: int, size: int, numbers: list[int], random: Random
) -> None:
    grown: list[list[Change]] = [
        [New(f"new{at}-{each}") for each in range(number)] for at, number in enumerate(numbers)
    ]
    vendor = ChangingList(list(ids(count)), size, grown)
    reads = all_of(vendor, split(vendor), random)
    if reads:
        came = found(reads)
        assert not any(read.broken_off for read in reads)
        assert len(came) == len(set(came))
        assert set(ids(count)) <= set(came)


def listed(count: int, size: int = 10, changes: Sequence[Sequence[Change]] = ()) -> ChangingList:
    return ChangingList(list(ids(count)), size, changes)


def test_a_stretch_is_found_where_it_has_moved_to() -> None:
    vendor = listed(80)
    cursors = split(vendor, most=2)
    vendor.listed[:0] = [f"new{number}" for number in range(37)]
    before = vendor.requests
    first, second = all_of(vendor, cursors)
    assert second.found == list(ids(80))[40:]
    assert len(first.found) == 37 + 40
    assert vendor.requests - before <= 8 + 5 + 3


def test_vanished_landmarks_do_not_matter_while_one_is_left() -> None:
    vendor = listed(80)
    cursors = split(vendor, most=2)
    del vendor.listed[40:47]
    reads = all_of(vendor, cursors)
    assert found(reads) == [id for id in ids(80) if id in vendor.listed]
    assert not any(read.broken_off for read in reads)


def test_landmarks_that_have_all_vanished_are_an_error() -> None:
    vendor = listed(80)
    cursors = split(vendor, most=2)
    del vendor.listed[40:48]
    assert [read.broken_off for read in all_of(vendor, cursors)] == [True, True]


def test_a_landmark_in_another_place_is_an_error_and_not_a_shorter_stretch() -> None:
    """As where the vendor puts first what last changed."""
    vendor = listed(80)
    cursors = split(vendor, most=2)
    vendor.listed.insert(0, vendor.listed.pop(40))
    first, _ = all_of(vendor, cursors)
    assert first.broken_off


def test_a_vendor_that_does_not_look_at_page_numbers_is_not_read_in_stretches() -> None:
    class Deaf(ChangingList):
        def page(self, number: int) -> Envelope:
            return super().page(1)

    assert split(Deaf(list(ids(80)), 10, [])) == []


@define
class Forgetful(ChangingList):
    """Tells no total from this request on."""

    from_request: int = 0

    def page(self, number: int) -> Envelope:
        page = super().page(number)
        return page if self.requests <= self.from_request else evolve(page, total=None)


def test_a_list_that_tells_a_total_on_its_first_page_alone_is_not_read_in_stretches() -> None:
    assert split(Forgetful(list(ids(80)), 10, [], from_request=1)) == []


def test_a_total_that_is_no_longer_told_is_an_error_in_each_stretch() -> None:
    vendor = Forgetful(list(ids(80)), 10, [], from_request=100)
    cursors = split(vendor, most=2)
    vendor.from_request = vendor.requests
    assert [read.broken_off for read in all_of(vendor, cursors)] == [True, True]


def test_a_vendor_that_gives_its_last_page_for_ever_is_asked_a_few_times() -> None:
    vendor = ChangingList(list(ids(40)), 10, [], clamps=True)
    cursors = split(vendor, most=2)
    vendor.listed[:] = ["new1", "new2", *ids(22)]
    before = vendor.requests
    all_of(vendor, cursors)
    assert vendor.requests - before < 20


def test_a_total_beyond_all_measure_is_an_error_and_no_endless_search() -> None:
    vendor = listed(80)
    _, second = split(vendor, most=2)
    vendor.listed[:] = [f"other{number}" for number in range(80)]
    first_search = Read()
    list(reading(vendor, evolve(second, total=10**400), first_search))
    assert first_search.broken_off


@pytest.mark.parametrize("last_page", [3, 9])
def test_numbers_that_contradict_each_other_are_not_split_by(last_page: int) -> None:
    first = Envelope(
        records=tuple((f"data[{id}]", Record(id)) for id in ids(10)),
        total=80,
        last_page=last_page,
        raw=Record("envelope"),
    )
    assert beginnings(first, 80, pages=2, most=8) == []
