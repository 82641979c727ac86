"""The recipes' functions return the correct figures for made-up sessions."""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from allsessions import Client, IncompleteListingError, Session, Status
from allsessions.simulator import Simulator, World
from tests.dlt.warehouse import NOW, ago, elizaos, iso, konpro

from .pages import blocks


def function(page: str, name: str) -> Callable[..., Any]:
    """Return a function that a page defines, without running the rest of the page."""
    defining = [block for block in blocks(f"docs/recipes/{page}.md") if f"def {name}(" in block.text]
    namespace: dict[str, Any] = {}
    exec(defining[0].text, namespace)
    return namespace[name]  # type: ignore[no-any-return]  # a page's functions have no types here


def anam(id: str, *, started: datetime.datetime, minutes: float | None, label: str | None = "acme") -> dict[str, Any]:
    end = None if minutes is None else iso(started + datetime.timedelta(minutes=minutes))
    times = {"createdAt": iso(started), "startTime": iso(started), "endTime": end}
    length = None if minutes is None else int(minutes * 60_000)
    return {"id": id, "clientLabel": label, **times, "sessionLengthMs": length, "exitStatus": end and "NORMAL_EXIT"}


def akool(created: datetime.datetime, number: int, status: int) -> dict[str, Any]:
    return {"_id": f"{int(created.timestamp()):08x}{number:016x}", "uid": 7, "status": status, "stream_type": "trtc"}


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
        {**elizaos("el-old", ago(hours=30)), "lastActivity": iso(ago(minutes=1))},
        {**elizaos("el-silent", ago(hours=8)), "lastActivity": iso(ago(hours=7.5))},
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
    """A client with a wrong key for Anam."""
    with Client.from_env({**simulator.environment(), "ANAM_API_KEY": "no-such-key"}) as client:
        yield client


def test_a_customer_pays_for_ended_sessions_only(client: Client, failing: Client) -> None:
    cost_per_customer = function("cost-per-customer", "cost_per_customer")
    rates = {"anam": Decimal("0.16"), "konpro": Decimal("0.10"), "elizaos": Decimal("1")}
    costs, unpriced = cost_per_customer(client.list(), rates)
    assert costs == {
        "acme": Decimal("12.5") * Decimal("0.16"),
        "zero": Decimal(0),
        "(no customer)": 4 * Decimal("0.16") + Decimal("1.5") * Decimal("0.10"),
    }
    running = {"an-running", "an-stuck", "ko-new", "ko-running", "ko-2", "el-old", "el-silent"}
    assert {session.id for session in unpriced} == {*running, *(each["_id"] for each in WORLD.akool)}
    with pytest.raises(IncompleteListingError):
        cost_per_customer(failing.list(), rates)
    record: Any = None
    more: dict[str, Any] = {"source": "anam", "vendor": "anam", "duration": datetime.timedelta(minutes=1)}
    each_status = [Session(**more, id=status, status=status, user_id=status, raw=record) for status in Status]
    costs, unpriced = cost_per_customer(iter(each_status), {"anam": Decimal(1)})
    assert costs == {"ended": 1, "failed": 1, "unknown": 1}
    assert [session.status for session in unpriced] == [Status.PENDING, Status.ACTIVE]


def test_a_session_without_news_for_too_long_is_stuck(client: Client, failing: Client) -> None:
    stuck, six_hours = function("stuck-sessions", "stuck"), datetime.timedelta(hours=6)
    found = {session.id: age for session, age in stuck(client.list(status=("pending", "active")), six_hours, NOW)}
    assert found == {
        WORLD.akool[2]["_id"]: datetime.timedelta(hours=7),
        "an-stuck": datetime.timedelta(hours=10),
        "ko-running": datetime.timedelta(hours=6.5),
        "el-silent": datetime.timedelta(hours=7.5),
    }
    record: Any = None
    undated = Session(source="akool", vendor="akool", id="no-object-id", status=Status.ACTIVE, raw=record)
    assert list(stuck([undated], six_hours, NOW)) == [(undated, None)]
    incomplete = stuck(failing.list(status=("pending", "active")), six_hours, NOW)
    assert {next(incomplete)[0].source for _ in range(3)} == {"akool", "konpro", "elizaos"}
    with pytest.raises(IncompleteListingError):
        next(incomplete)


def test_an_alert_counts_what_runs_at_each_source(client: Client, failing: Client) -> None:
    running, alerts = function("concurrency-alert", "running"), function("concurrency-alert", "alerts")
    assert running(client) == {"akool": 3, "anam": 2, "konpro": 2, "elizaos": 2}
    counts = running(failing)
    assert counts == {"akool": 3, "anam": None, "konpro": 2, "elizaos": 2}
    assert alerts(counts, {"anam": 100, "konpro": 100}) == ["anam: not known"]
    for count, expected in ((7, []), (8, ["anam: 8 of 10"]), (12, ["anam: 12 of 10"])):
        assert alerts({"anam": count}, {"anam": 10}) == expected
    assert alerts({"anam": 1}, {"anma": 10}) == ["anma: not known"]
