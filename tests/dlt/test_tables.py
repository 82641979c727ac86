"""The tables' types are always the same, and a vendor's text is a value and nothing else."""

import datetime
import json
import re
from typing import Any

import pytest

from allsessions import Anam, Session, Status
from allsessions.dlt import PROBLEMS, READS, SESSIONS, sessions
from allsessions.dlt.tables import session_row
from allsessions.export import COLUMNS
from allsessions.simulator import KEY, Simulator, World
from tests.export.made import Record
from tests.servers import FunctionServer, json_answer

from .warehouse import Warehouse, ago, anam, sources_of

TIME, TEXT, NUMBER = "TIMESTAMP WITH TIME ZONE", "VARCHAR", "BIGINT"
TIMES = {"created_at", "started_at", "ended_at", "last_active_at", "expires_at", "seen_at"}


def types(warehouse: Warehouse, table: str) -> dict[str, str]:
    found = warehouse.query(
        f"SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{table}' "
        "AND table_schema = 'avatars'"
    )
    return {row["column_name"]: row["data_type"] for row in found if not row["column_name"].startswith("_dlt")}


def of_sessions() -> dict[str, str]:
    names = [*(column.name for column in COLUMNS), "seen_at"]
    return {name: TIME if name in TIMES else NUMBER if name == "duration_ms" else TEXT for name in names}


def test_every_column_has_its_type_though_no_session_has_a_value(warehouse: Warehouse) -> None:
    with Simulator(World(anam=({"id": "an-1"},))) as simulator:
        warehouse.load(sessions(sources_of(simulator)))
    assert types(warehouse, SESSIONS) == of_sessions()
    assert types(warehouse, READS) == {
        "source": TEXT, "vendor": TEXT, "read_at": TIME, "sessions": NUMBER, "problems": NUMBER, "since": TIME
    }  # fmt: skip
    assert warehouse.tables() == {SESSIONS, READS}


def test_the_table_of_problems_is_made_with_the_first(warehouse: Warehouse) -> None:
    with Simulator(World(anam=({"id": ["an-1"]},))) as simulator:
        warehouse.load(sessions(sources_of(simulator), incomplete="load"))
    texts = dict.fromkeys(["source", "vendor", "error", "path", "message"], TEXT)
    assert types(warehouse, PROBLEMS) == {**texts, "read_at": TIME}


def test_what_a_session_has_more_never_makes_a_column_or_a_table(warehouse: Warehouse) -> None:
    fields: dict[str, Any] = {"new": [{"deep": [{"deeper": 1}]}], "number": 1, "label": {"a": 1}}
    with Simulator(World(anam=(anam("an-1", ago(days=1), **fields),))) as simulator:
        for raw in (False, True):
            warehouse.load(sessions(sources_of(simulator), raw=raw))
        assert types(warehouse, SESSIONS) == {**of_sessions(), "raw": "JSON"}
        assert warehouse.tables() == {SESSIONS, READS}
        (row,) = warehouse.rows()
        assert json.loads(row["raw"])["new"] == fields["new"]


def test_seen_at_is_when_the_last_read_began(warehouse: Warehouse) -> None:
    before = datetime.datetime.now(datetime.UTC)
    for world in ([anam("gone", ago(days=1)), anam("there", ago(days=1))], [anam("there", ago(days=1))]):
        with Simulator(World(anam=tuple(world))) as simulator:
            warehouse.load(sessions(Anam(api_key=KEY, base_url=simulator.base_url("anam"))))
    seen = {row["id"]: row["seen_at"] for row in warehouse.rows()}
    first, second = sorted(row["read_at"] for row in warehouse.rows(READS))
    assert before <= first < second
    assert seen == {"gone": first, "there": second}


HOSTILE = [
    "'); DROP TABLE sessions; --",
    'a "quoted" \\ text\\',
    "NUL \0 within",
    "half \ud83d a character",
    "\uf02612",  # for dlt, a decimal
    "\uf0272026-04-20T09:00:00Z",
    "\uf029no-uuid",
    "line\nbreaks\r\nand\ttabs\u2028",
    "2026-04-20T09:00:00Z",
    "12",
    "NULL",
    "{}",
    "x" * 100_000,
    "",
]


def test_a_vendors_text_is_kept_whatever_it_is(warehouse: Warehouse) -> None:
    records = [anam(f"an-{n}", ago(days=1), clientLabel=text, odd=[{text: text}]) for n, text in enumerate(HOSTILE)]
    meta = {"total": len(records), "lastPage": 1, "currentPage": 1, "perPage": 100, "prev": None, "next": None}
    with FunctionServer(lambda _: json_answer({"data": records, "meta": meta})) as server:
        for _ in range(2):
            warehouse.load(sessions(Anam(api_key=KEY, base_url=server.url), raw=True))
    labels = [row["label"] for row in sorted(warehouse.rows(), key=lambda row: int(row["id"].removeprefix("an-")))]
    assert labels == [re.sub("[\0\ud83d\uf026-\uf029]", "\ufffd", text) for text in HOSTILE]
    assert warehouse.tables() == {SESSIONS, READS}


@pytest.mark.parametrize("text", ["\0", "\ud83d", "a\ud800b", "\\u0000", "\\\\ud800"])
def test_no_record_has_what_a_database_cannot_hold(text: str) -> None:
    record: Any = Record({"a": [{text: text}], "n": [1, None, True, 1.5]})
    session = Session(source="s", vendor="anam", id="1", status=Status.ENDED, raw=record)
    kept = json.loads(session_row(session, raw=True, seen_at=ago(days=1))["raw"])
    storable = "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
    assert kept == {"a": [{storable: storable}], "n": [1, None, True, 1.5]}


def test_a_number_beyond_every_database_is_no_obstacle(warehouse: Warehouse) -> None:
    with Simulator(World(anam=(anam("an-1", ago(days=1), huge=10**30, tiny=1e-300),))) as simulator:
        warehouse.load(sessions(Anam(api_key=KEY, base_url=simulator.base_url("anam")), raw=True))
    assert len(warehouse.rows()) == 1
