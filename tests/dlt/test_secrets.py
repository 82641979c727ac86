"""No key and nothing that lets others join is in what dlt writes: not in its working directory, not in the database."""

import logging
import os
import pickle
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dlt
import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from allsessions import Akool, Anam, Source
from allsessions.dlt import sessions
from tests.security.marks import KEY, RECORDS
from tests.servers import FunctionServer, json_answer

from .warehouse import Warehouse

MARK = "16180"
"""Part of whatever lets others join."""


def served(record: dict[str, Any]) -> FunctionServer:
    return FunctionServer(lambda _: json_answer({"code": 1000, "msg": "OK", "data": {"count": 1, "result": [record]}}))


def found_in(folder: Path, secret: str) -> list[Path]:
    """The files that hold the secret, packed ones included."""
    return [path for path in folder.rglob("*") if path.is_file() and secret.encode() in _content(path)]


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    if content.startswith(b"\x1f\x8b"):
        import gzip

        content += gzip.decompress(content)
    return content


def leaks(warehouse: Warehouse) -> list[Path]:
    return [*found_in(warehouse.folder, KEY), *found_in(warehouse.folder, MARK)]


def test_no_secret_is_in_what_is_written(warehouse: Warehouse, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), served(RECORDS["akool"]) as server:
        warehouse.load(sessions(Akool(api_key=KEY, base_url=server.url), raw=True))
    (row,) = warehouse.rows()
    assert '"agora_token":"***"' in row["raw"].replace(" ", "")
    assert leaks(warehouse) == []
    assert KEY not in caplog.text
    assert MARK not in caplog.text


@pytest.mark.parametrize("incomplete", ["raise", "load"])
def test_no_secret_of_a_record_that_cannot_be_read_is_in_what_is_written(
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
            assert warehouse.pipeline().last_trace is not None
    assert leaks(warehouse) == []
    assert KEY not in caplog.text
    assert MARK not in caplog.text


def test_a_key_of_dlts_secrets_is_in_nothing_that_dlt_keeps(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANAM_EU_KEY", KEY)
    with FunctionServer(lambda _: json_answer({"data": [], "meta": {}})) as server:
        warehouse.load(sessions(Anam(api_key=dlt.secrets["anam_eu_key"], base_url=server.url)))
        (asked,) = server.requests
        assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert leaks(warehouse) == []
