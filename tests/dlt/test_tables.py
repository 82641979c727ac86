"""The tables always have the same types, a vendor's text is only a value, and dlt writes no secret."""

import gzip
import json
import logging
import re
import traceback
from typing import Any

import dlt
import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from allsessions import Akool, Anam
from allsessions.dlt import READS, SESSIONS, sessions
from allsessions.export import COLUMNS
from allsessions.simulator import Simulator, World
from tests.client.scripted import ScriptedServer, answer
from tests.security.marks import KEY, RECORDS

from .warehouse import Warehouse, ago, anam, sources_of

TIME, TEXT, NUMBER = "TIMESTAMP WITH TIME ZONE", "VARCHAR", "BIGINT"
TIMES = {"created_at", "started_at", "ended_at", "last_active_at", "expires_at", "seen_at"}
TYPES = {
    name: TIME if name in TIMES else NUMBER if name == "duration_ms" else TEXT
    for name in [*(column.name for column in COLUMNS), "seen_at"]
}
HOSTILE = [
    *("'); DROP TABLE sessions; --", 'a "quoted" \\ text\\', "line\nbreaks\r\nand\ttabs\u2028", "NULL", "{}", ""),
    *("NUL \0 within", "half \ud83d a character", "\\u0000 and \\ud83d as text", "\\\\ud83d after a backslash"),
    *("\uf02612", "\uf0272026-04-20T09:00:00Z", "\uf029no-uuid"),  # dlt's own prefixes for decimals, times and UUIDs
    *("2026-04-20T09:00:00Z", "x" * 100_000),
]
MARK = "16180"  # all join credentials contain this text


def test_every_column_has_its_type_without_any_value(warehouse: Warehouse) -> None:
    with Simulator(World(anam=({"id": "an-1"},))) as simulator:
        warehouse.load(sessions(sources_of(simulator)))
    assert warehouse.types(SESSIONS) == TYPES
    numbers = dict.fromkeys(["sessions", "problems"], NUMBER)
    assert warehouse.types(READS) == {"source": TEXT, "vendor": TEXT, "read_at": TIME, "since": TIME, **numbers}
    assert warehouse.tables() == {SESSIONS, READS}
    assert {row["source"]: row["sessions"] for row in warehouse.rows(READS)} == {
        "akool": 0, "anam": 1, "elizaos": 0, "konpro": 0
    }  # fmt: skip


def test_a_vendors_text_stays_a_value_whatever_it_is(warehouse: Warehouse) -> None:
    more: dict[str, Any] = {"new": [{"deep": [{"deeper": 1}]}], "huge": 10**30, "tiny": 1e-300}
    records = [
        anam(f"an-{n}", ago(days=1), clientLabel=text, odd=[{text: text}], **more) for n, text in enumerate(HOSTILE)
    ]
    meta = {"total": len(records), "lastPage": 1, "currentPage": 1, "perPage": 100, "prev": None, "next": None}
    with ScriptedServer(lambda _: answer({"data": records, "meta": meta})) as server:
        for raw in (False, True):
            warehouse.load(sessions(Anam(api_key=KEY, base_url=server.url), raw=raw))
    rows = sorted(warehouse.rows(), key=lambda row: int(row["id"].removeprefix("an-")))
    assert [row["label"] for row in rows] == [re.sub("[\0\ud83d\uf026-\uf029]", "\ufffd", text) for text in HOSTILE]
    assert json.loads(rows[0]["raw"])["new"] == more["new"]
    kept = [re.sub("[\0\ud83d]", "\ufffd", text) for text in HOSTILE]
    assert [json.loads(row["raw"])["odd"] for row in rows] == [[{text: text}] for text in kept]
    assert warehouse.types(SESSIONS) == {**TYPES, "raw": "JSON"}
    assert warehouse.tables() == {SESSIONS, READS}


def served(record: dict[str, Any]) -> ScriptedServer:
    return ScriptedServer(lambda _: answer({"code": 1000, "msg": "OK", "data": {"count": 1, "result": [record]}}))


def leaks(warehouse: Warehouse) -> list[str]:
    """Return the places with a secret: files, tables and dlt's state."""
    files = {path.name: path.read_bytes() for path in warehouse.folder.rglob("*") if path.is_file()}
    kept = {name: gzip.decompress(text) if text[:2] == b"\x1f\x8b" else text for name, text in files.items()}
    kept |= {table: repr(warehouse.query(f"SELECT * FROM {table}")).encode() for table in warehouse.tables(dlts=True)}
    kept["state"] = repr(warehouse.pipeline().state).encode()
    assert any(b"akool" in content for content in kept.values())
    return [name for name, content in kept.items() if KEY.encode() in content or MARK.encode() in content]


def test_no_secret_is_in_what_dlt_writes(
    warehouse: Warehouse, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AKOOL_EU_KEY", KEY)
    unreadable = {**RECORDS["akool"], "_id": None}
    with caplog.at_level(logging.DEBUG), served(RECORDS["akool"]) as server, served(unreadable) as failing:
        warehouse.load(sessions(Akool(api_key=dlt.secrets["akool_eu_key"], base_url=server.url), raw=True))
        assert {request.headers["x-api-key"] for request in server.requests} == {KEY}
        source = Akool(api_key=KEY, base_url=failing.url)
        warehouse.load(sessions(source, raw=True, incomplete="load"))
        with pytest.raises(PipelineStepFailed) as failed:
            warehouse.load(sessions(source, raw=True))
    (row,) = warehouse.rows()
    assert '"agora_token":"***"' in row["raw"].replace(" ", "")
    assert leaks(warehouse) == []
    shown = "".join(traceback.format_exception(failed.value)) + caplog.text
    assert [secret for secret in (KEY, MARK) if secret in shown] == []
