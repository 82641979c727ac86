"""`allsessions get`, `count` and `sources`, against the simulator."""

import csv
import json

import pytest

from allsessions import Session

from .conftest import SESSIONS, VENDORS, Run

pytestmark = pytest.mark.usefixtures("simulated")


@pytest.fixture
def session(sessions: list[Session]) -> Session:
    """A session at Anam that has ended."""
    return next(session for session in sessions if session.vendor == "anam" and session.status == "ended")


def test_get_shows_each_field_with_a_value(run: Run, session: Session, in_kiritimati: None) -> None:
    ended = run("get", session.ref)
    assert (ended.status, ended.err) == (0, "")
    shown = dict(line.split(maxsplit=1) for line in ended.out.splitlines())
    names = {name for name, value in session.to_dict().items() if value is not None}
    assert shown.keys() == names - {"duration_ms"} | {"duration"}
    assert shown["ref"].strip() == session.ref
    assert session.created_at is not None
    assert session.duration is not None
    assert shown["created_at"].strip() == f"{session.created_at.astimezone():%Y-%m-%d %H:%M:%S} +14"
    assert f"({session.duration.total_seconds():g} s)" in shown["duration"]


def test_get_as_json_has_every_field(run: Run, session: Session) -> None:
    assert json.loads(run("get", session.ref, "--format", "json").out) == session.to_dict()
    assert json.loads(run("get", session.ref, "--format", "json", "--raw").out) == session.to_dict(raw=True)
    ended = run("get", session.ref, "--raw")
    assert (ended.status, ended.out) == (2, "")
    assert "--format json" in ended.err


def test_count_has_a_total_but_not_as_csv(run: Run) -> None:
    ended = run("count")
    lines = [line.split() for line in ended.out.splitlines()]
    assert lines == [["source", "sessions"], *([vendor, "12"] for vendor in VENDORS), ["total", "48"]]
    assert (ended.status, ended.err) == (0, "")
    found = json.loads(run("count", "--format", "json").out)
    assert found == {"counts": dict.fromkeys(VENDORS, SESSIONS), "total": 4 * SESSIONS}
    rows = list(csv.reader(run("count", "--format", "csv").out.splitlines()))
    assert rows == [["source", "sessions"], *([name, "12"] for name in VENDORS)]


def test_sources_shows_what_each_vendor_can_do(run: Run, simulated: dict[str, str]) -> None:
    ended = run("sources")
    assert (ended.status, ended.err) == (0, "")
    blocks = [dict(line.split(maxsplit=1) for line in block.splitlines()) for block in ended.out.split("\n\n")]
    found = json.loads(run("sources", "--format", "json").out)
    assert [source["name"] for source in found] == VENDORS
    for block, source in zip(blocks, found, strict=True):
        texts = {name: ", ".join(value) or "–" if isinstance(value, list) else value for name, value in source.items()}
        assert {name: value.strip() for name, value in block.items()} == texts
    assert found[3]["config"] == "KONPRO_API_KEY, KONPRO_BASE_URL"
    elizaos = {"base_url": simulated["ELIZAOS_BASE_URL"], "scope": "active", "paging": "none", "get": "detail"}
    elizaos |= {"end": "closed", "concurrency": "none", "config": "ELIZAOS_BASE_URL"}
    filters = ["agent_id", "created_after", "created_before", "search", "status", "user_id"]
    elizaos |= {"vendor_filters": [], "wrapper_filters": filters, "unsupported_filters": [], "inferred": ["status"]}
    assert found[2] == {"name": "elizaos", "vendor": "elizaos", **elizaos}
