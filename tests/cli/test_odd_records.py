"""Every command, where a record of each vendor has fields that are not as documented: nothing is lost or fails."""

import csv
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from allsessions.simulator import Simulator, World

from .conftest import SESSIONS, VENDORS, Run

ODD = 5
"""The place of the odd record in each list."""
CHANGES: dict[str, dict[str, Any]] = {
    "akool": {"status": "three", "uid": [1], "credentials": "text"},
    "anam": {"createdAt": 1776675600, "endTime": {}, "sessionLengthMs": -1, "personaConfig": [1]},
    "konpro": {"created_at": 10**17, "duration": "60", "status": ["connected"], "avatar_id": 5},
    "elizaos": {"createdAt": "soon", "userId": [1], "timeoutConfig": {"timeoutMinutes": []}},
}
STATUSES = ["unknown", "unknown", "active", "unknown"]
"""Their statuses. The fields that ElizaOS' status comes from are as documented."""
KEYS = {"akool": "_id", "anam": "id", "elizaos": "sessionId", "konpro": "session_id"}


@pytest.fixture(scope="module")
def world() -> World:
    made = World.make(SESSIONS)
    lists: dict[str, list[dict[str, Any]]] = {vendor: [*getattr(made, vendor)] for vendor in VENDORS}
    for vendor, each in CHANGES.items():
        lists[vendor][ODD] = {**lists[vendor][ODD], **each}
    return World(**{vendor: tuple(records) for vendor, records in lists.items()})


@pytest.fixture(scope="module")
def simulator(world: World) -> Iterator[Simulator]:
    with Simulator(world) as simulator:
        yield simulator


@pytest.fixture
def refs(world: World, simulated: dict[str, str]) -> list[str]:
    return [f"{vendor}:{record[KEYS[vendor]]}" for vendor in VENDORS for record in getattr(world, vendor)]


def test_they_are_listed_got_and_counted(run: Run, refs: list[str]) -> None:
    ended = run("list", "--format", "jsonl")
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert (ended.status, [row["ref"] for row in rows]) == (0, refs)
    assert [row["status"] for row in rows[ODD::SESSIONS]] == STATUSES
    assert [row["duration"] for row in rows[ODD::SESSIONS]] == [None] * 4
    assert run("list").out.count("\n") == 4 * SESSIONS + 1
    for ref in refs[ODD::SESSIONS]:
        ended = run("get", ref, "--format", "json")
        assert (ended.status, json.loads(ended.out)["ref"]) == (0, ref)
    ended = run("count", "--format", "json")
    assert (ended.status, json.loads(ended.out)["counts"]) == (0, dict.fromkeys(VENDORS, SESSIONS))
    assert run("sources", "--check").status == 0


@pytest.mark.usefixtures("refs")
def test_a_filter_on_an_unreadable_field_is_an_error(run: Run) -> None:
    ended = run("list", "--status", "active,ended,failed,pending,unknown", "--format", "jsonl")
    assert (ended.status, len(ended.out.splitlines())) == (0, 4 * SESSIONS)
    ended = run("list", "--since", "52w", "--format", "jsonl")
    assert (ended.status, len(ended.out.splitlines())) == (1, 4 * SESSIONS - 3)
    assert ended.err.count("\n") == 3


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_they_are_exported_once(run: Run, refs: list[str], ending: str) -> None:
    path = Path(f"sessions.{ending}")
    for option in ([], ["--append"]):
        ended = run("export", path.name, *option, *(["--raw"] if ending == "jsonl" else []))
        assert ended.status == 0
        with path.open(encoding="utf-8", newline="") as file:
            rows: list[Any] = [*csv.DictReader(file)] if ending == "csv" else [json.loads(line) for line in file]
        assert [row["ref"] for row in rows] == refs
        assert [row["status"] for row in rows[ODD::SESSIONS]] == STATUSES
        if ending == "jsonl":
            raws = [row["raw"] for row in rows[ODD::SESSIONS]]
            assert (raws[1]["createdAt"], raws[3]["duration"]) == (1776675600, "60")


@pytest.mark.usefixtures("refs")
def test_a_report_reads_them(run: Run) -> None:
    ended = run("report", "report.html", "--since", "60d", "--source", "konpro")
    assert ended.status == 0
    assert f"of {SESSIONS} read" in ended.err


@pytest.mark.usefixtures("refs")
def test_each_odd_field_is_logged_once(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="allsessions"):
        run("list", "--format", "jsonl", "--source", "anam")
    logged = [each.getMessage() for each in caplog.records if each.name == "allsessions"]
    assert [line.partition(": 1 value")[0] for line in sorted(logged)] == [
        "anam: data[].createdAt",
        "anam: data[].endTime",
        "anam: data[].personaConfig",
    ]
