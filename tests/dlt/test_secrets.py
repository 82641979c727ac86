"""No key and nothing that lets others join is in what dlt writes: not in its working directory, not in the database."""

import gzip
import logging
import traceback
from pathlib import Path
from typing import Any

import dlt
import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from allsessions import Akool
from allsessions.dlt import sessions
from tests.security.marks import KEY, RECORDS
from tests.servers import FunctionServer, json_answer

from .warehouse import Warehouse

MARK = "16180"
"""Part of whatever lets others join."""


def served(record: dict[str, Any]) -> FunctionServer:
    return FunctionServer(lambda _: json_answer({"code": 1000, "msg": "OK", "data": {"count": 1, "result": [record]}}))


def found(warehouse: Warehouse, text: str) -> list[str]:
    """Where it is written: in which files, in which tables, in what dlt keeps."""
    files = [path for path in warehouse.folder.rglob("*") if path.is_file()]
    kept = {path.name: _content(path) for path in files}
    kept |= {table: repr(warehouse.query(f"SELECT * FROM {table}")).encode() for table in warehouse.tables(dlts=True)}
    kept["state"] = repr(warehouse.pipeline().state).encode()
    return [name for name, content in kept.items() if text.encode() in content]


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def leaks(warehouse: Warehouse) -> list[str]:
    assert found(warehouse, "akool")  # what is no secret is found
    return [*found(warehouse, KEY), *found(warehouse, MARK)]


def test_no_secret_is_in_what_is_written(warehouse: Warehouse, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), served(RECORDS["akool"]) as server:
        warehouse.load(sessions(Akool(api_key=KEY, base_url=server.url), raw=True))
    (row,) = warehouse.rows()
    assert '"agora_token":"***"' in row["raw"].replace(" ", "")
    assert leaks(warehouse) == []
    assert KEY not in caplog.text
    assert MARK not in caplog.text


@pytest.mark.parametrize("incomplete", ["raise", "load"])
def test_no_secret_of_an_unreadable_record_is_written(
    warehouse: Warehouse, caplog: pytest.LogCaptureFixture, incomplete: Any
) -> None:
    broken = {**RECORDS["akool"], "_id": None}
    with caplog.at_level(logging.DEBUG), served(broken) as server:
        source = sessions(Akool(api_key=KEY, base_url=server.url), raw=True, incomplete=incomplete)
        if incomplete == "load":
            warehouse.load(source)
        else:
            with pytest.raises(PipelineStepFailed) as failed:
                warehouse.load(source)
            shown = "".join(traceback.format_exception(failed.value))
            assert KEY not in shown
            assert MARK not in shown
    assert leaks(warehouse) == []
    assert KEY not in caplog.text
    assert MARK not in caplog.text


def test_a_key_of_dlts_secrets_is_in_nothing_that_dlt_keeps(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AKOOL_EU_KEY", KEY)
    with served(RECORDS["akool"]) as server:
        warehouse.load(sessions(Akool(api_key=dlt.secrets["akool_eu_key"], base_url=server.url)))
        assert {request.headers["x-api-key"] for request in server.requests} == {KEY}
    assert leaks(warehouse) == []
