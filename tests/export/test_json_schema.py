"""The JSON schema: real records of all vendors are valid, others are not, and the page has the same schema."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import allsessions
from allsessions import Client, Session, Status
from allsessions.export import COLUMNS, columns, stream
from allsessions.simulator import Simulator, World

from .made import session

SCHEMA: dict[str, Any] = allsessions.session_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
DOCUMENTED = Path(__file__).parent.parent.parent / "docs" / "session.v1.schema.json"


def errors(record: dict[str, Any]) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(record)]


@pytest.fixture(scope="module")
def listed() -> list[Session]:
    with Simulator(World.make(60)) as simulator, Client.from_env(simulator.environment()) as client:
        return [*client.list()]


def test_the_schema_is_a_schema_and_names_each_column() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert [*SCHEMA["properties"]] == [*(column.name for column in COLUMNS), "raw"]
    assert all(each["description"] for each in SCHEMA["properties"].values())
    assert SCHEMA["properties"]["status"]["enum"] == [*Status]


@pytest.mark.parametrize("raw", [False, True], ids=["", "raw"])
def test_sessions_of_all_vendors_are_valid(listed: list[Session], raw: bool) -> None:
    assert {each.vendor for each in listed} == {"akool", "anam", "elizaos", "konpro"}
    stream(listed, lines := StringIO(), format="jsonl", columns=columns(raw=raw))
    exported = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert exported == [each.to_dict(raw=raw) for each in listed]
    assert [error for record in exported for error in errors(record)] == []


def test_other_values_are_not_valid() -> None:
    record = session(1).to_dict()
    others = [("status", "busy"), ("created_at", "2026-04-20T09:30:00"), ("duration_ms", 1.5), ("vendor_status", 7)]
    for name, value in [*others, ("id", None), ("raw", "{}"), ("token", "a")]:
        assert len(errors({**record, name: value})) == 1, name
    for name in record:
        without = {key: value for key, value in record.items() if key != name}
        assert errors(without) == [f"'{name}' is a required property"]


def test_a_caller_cannot_change_the_schema_for_others() -> None:
    before = json.dumps(SCHEMA)
    changed = allsessions.session_schema()["properties"]
    changed["status"]["enum"].clear()
    changed["label"]["type"].clear()
    assert json.dumps(allsessions.session_schema()) == before


def test_the_documentation_has_this_schema() -> None:
    assert json.loads(DOCUMENTED.read_text(encoding="utf-8")) == SCHEMA
    assert SCHEMA["$id"] == "urn:allsessions:session:1"
