"""Every command, where a record of each vendor has fields that are not as documented: nothing is lost or fails."""

import csv
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from allsessions.simulator import Simulator, World
from tests.report.pages import page, table

from .conftest import SESSIONS, Run

VENDORS = ["akool", "anam", "elizaos", "konpro"]
ODD = 5
"""The place in each list of the record that is odd."""
STATUSES = ["unknown", "unknown", "active", "unknown"]
"""What they are then: at ElizaOS, no field that tells the status is odd."""


def odd_world() -> World:
    world = World.make(SESSIONS)
    changes: dict[str, dict[str, Any]] = {
        "akool": {"status": "three", "uid": [1], "credentials": "text"},
        "anam": {"createdAt": 1776675600, "endTime": {}, "sessionLengthMs": -1, "personaConfig": [1]},
        "konpro": {"created_at": 10**17, "duration": "60", "status": ["connected"], "avatar_id": 5},
        "elizaos": {"createdAt": "soon", "userId": [1], "timeoutConfig": {"timeoutMinutes": []}},
    }
    lists: dict[str, list[dict[str, Any]]] = {vendor: [*getattr(world, vendor)] for vendor in VENDORS}
    for vendor, each in changes.items():
        lists[vendor][ODD] = {**lists[vendor][ODD], **each}
    return World(**{vendor: tuple(records) for vendor, records in lists.items()})


@pytest.fixture(scope="module")
def world() -> World:
    return odd_world()


@pytest.fixture(autouse=True)
def simulated(environment: dict[str, str], world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """An environment with all vendors, each with a list with an odd record."""
    with Simulator(world) as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        yield simulator


def ids(world: World) -> list[str]:
    keys = {"akool": "_id", "anam": "id", "elizaos": "sessionId", "konpro": "session_id"}
    return [f"{vendor}:{record[keys[vendor]]}" for vendor in VENDORS for record in getattr(world, vendor)]


def odd_ones(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    assert len(rows) == 4 * SESSIONS
    return rows[ODD::SESSIONS]


def test_list_lists_them(run: Run, world: World) -> None:
    ended = run("list", "--format", "jsonl")
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert (ended.status, [row["ref"] for row in rows]) == (0, ids(world))
    assert [row["status"] for row in odd_ones(rows)] == STATUSES
    assert [row["duration"] for row in odd_ones(rows)] == [None] * 4
    table = run("list")
    assert (table.status, table.out.count("\n")) == (0, 4 * SESSIONS + 1)


def test_a_filter_that_cannot_be_applied_is_an_error(run: Run) -> None:
    ended = run("list", "--status", "active,ended,failed,pending,unknown", "--format", "jsonl")
    assert (ended.status, len(ended.out.splitlines())) == (0, 4 * SESSIONS)
    ended = run("list", "--since", "52w", "--format", "jsonl")
    assert (ended.status, len(ended.out.splitlines())) == (1, 4 * SESSIONS - 3)
    assert ended.err.count("the filters cannot be applied to unreadable fields") == 3


def test_get_gets_them(run: Run, world: World) -> None:
    for ref in ids(world)[ODD::SESSIONS]:
        ended = run("get", ref, "--format", "json")
        assert (ended.status, json.loads(ended.out)["ref"]) == (0, ref)


def test_count_counts_them(run: Run) -> None:
    ended = run("count", "--format", "json")
    assert (ended.status, json.loads(ended.out)["counts"]) == (0, dict.fromkeys(VENDORS, SESSIONS))


def test_sources_check_finds_nothing_wrong(run: Run) -> None:
    ended = run("sources", "--check", "--format", "json")
    assert ended.status == 0
    assert [(check["name"], check["ok"]) for check in json.loads(ended.out)] == [(vendor, True) for vendor in VENDORS]


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_export_writes_them_and_again(run: Run, world: World, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"sessions.{ending}"
    for option in ([], ["--append"]):
        ended = run("export", path.name, *option)
        assert ended.status == 0
        assert f"{path.name}: {4 * SESSIONS} sessions" in ended.err
        with path.open(encoding="utf-8", newline="") as file:
            rows = [*csv.DictReader(file)] if ending == "csv" else [json.loads(line) for line in file]
        assert [row["ref"] for row in rows] == ids(world)
        assert [row["status"] for row in odd_ones(rows)] == STATUSES


def test_export_with_raw_has_the_record_as_it_came(run: Run, world: World, tmp_path: Path) -> None:
    assert run("export", "sessions.jsonl", "--raw").status == 0
    rows = [json.loads(line) for line in (tmp_path / "sessions.jsonl").read_text(encoding="utf-8").splitlines()]
    raws = [row["raw"] for row in odd_ones(rows)]
    assert raws[1]["createdAt"] == 1776675600
    assert raws[3]["duration"] == "60"


def test_report_tells_of_all_of_them(run: Run, tmp_path: Path) -> None:
    ended = run("report", "report.html", "--since", "60d")
    assert ended.status == 0
    assert f"of {4 * SESSIONS} read" in ended.err
    figures = table(page(tmp_path / "report.html"), "Figures by source")
    assert [row[0] for row in figures[1:]] == [*VENDORS, "All sources"]


def test_what_is_odd_is_told_once_for_each_field(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="allsessions"):
        run("list", "--format", "jsonl", "--source", "anam")
    told = [each.getMessage() for each in caplog.records if each.name == "allsessions"]
    assert [line.partition(": 1 value")[0] for line in sorted(told)] == [
        "anam: data[].createdAt",
        "anam: data[].endTime",
        "anam: data[].personaConfig",
    ]
