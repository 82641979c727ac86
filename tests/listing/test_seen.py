"""Each identifier is new once, in a short list and in a long one."""

from hypothesis import given
from hypothesis import strategies as st

from allsessions.listing.seen import SeenIds


@given(ids=st.lists(st.text(max_size=3) | st.sampled_from(["\ud800", "a" * 1000])))
def test_an_identifier_is_new_once(ids: list[str]) -> None:
    seen, known = SeenIds(), set[str]()
    for id in ids:
        assert seen.add(id) is (id not in known)
        known.add(id)


def test_each_of_many_identifiers_is_new_once() -> None:
    seen = SeenIds()
    assert all(seen.add(str(number)) for number in range(30_000))
    assert not any(seen.add(str(number)) for number in range(0, 30_000, 7))
    assert seen.add("another")
