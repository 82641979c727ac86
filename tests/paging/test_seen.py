"""What came up before is known again, and takes little memory."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from allsessions.listing.seen import Seen


@given(ids=st.lists(st.text(max_size=3) | st.sampled_from(["\ud800", "a" * 1000])))
def test_each_identifier_is_new_once(ids: list[str]) -> None:
    seen, known = Seen(), set[str]()
    for id in ids:
        assert seen.is_new(id) is (id not in known)
        known.add(id)


def test_a_digest_that_is_found_across_two_others_is_none_of_them() -> None:
    seen = Seen()
    assert all(seen.is_new(str(number)) for number in range(200_000))
    assert not any(seen.is_new(str(number)) for number in range(0, 200_000, 7))


def test_an_identifier_takes_less_than_a_third_of_its_text() -> None:
    tracemalloc.start()
    try:
        seen = Seen()
        for number in range(100_000):
            seen.is_new(f"00000000-0000-4000-8000-{number:012x}")
        assert tracemalloc.get_traced_memory()[0] < 100_000 * 85 / 3
    finally:
        tracemalloc.stop()


def test_what_came_up_is_in_it_however_many_did() -> None:
    seen = Seen()
    for number in range(25_000):
        assert str(number) not in seen
        seen.is_new(str(number))
        assert str(number) in seen
        assert str(number // 2) in seen
