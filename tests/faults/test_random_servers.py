"""With random servers, the client yields or reports each record that exists the whole time exactly once."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from attrs import define, evolve, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allsessions import InvalidRecordError

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES
from .case import TOTAL, VENDORS, put
from .reading import WAYS, read, serving

FAULTS = (Answer(status=503), Answer(status=429, headers={"retry-after": "0"}), Answer(status=520))
SIZES = {"akool": "size", "anam": "perPage", "konpro": "page_size"}
RETRIES = 3
NEW = 1000
"""The number of the first session that comes."""


@frozen(kw_only=True)
class World:
    """A server's state at first, and its future.

    Attributes:
        bad, repeated: The sessions whose records cannot be read, and those that are listed twice.
        granted: The most records on a page.
        come: Sessions come; else they go. Not both, as then no total shows that one was skipped.
        changes: For each, the request before which a session comes or goes, and its place from 0 to 1.
        counts_once: True if the total counts a repeated session once.
    """

    vendor: str
    order: Sequence[int]
    bad: frozenset[int]
    repeated: Sequence[int]
    size: int
    granted: int
    come: bool
    changes: Sequence[tuple[int, float]]
    faults: Mapping[int, Answer]
    concurrency: int
    counts_once: bool

    def record(self, number: int) -> dict[str, Any]:
        """A bad record has no identifier, and a mark instead."""
        good = WIRES[self.vendor].record(number)
        return {**good, WIRES[self.vendor].id_key: None, "marked": number} if number in self.bad else good


@st.composite
def worlds(draw: st.DrawFn, vendor: str) -> World:
    order = draw(st.permutations(range(draw(st.integers(0, 14)))))
    some = st.lists(st.sampled_from(order), unique=True, max_size=3) if order else st.just([])
    come = draw(st.booleans())
    return World(
        vendor=vendor,
        order=order,
        bad=frozenset(draw(some)),
        repeated=draw(some) if come else [],
        size=draw(st.integers(1, 5)),
        granted=draw(st.integers(1, 6)),
        come=come,
        changes=draw(st.lists(st.tuples(st.integers(2, 9), st.sampled_from([0.0, 0.3, 0.5, 1.0])), max_size=3)),
        faults=draw(st.dictionaries(st.integers(1, 12), st.sampled_from(FAULTS), max_size=4)),
        concurrency=draw(st.sampled_from([1, 2, 8])),
        counts_once=draw(st.booleans()),
    )


@define
class RandomServer:
    """Answers as its world has it. Its totals count the sessions that it lists at the time."""

    world: World
    listed: list[int]
    throughout: set[int]
    requests: int = 0
    failed_in_a_row: int = 0
    new: int = NEW

    def script(self, request: Request) -> Answer:
        self.requests += 1
        for at, place in self.world.changes:
            if at == self.requests:
                self.change(round(place * len(self.listed)))
        fault = self.world.faults.get(self.requests)
        # Never so often in a row that the retries of one request are exhausted.
        if fault is not None and self.failed_in_a_row < RETRIES:
            self.failed_in_a_row += 1
            return fault
        self.failed_in_a_row = 0
        return answer(self.page(request))

    def change(self, place: int) -> None:
        if self.world.come:
            self.listed.insert(place, self.new)
            self.new += 1
        elif self.listed:
            gone = self.listed[min(place, len(self.listed) - 1)]
            self.listed = [each for each in self.listed if each != gone]
            self.throughout.discard(gone)

    def page(self, request: Request) -> dict[str, Any]:
        vendor = self.world.vendor
        if key := SIZES.get(vendor):
            size = min(int(request.query[key]), self.world.granted)
            request = evolve(request, query={**request.query, key: str(size)})
        envelope = WIRES[vendor].envelope([self.world.record(each) for each in self.listed], request)
        return put(envelope, TOTAL[vendor], len(set(self.listed))) if self.world.counts_once else envelope


# The fixture that skips the pauses skips them for all examples of a test.
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), way=st.sampled_from(WAYS))
@pytest.mark.parametrize("vendor", VENDORS)
def test_what_is_there_throughout_is_yielded_or_reported_once(vendor: str, data: Any, way: str) -> None:
    world = data.draw(worlds(vendor))
    server = RandomServer(world, [*world.order, *world.repeated], {*world.order})
    options = {"page_size": world.size, "concurrency": world.concurrency}
    with serving(server.script, vendor, options, retries=RETRIES * (1 + world.concurrency)) as (client, _):
        outcome = read(client, vendor, way)
    numbers = {id: number for number, id in enumerate(WIRES[vendor].ids(NEW + 10))}
    yielded = [numbers[session.id] for session in outcome.sessions]
    reported = [error.record["marked"] for error in outcome.errors if isinstance(error, InvalidRecordError)]
    assert server.requests <= 150
    assert len(yielded) == len(set(yielded))
    assert set(yielded) & world.bad == set()
    assert set(reported) <= world.bad
    if [error for error in outcome.errors if not isinstance(error, InvalidRecordError)]:
        assert looks_cut_off(world)
        return
    assert server.throughout <= set(yielded) | set(reported)
    if not world.changes and not world.repeated:
        assert reported == [number for number in world.order if number in world.bad]
        assert yielded == [number for number in world.order if number not in world.bad]


def looks_cut_off(world: World) -> bool:
    """Return True if an error is right as well, since such a list looks like one that is cut off."""
    # A list that grows as fast as it is read repeats whole pages.
    outpaced = world.come and len(world.changes) >= 3
    # After a pass that brings nothing but unreadable records, the client does not begin again.
    unreadable = bool(world.bad and world.changes)
    return bool(world.repeated) or outpaced or unreadable
