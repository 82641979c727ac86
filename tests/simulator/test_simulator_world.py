"""What the made-up world holds."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from allsessions.simulator import World
from tests.simulator.contract import record_fields

NOW = datetime(2026, 4, 20, 9, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(scope="module")
def world() -> World:
    return World.make(300, now=NOW)


def test_same_sessions_seed_and_now_make_the_same_world(world: World) -> None:
    assert World.make(300, seed=0, now=NOW) == world


def test_another_seed_makes_another_world(world: World) -> None:
    other = World.make(300, seed=1, now=NOW)
    assert other.akool != world.akool
    assert other.anam != world.anam
    assert other.konpro != world.konpro
    assert other.elizaos != world.elizaos


@pytest.mark.parametrize("sessions", [0, 1, 2, 5, 57])
def test_every_vendor_has_as_many_sessions_as_asked(sessions: int) -> None:
    world = World.make(sessions, now=NOW)
    held = (world.akool, world.anam, world.konpro, world.elizaos)
    assert [len(records) for records in held] == [sessions] * 4


def test_five_sessions_are_enough_for_every_status() -> None:
    world = World.make(5, now=NOW)
    assert {session["status"] for session in world.akool} == {1, 2, 3, 4}
    assert {session["exitStatus"] for session in world.anam} == {
        None,
        "NORMAL_EXIT",
        "ERROR",
        "CLOSED_BY_ENGINE",
    }
    assert {(session["status"], "duration" in session) for session in world.konpro} == {
        ("new", False),
        ("connecting", False),
        ("connected", False),
        ("connected", True),
    }


def test_ids_are_unique(world: World) -> None:
    assert len({session["_id"] for session in world.akool}) == 300
    assert len({session["id"] for session in world.anam}) == 300
    assert len({session["session_id"] for session in world.konpro}) == 300
    assert len({session["sessionId"] for session in world.elizaos}) == 300


def test_sessions_come_in_the_order_of_their_vendor(world: World) -> None:
    akool = [int(session["_id"][:8], 16) for session in world.akool]
    anam = [session["createdAt"] for session in world.anam]
    konpro = [session["created_at"] for session in world.konpro]
    elizaos = [session["createdAt"] for session in world.elizaos]
    assert akool == sorted(akool, reverse=True)
    assert anam == sorted(anam, reverse=True)
    assert konpro == sorted(konpro, reverse=True)
    assert elizaos == sorted(elizaos)


def test_history_lies_within_thirty_days(world: World) -> None:
    newest, oldest = (datetime.fromtimestamp(world.konpro[place]["created_at"], UTC) for place in (0, -1))
    assert timedelta() < NOW - newest < timedelta(hours=1)
    assert timedelta(days=20) < NOW - oldest <= timedelta(days=30, seconds=1)


def test_akool_has_every_stream_type_and_its_placeholders(world: World) -> None:
    secrets = {"agora": "agora_token", "livekit": "livekit_token", "trtc": "trtc_sdk_user_sig"}
    assert {session["stream_type"] for session in world.akool} == set(secrets)
    for session in world.akool:
        credentials = session["credentials"]
        assert credentials[secrets[session["stream_type"]]] == f"join-token-of-{session['_id']}"
        assert {name.partition("_")[0] for name in credentials} == {session["stream_type"]}


def test_anam_times_fit_the_length_and_the_exit_status(world: World) -> None:
    for session in world.anam:
        if session["exitStatus"] is None:
            assert session["endTime"] is session["sessionLengthMs"] is None
            continue
        length = datetime.fromisoformat(session["endTime"]) - datetime.fromisoformat(session["startTime"])
        assert length == timedelta(milliseconds=session["sessionLengthMs"])
        assert datetime.fromisoformat(session["endTime"]) < NOW


def test_anam_has_sessions_without_label_and_without_persona(world: World) -> None:
    assert {session["clientLabel"] is None for session in world.anam} == {True, False}
    assert {session["personaId"] is None for session in world.anam} == {True, False}


def test_elizaos_sessions_run_and_their_times_fit_together(world: World) -> None:
    for session in world.elizaos:
        created, active, expires = (
            datetime.fromisoformat(session[name]) for name in ("createdAt", "lastActivity", "expiresAt")
        )
        config, millisecond = session["timeoutConfig"], timedelta(milliseconds=1)
        assert created <= active < NOW < expires
        assert expires - active == timedelta(minutes=config["timeoutMinutes"])
        assert expires - created <= timedelta(minutes=config["maxDurationMinutes"])
        assert abs((expires - NOW) - session["timeRemaining"] * millisecond) <= millisecond
        warning = timedelta(minutes=config["warningThresholdMinutes"])
        assert session["isNearExpiration"] == (session["timeRemaining"] * millisecond <= warning)
    assert {session["isNearExpiration"] for session in world.elizaos} == {True, False}


def test_elizaos_has_several_agents_and_users(world: World) -> None:
    assert len({session["agentId"] for session in world.elizaos}) > 1
    assert len({session["userId"] for session in world.elizaos}) > 1


def test_records_hold_every_documented_field_and_no_other(world: World) -> None:
    assert all(set(session) == record_fields("akool", "SessionResponse") for session in world.akool)
    assert all(set(session) == record_fields("anam", "Session") for session in world.anam)
    assert all(set(session) | {"duration"} == record_fields("konpro", "Session") for session in world.konpro)
    assert all(set(session) == record_fields("elizaos", "SessionInfo") for session in world.elizaos)


def test_now_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        World.make(now=datetime(2026, 4, 20, 9))


def test_negative_sessions_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        World.make(-1)


def test_default_now_is_the_present() -> None:
    before, world, after = datetime.now(UTC), World.make(20), datetime.now(UTC)
    newest = datetime.fromisoformat(world.anam[0]["createdAt"])
    assert before - timedelta(hours=1) < newest < after
    assert all(one["expiresAt"] != other["expiresAt"] for one, other in pairwise(world.elizaos))
