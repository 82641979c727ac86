"""Each identifier is new once, in a short list and in a long one."""

import random

from allsessions.listing.pager import SeenIds


def test_each_identifier_is_new_once() -> None:
    odd = ["", "\ud800", "a" * 1000, "a", "b", "ab"]
    ids = [*odd, *odd, *map(str, range(30_000)), *odd, *map(str, range(0, 30_000, 7)), "another", "\ud801"]
    seen, known = SeenIds(), set[str]()
    for id in [*random.Random(0).choices(odd, k=50), *ids]:
        assert seen.add(id) is (id not in known)
        known.add(id)
