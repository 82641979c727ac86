"""Random servers: what they hold, how they page, what fails, and what comes and goes during the reading."""

from collections.abc import Sequence
from typing import Any, Literal

from attrs import define, evolve, field, frozen
from hypothesis import strategies as st

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES
from .case import TOTAL, put

FAULTS = (Answer(status=503), Answer(status=429, headers={"retry-after": "0"}), Answer(status=520))
SIZES = {"akool": "size", "anam": "perPage", "konpro": "page_size"}
RETRIES = 3
NEW = 1000
"""The number of the first session that comes."""


@frozen
class Change:
    """At a request, a session comes or goes. `place` is a fraction of the list's length."""

    request: int
    place: float


@frozen(kw_only=True)
class World:
    """What a server is at first, and what will happen.

    Attributes:
        order: The numbers of the sessions. Records of the `bad` ones cannot be read; the list repeats some at its end.
        size, granted: Records asked for on a page, and the most that are on it.
        change: Sessions come, or sessions go. Not both, as then no total shows that one was skipped.
        counts_once: True if the total counts a repeated session once.
    """

    vendor: str
    order: Sequence[int]
    bad: frozenset[int] = frozenset()
    repeated: Sequence[int] = ()
    size: int = 2
    granted: int = 100
    change: Literal["come", "go"] = "come"
    changes: Sequence[Change] = ()
    faults: dict[int, Answer] = field(factory=dict)
    concurrency: int = 1
    counts_once: bool = False

    def record(self, number: int) -> dict[str, Any]:
        """A bad record has no identifier, and a mark instead."""
        good = WIRES[self.vendor].record(number)
        return {**good, WIRES[self.vendor].id_key: None, "marked": number} if number in self.bad else good


@define(kw_only=True)
class RandomServer:
    """Answers as its world has it. Its totals count what it lists at the time."""

    world: World
    throughout: set[int] = field(init=False)
    requests: int = field(default=0, init=False)
    _listed: list[int] = field(init=False)
    _failed_in_a_row: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._listed = [*self.world.order, *self.world.repeated]
        self.throughout = set(self.world.order)

    def script(self, request: Request) -> Answer:
        self.requests += 1
        for number, change in enumerate(self.world.changes):
            if change.request == self.requests:
                self._change(change, NEW + number)
        fault = self.world.faults.get(self.requests)
        # Never so often in a row that the retries of one request are exhausted.
        if fault is not None and self._failed_in_a_row < RETRIES:
            self._failed_in_a_row += 1
            return fault
        self._failed_in_a_row = 0
        return answer(self._page(request))

    def _change(self, change: Change, new: int) -> None:
        at = round(change.place * len(self._listed))
        if self.world.change == "come":
            self._listed.insert(at, new)
        elif self._listed:
            gone = self._listed[min(at, len(self._listed) - 1)]
            self._listed = [each for each in self._listed if each != gone]
            self.throughout.discard(gone)

    def _page(self, request: Request) -> dict[str, Any]:
        vendor = self.world.vendor
        if key := SIZES.get(vendor):
            size = min(int(request.query[key]), self.world.granted)
            request = evolve(request, query={**request.query, key: str(size)})
        envelope = WIRES[vendor].envelope([self.world.record(each) for each in self._listed], request)
        return put(envelope, TOTAL[vendor], len(set(self._listed))) if self.world.counts_once else envelope


@st.composite
def worlds(draw: st.DrawFn, vendor: str) -> World:
    order = draw(st.permutations(range(draw(st.integers(0, 14)))))
    some = st.lists(st.sampled_from(order), unique=True, max_size=3) if order else st.just([])
    change: Literal["come", "go"] = draw(st.sampled_from(["come", "go"]))
    return World(
        vendor=vendor,
        order=order,
        bad=frozenset(draw(some)),
        repeated=draw(some) if change == "come" else [],
        size=draw(st.integers(1, 5)),
        granted=draw(st.integers(1, 6)),
        change=change,
        changes=draw(st.lists(st.builds(Change, st.integers(2, 9), st.sampled_from([0.0, 0.3, 0.5, 1.0])), max_size=3)),
        faults=draw(st.dictionaries(st.integers(1, 12), st.sampled_from(FAULTS), max_size=4)),
        concurrency=draw(st.sampled_from([1, 2, 8])),
        counts_once=draw(st.booleans()),
    )
