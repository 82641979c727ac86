"""Over any server: the client yields and reports what the server holds throughout, each once."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allsessions import InvalidRecordError

from ..client.vendors import WIRES
from .case import VENDORS
from .random_server import NEW, RETRIES, RandomServer, World, worlds
from .reading import WAYS, read, serving


# The fixture that skips the pauses skips them for all examples of a test.
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), way=st.sampled_from(WAYS))
@pytest.mark.parametrize("vendor", VENDORS)
def test_what_is_there_throughout_is_yielded_or_reported_once(vendor: str, data: Any, way: str) -> None:
    world = data.draw(worlds(vendor))
    server = RandomServer(world=world)
    options = {"page_size": world.size, "concurrency": world.concurrency}
    with serving(server.script, vendor, options, retries=RETRIES * (1 + world.concurrency)) as (client, _):
        outcome = read(client, vendor, way)
    wire = WIRES[vendor]
    numbers = {wire.record(number)[wire.id_key]: number for number in (*world.order, *range(NEW, NEW + 10))}
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
    outpaced = world.change == "come" and len(world.changes) >= 3
    # After a pass that brings nothing but unreadable records, the client does not begin again.
    unreadable = bool(world.bad and world.changes)
    return bool(world.repeated) or outpaced or unreadable
