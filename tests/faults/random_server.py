"""Servers made at random: what they hold, how they page, what fails, what comes and goes while they are read."""

from collections.abc import Sequence
from typing import Any, Literal

from attrs import define, field, frozen
from hypothesis import strategies as st

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES

FAULTS = {
    "503": Answer(status=503),
    "429": Answer(status=429, headers={"retry-after": "0"}),
    "reset": Answer(raw=b"", reset=True),
    "truncated": Answer(raw=b'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data', close=True),
    "hangs up": Answer(raw=b"", close=True),
}
SIZES = {"akool": "size", "anam": "perPage", "konpro": "page_size"}
TOTALS = {"akool": ("data", "count"), "anam": ("meta", "total"), "konpro": ("", "total"), "elizaos": ("", "total")}
RETRIES = 3
NEW = 1000


@frozen
class Change:
    """At a request, a session comes or goes.

    Attributes:
        request: At which, from 2.
        place: Where in the list, as a part of its length.
    """

    request: int
    place: float


@frozen(kw_only=True)
class World:
    """What a server is at first, and what will happen.

    Attributes:
        order: The numbers of the sessions, in the order of the list.
        bad: Those of them whose records cannot be read.
        repeated: Those that are listed a second time, at the end.
        size: Records asked for a page.
        granted: Records granted at most.
        change: Whether sessions come or go; not both, since then no total tells that one was skipped.
        faults: What fails, by number of request.
        counts_once: Whether the total counts a session once that is listed twice.
    """

    vendor: str
    order: Sequence[int]
    bad: frozenset[int] = frozenset()
    repeated: Sequence[int] = ()
    size: int = 2
    granted: int = 100
    change: Literal["come", "go"] = "come"
    changes: Sequence[Change] = ()
    faults: dict[int, str] = field(factory=dict)
    concurrency: int = 1
    counts_once: bool = False

    def record(self, number: int) -> dict[str, Any]:
        """A bad record has no identifier, and one mark of its own."""
        good = WIRES[self.vendor].record(number)
        return {**good, WIRES[self.vendor].id_key: None, "marked": number} if number in self.bad else good


@define(kw_only=True)
class RandomServer:
    """Answers as its world has it; honest in its totals, which count what it lists at the time."""

    world: World
    throughout: set[int] = field(init=False)
    _listed: list[int] = field(init=False)
    _requests: int = field(default=0, init=False)
    _failed_in_a_row: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._listed = [*self.world.order, *self.world.repeated]
        self.throughout = set(self.world.order)

    def script(self, request: Request) -> Answer:
        self._requests += 1
        for number, change in enumerate(self.world.changes):
            if change.request == self._requests:
                self._change(change, NEW + number)
        fault = self.world.faults.get(self._requests)
        # Never as often in a row as would exhaust the retries of one request.
        if fault is not None and self._failed_in_a_row < RETRIES:
            self._failed_in_a_row += 1
            return FAULTS[fault]
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
        key = SIZES.get(vendor)
        if key is not None:
            size = min(int(request.query[key]), self.world.granted)
            request = Request(request.path, {**request.query, key: str(size)}, request.headers)
        envelope = WIRES[vendor].envelope([self.world.record(each) for each in self._listed], request)
        if self.world.counts_once:
            place, name = TOTALS[vendor]
            (envelope[place] if place else envelope)[name] = len(set(self._listed))
        return envelope


@st.composite
def worlds(draw: st.DrawFn, vendor: str) -> World:
    """Any such world."""
    order = draw(st.permutations(range(draw(st.integers(0, 14)))))
    some = st.lists(st.sampled_from(order), unique=True, max_size=3) if order else st.just([])
    change: Literal["come", "go"] = draw(st.sampled_from(["come", "go"]))
    bad = frozenset(draw(some))
    return World(
        vendor=vendor,
        order=order,
        bad=bad,
        repeated=draw(some) if change == "come" else [],
        size=draw(st.integers(1, 5)),
        granted=draw(st.integers(1, 6)),
        change=change,
        changes=draw(st.lists(st.builds(Change, st.integers(2, 9), st.sampled_from([0.0, 0.3, 0.5, 1.0])), max_size=3)),
        faults=draw(st.dictionaries(st.integers(1, 12), st.sampled_from([*FAULTS]), max_size=4)),
        concurrency=draw(st.sampled_from([1, 2, 8])),
        counts_once=draw(st.booleans()),
    )
