"""Over any server: what is yielded and what is reported is what the server holds throughout, each once."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allsessions import Client, InvalidRecordError

from ..client.scripted import ScriptedServer
from ..client.vendors import WIRES
from .case import VENDORS
from .random_server import NEW, RETRIES, RandomServer, World, worlds
from .reading import TLS, Outcome, read

SUBJECT = "random servers"

# The pauses that the fixture leaves out are left out for all examples of a test.
modest = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    """One for all examples, each with a script of its own."""
    with ScriptedServer(WIRES["elizaos"].serving(0)) as server:
        yield server


def outcome_of(world: World, random: RandomServer, server: ScriptedServer, way: str) -> Outcome:
    server.script, server.requests = random.script, []
    wire = WIRES[world.vendor]
    source = wire.source(base_url=server.url, page_size=world.size, concurrency=world.concurrency)
    with Client(source, retries=RETRIES * (1 + world.concurrency), http={"verify": TLS}) as client:
        return read(client, world.vendor, way, server)


@pytest.mark.parametrize("vendor", VENDORS)
@modest
@given(data=st.data(), way=st.sampled_from(["list", "pages"]))
def test_what_is_yielded_and_what_is_reported_is_what_the_server_holds_throughout(
    vendor: str, server: ScriptedServer, data: Any, way: str
) -> None:
    world = data.draw(worlds(vendor))
    random = RandomServer(world=world)
    outcome = outcome_of(world, random, server, way)
    numbers = {wire_id(vendor, number): number for number in (*world.order, *range(NEW, NEW + 10))}
    yielded = [numbers[session.id] for session in outcome.sessions]
    reported = [error.record["marked"] for error in outcome.errors if isinstance(error, InvalidRecordError)]
    assert len(outcome.requests) <= 150
    assert len(yielded) == len(set(yielded))
    assert set(yielded) & world.bad == set()
    assert set(reported) <= world.bad
    if [error for error in outcome.errors if not isinstance(error, InvalidRecordError)]:
        assert may_be_said(world)
        return
    assert random.throughout <= set(yielded) | set(reported)
    if not world.changes and not world.repeated:
        assert reported == [number for number in world.order if number in world.bad]
        assert yielded == [number for number in world.order if number not in world.bad]


def may_be_said(world: World) -> bool:
    """Whether the server does what cannot be told from a list that is cut off; every other list must be whole."""
    repeats = bool(world.repeated)
    # A list that grows as fast as it is read repeats whole pages.
    outpaced = world.change == "come" and len(world.changes) >= 3
    return repeats or outpaced


def wire_id(vendor: str, number: int) -> str:
    return str(WIRES[vendor].record(number)[WIRES[vendor].id_key])
