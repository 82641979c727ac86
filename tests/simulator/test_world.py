"""The made-up world."""

from datetime import UTC, datetime, timedelta

import pytest

from allsessions.simulator import World
from tests.simulator.contract import record_fields

NOW = datetime(2026, 4, 20, 9, 0, 0, 123456, tzinfo=UTC)
IDS = {"akool": "_id", "anam": "id", "konpro": "session_id", "elizaos": "sessionId"}


@pytest.fixture(scope="module")
def world() -> World:
    return World.make(300, now=NOW)


def test_the_same_seed_and_now_make_the_same_world(world: World) -> None:
    assert World.make(300, seed=0, now=NOW) == world
    other = World.make(300, seed=1, now=NOW)
    assert [vendor for vendor in IDS if getattr(other, vendor) == getattr(world, vendor)] == []


def test_each_vendor_has_as_many_sessions_as_asked() -> None:
    for sessions in (0, 1, 2, 5, 57):
        made = World.make(sessions, now=NOW)
        for vendor, key in IDS.items():
            assert len({record[key] for record in getattr(made, vendor)}) == sessions


def test_five_sessions_are_enough_for_every_status() -> None:
    world = World.make(5, now=NOW)
    assert {session["status"] for session in world.akool} == {1, 2, 3, 4}
    statuses = {session["exitStatus"] for session in world.anam}
    assert statuses == {None, "NORMAL_EXIT", "ERROR", "CLOSED_BY_ENGINE"}
    assert {(session["status"], "duration" in session) for session in world.konpro} == {
        ("new", False),
        ("connecting", False),
        ("connected", False),
        ("connected", True),
    }


def test_sessions_come_in_the_vendors_order(world: World) -> None:
    akool = [int(session["_id"][:8], 16) for session in world.akool]
    anam = [session["createdAt"] for session in world.anam]
    konpro = [session["created_at"] for session in world.konpro]
    elizaos = [session["createdAt"] for session in world.elizaos]
    assert {session["stream_type"] for session in world.akool} == {"agora", "livekit", "trtc"}
    for newest_first in (akool, anam, konpro):
        assert newest_first == sorted(newest_first, reverse=True)
    assert elizaos == sorted(elizaos)
    newest, oldest = (datetime.fromtimestamp(konpro[place], UTC) for place in (0, -1))
    assert timedelta() < NOW - newest < timedelta(hours=1)
    assert timedelta(days=20) < NOW - oldest <= timedelta(days=30, seconds=1)


def test_elizaos_sessions_run_and_their_times_fit(world: World) -> None:
    for session in world.elizaos:
        times = (datetime.fromisoformat(session[name]) for name in ("createdAt", "lastActivity", "expiresAt"))
        created, active, expires = times
        assert created <= active < NOW < expires
        assert expires - active == timedelta(minutes=session["timeoutConfig"]["timeoutMinutes"])
    for name in ("isNearExpiration", "agentId", "userId"):
        assert len({session[name] for session in world.elizaos}) > 1


def test_records_have_every_documented_field_and_no_other(world: World) -> None:
    schemas = {"akool": "SessionResponse", "anam": "Session", "konpro": "Session", "elizaos": "SessionInfo"}
    optional = {"konpro": {"duration"}}
    for vendor, schema in schemas.items():
        for record in getattr(world, vendor):
            assert set(record) | optional.get(vendor, set()) == record_fields(vendor, schema)


def test_impossible_worlds_are_refused() -> None:
    with pytest.raises(ValueError, match="naive datetime"):
        World.make(now=datetime(2026, 4, 20, 9))
    with pytest.raises(ValueError, match="0 or more, not -1"):
        World.make(-1)
