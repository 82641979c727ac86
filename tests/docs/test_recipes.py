"""The recipes' functions give the right numbers, at data whose right numbers are known."""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from allsessions import Akool, Anam, Client, ElizaOS, IncompleteListingError, KonPro, Session, Status
from allsessions.export import write
from allsessions.simulator import KEY, Simulator, World

from .pages import blocks

NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def function(page: str, name: str) -> Callable[..., Any]:
    """A function that a page defines, without what the page does with it."""
    defining = [block for block in blocks(f"docs/recipes/{page}.md") if f"def {name}(" in block.text]
    namespace: dict[str, Any] = {}
    exec(defining[0].text, namespace)
    return namespace[name]  # type: ignore[no-any-return]  # what a page defines has no type here


def iso(time: datetime.datetime) -> str:
    return time.isoformat().replace("+00:00", "Z")


def ago(**length: float) -> datetime.datetime:
    return NOW - datetime.timedelta(**length)


def anam(id: str, *, started: datetime.datetime, minutes: float | None, label: str | None = "acme") -> dict[str, Any]:
    end = None if minutes is None else iso(started + datetime.timedelta(minutes=minutes))
    return {
        "id": id,
        "clientLabel": label,
        "createdAt": iso(started),
        "startTime": iso(started),
        "endTime": end,
        "sessionLengthMs": None if minutes is None else int(minutes * 60_000),
        "exitStatus": None if minutes is None else "NORMAL_EXIT",
    }


def konpro(id: str, status: str, created: datetime.datetime, **duration: int) -> dict[str, Any]:
    return {"session_id": id, "status": status, "created_at": int(created.timestamp()), **duration}


def akool(created: datetime.datetime, number: int, status: int, uid: int = 7) -> dict[str, Any]:
    return {"_id": f"{int(created.timestamp()):08x}{number:016x}", "uid": uid, "status": status, "stream_type": "trtc"}


def elizaos(id: str, *, created: datetime.datetime, active: datetime.datetime) -> dict[str, Any]:
    times = {
        "createdAt": iso(created),
        "lastActivity": iso(active),
        "expiresAt": iso(NOW + datetime.timedelta(hours=9)),
    }
    return {"sessionId": id, "agentId": "a-1", "userId": "u-1", **times}


WORLD = World(
    akool=(
        akool(ago(minutes=1), 1, 1),
        akool(ago(minutes=2), 2, 2),
        akool(ago(hours=7), 3, 2),
        akool(ago(hours=8), 4, 3),
        akool(ago(hours=9), 5, 4),
    ),
    anam=(
        anam("an-running", started=ago(hours=1), minutes=None),
        anam("an-stuck", started=ago(hours=10), minutes=None, label="bolt"),
        anam("an-1", started=ago(hours=20), minutes=10),
        anam("an-2", started=ago(hours=21), minutes=2.5),
        anam("an-3", started=ago(hours=22), minutes=4, label=None),
        anam("an-4", started=ago(hours=23), minutes=0, label="zero"),
    ),
    konpro=(
        konpro("ko-new", "new", ago(minutes=3)),
        konpro("ko-running", "connected", ago(hours=6.5), duration=0),
        konpro("ko-1", "connected", ago(hours=12), duration=90),
        konpro("ko-2", "closed", ago(hours=13)),
    ),
    elizaos=(
        elizaos("el-old", created=ago(hours=30), active=ago(minutes=1)),
        elizaos("el-silent", created=ago(hours=8), active=ago(hours=7.5)),
    ),
)


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(WORLD) as simulator:
        yield simulator


@pytest.fixture
def client(simulator: Simulator) -> Iterator[Client]:
    with Client.from_env(simulator.environment()) as client:
        yield client


@pytest.fixture
def failing(simulator: Simulator) -> Iterator[Client]:
    """All of it, but for Anam, whose key is wrong."""
    sources = [
        Akool(api_key=KEY, base_url=simulator.base_url("akool")),
        Anam(api_key="no-such-key", base_url=simulator.base_url("anam")),
        KonPro(api_key=KEY, base_url=simulator.base_url("konpro")),
        ElizaOS(base_url=simulator.base_url("elizaos")),
    ]
    with Client(sources) as client:
        yield client


# Cost per customer

cost_per_customer = function("cost-per-customer", "cost_per_customer")
RATES = {"anam": Decimal("0.16"), "konpro": Decimal("0.10"), "elizaos": Decimal("1")}


def test_a_customer_pays_for_minutes_of_ended_sessions(client: Client) -> None:
    costs, _ = cost_per_customer(client.list(), RATES)
    assert costs == {
        "acme": Decimal("12.5") * Decimal("0.16"),
        "zero": Decimal(0),
        "(no customer)": 4 * Decimal("0.16") + Decimal("1.5") * Decimal("0.10"),
    }


def test_what_cannot_be_priced_is_told(client: Client) -> None:
    _, unpriced = cost_per_customer(client.list(), RATES)
    told = {session.id for session in unpriced if session.source != "akool"}
    assert told == {"an-running", "an-stuck", "ko-new", "ko-running", "ko-2", "el-old", "el-silent"}
    assert sum(session.source == "akool" for session in unpriced) == len(WORLD.akool)


def test_every_session_is_either_priced_or_told() -> None:
    record: Any = None
    minute = datetime.timedelta(minutes=1)
    sessions = [
        Session(source="anam", vendor="anam", id=status, status=status, duration=minute, user_id=status, raw=record)
        for status in Status
    ]
    costs, unpriced = cost_per_customer(iter(sessions), {"anam": Decimal(1)})
    assert costs == {"ended": 1, "failed": 1, "unknown": 1}
    assert [session.status for session in unpriced] == [Status.PENDING, Status.ACTIVE]


def test_there_is_no_bill_where_a_source_fails(failing: Client) -> None:
    with pytest.raises(IncompleteListingError):
        cost_per_customer(failing.list(), RATES)


# Stuck sessions

stuck = function("stuck-sessions", "stuck")
SIX_HOURS = datetime.timedelta(hours=6)


def test_what_nothing_was_heard_of_for_too_long_is_stuck(client: Client) -> None:
    found = {session.id: age for session, age in stuck(client.list(status=("pending", "active")), SIX_HOURS, NOW)}
    assert found == {
        WORLD.akool[2]["_id"]: datetime.timedelta(hours=7),
        "an-stuck": datetime.timedelta(hours=10),
        "ko-running": datetime.timedelta(hours=6.5),
        "el-silent": datetime.timedelta(hours=7.5),
    }


def test_a_session_without_any_time_is_told_of() -> None:
    record: Any = None
    undated = Session(source="akool", vendor="akool", id="no-object-id", status=Status.ACTIVE, raw=record)
    assert list(stuck([undated], SIX_HOURS, NOW)) == [(undated, None)]


def test_what_is_stuck_is_told_though_a_source_fails(failing: Client) -> None:
    found = stuck(failing.list(status=("pending", "active")), SIX_HOURS, NOW)
    assert [next(found)[0].source for _ in range(3)] == ["akool", "konpro", "elizaos"]
    with pytest.raises(IncompleteListingError):
        next(found)


# Concurrency alert

running, alerts = function("concurrency-alert", "running"), function("concurrency-alert", "alerts")


def test_what_runs_or_waits_is_counted_by_source(client: Client) -> None:
    assert running(client) == {"akool": 3, "anam": 2, "konpro": 2, "elizaos": 2}


def test_a_failing_source_is_unknown_others_are_counted(failing: Client) -> None:
    counts = running(failing)
    assert counts == {"akool": 3, "anam": None, "konpro": 2, "elizaos": 2}
    assert alerts(counts, {"anam": 100, "konpro": 100}) == ["anam: not known"]


@pytest.mark.parametrize(("count", "told"), [(7, []), (8, ["anam: 8 of 10"]), (12, ["anam: 12 of 10"])])
def test_an_alert_comes_from_the_share_of_the_limit_on(count: int, told: list[str]) -> None:
    assert alerts({"anam": count}, {"anam": 10}) == told


def test_a_limit_of_a_source_that_is_not_there_is_told_of() -> None:
    assert alerts({"anam": 1}, {"anma": 10}) == ["anma: not known"]


# Nightly export: by the interface of allsessions.export


def test_a_session_that_has_ended_meanwhile_is_updated(tmp_path: Any, client: Client) -> None:
    path = tmp_path / "sessions.jsonl"
    first = write(client.list(sources="anam", limit=4), path, append=True)
    assert (first.sessions, first.added, first.updated) == (4, 4, 0)
    ended = [anam("an-running", started=ago(hours=1), minutes=30), *WORLD.anam[1:]]
    with Simulator(World(anam=tuple(ended))) as later, Client.from_env(later.environment()) as night:
        second = write(night.list(), path, append=True)
    assert (second.sessions, second.added, second.updated) == (6, 2, 1)


def test_a_night_on_which_a_source_fails_keeps_what_could_be_had(tmp_path: Any, failing: Client) -> None:
    path = tmp_path / "sessions.jsonl"
    with pytest.raises(IncompleteListingError) as missing:
        write(failing.list(), path, append=True)
    assert [error.source for error in missing.value.errors] == ["anam"]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 11
