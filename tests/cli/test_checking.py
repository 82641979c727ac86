"""`allsessions sources --check`: which sources answer, what is wrong with the others, and what to do."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from allsessions.cli import checking
from tests.servers import Answer, FunctionServer, Request, json_answer

from .conftest import SESSIONS, VENDORS, Run
from .program import silent_server

WRONG_KEY = "a-wrong-key-4711"


def lines(out: str) -> dict[str, str]:
    """Return what the table says of each source."""
    return {name: said.strip() for name, _, said in (line.partition(" ") for line in out.splitlines())}


def checks(out: str) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in json.loads(out)}


def always(answer: Answer, run: Run, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[str, list[Request]]:
    """Return the output and the requests where Anam gives this answer."""
    with FunctionServer(lambda request: answer) as server:
        monkeypatch.setenv("ANAM_BASE_URL", server.url)
        monkeypatch.setenv("ANAM_API_KEY", "good-key-0815")
        ended = run("sources", "--check", *arguments)
        assert (ended.status, ended.err) == (1, "")
        return ended.out, server.requests


def test_sources_that_answer_are_ok(run: Run, simulated: dict[str, str]) -> None:
    table, found = run("sources", "--check"), run("sources", "--check", "--format", "json")
    assert (table.status, table.err, found.status, found.err) == (0, "", 0, "")
    said = lines(table.out)
    assert list(said) == list(checks(found.out)) == VENDORS
    assert all(each.startswith("ok in ") and each.endswith(f" s, {SESSIONS} sessions") for each in said.values())
    anam = checks(found.out)["anam"]
    assert anam.pop("seconds") > 0
    address = {"name": "anam", "vendor": "anam", "base_url": simulated["ANAM_BASE_URL"]}
    assert anam == {**address, "ok": True, "total": SESSIONS, "kind": None, "error": None}


def test_a_busy_source_gets_one_request_for_one_record(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Answer(429, b'{"message": "slow down"}', {"Content-Type": "application/json", "Retry-After": "3600"})
    out, requests = always(busy, run, monkeypatch)
    assert [request.query["perPage"] for request in requests] == [["1"]]
    assert "HTTP 429" in lines(out)["anam"]
    assert "retry after 3600 s" in lines(out)["anam"]


def test_all_sources_are_checked_at_once_if_asked_for(run: Run, environment: dict[str, str]) -> None:
    both = threading.Barrier(2, timeout=60)

    def together(request: Request) -> Answer:
        both.wait()
        return json_answer({"sessions": []})

    with FunctionServer(together) as server:
        table = '[[source]]\nvendor = "elizaos"\nname = "{}"\nbase_url = "{}"\n'
        text = "".join(table.format(name, server.url) for name in ("lab", "shop"))
        Path("allsessions.toml").write_text(text, encoding="utf-8")
        assert run("sources").status == 0
        assert server.requests == []
        ended = run("sources", "--check")
    assert ended.status == 0
    assert list(lines(ended.out)) == ["lab", "shop"]
    assert all(said.endswith(" s") for said in lines(ended.out).values())  # the vendor gives no total


def test_a_wrong_key_names_its_variable(run: Run, simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANAM_API_KEY", WRONG_KEY)
    monkeypatch.setenv("AKOOL_TOKEN", WRONG_KEY)  # it wins over the key
    ended = run("sources", "--check")
    assert (ended.status, ended.err) == (1, "")
    said = lines(ended.out)
    assert said["anam"].startswith("failed: listing sessions")
    assert said["anam"].endswith("; its api_key comes from ANAM_API_KEY")
    assert said["akool"].endswith("; its token comes from AKOOL_TOKEN")
    assert [name for name, each in said.items() if each.startswith("ok in ")] == ["elizaos", "konpro"]
    assert WRONG_KEY not in ended.out


def test_a_file_names_the_field_of_a_wrong_or_missing_key(
    run: Run, simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EU_KEY", WRONG_KEY)
    source = '[[source]]\nvendor = "anam"\nname = "eu"\napi_key_env = "EU_KEY"\nbase_url = "{}"\n\n'
    with FunctionServer(lambda request: json_answer({"error": "key, please"}, status=401)) as server:
        text = (
            source.format(simulated["ANAM_BASE_URL"]) + f'[[source]]\nvendor = "elizaos"\nbase_url = "{server.url}"\n'
        )
        Path("lab.toml").write_text(text, encoding="utf-8")
        ended = run("sources", "--check", "--config", "lab.toml")
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        assert lines(run("sources", "--check").out)["elizaos"].endswith("; it has no api_key: set ELIZAOS_API_KEY")
    assert ended.status == 1
    assert lines(ended.out)["eu"].endswith(" api_key_env of eu in lab.toml")
    assert lines(ended.out)["elizaos"].endswith("; it has no api_key: set api_key_env of elizaos in lab.toml")
    assert WRONG_KEY not in ended.out


def test_a_silent_source_fails_after_a_while(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PATIENCE", 0.1)
    with silent_server() as (url, _):
        monkeypatch.setenv("ELIZAOS_BASE_URL", url)
        ended = run("sources", "--check")
    assert ended.status == 1
    said = f"failed: no complete answer within 0.1 s; check base_url ({url}), or try again later"
    assert lines(ended.out) == {"elizaos": said}


def test_an_unreadable_record_is_a_failure(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    meta = {"total": 1, "lastPage": 1, "currentPage": 1, "perPage": 1, "prev": None, "next": None}
    out, _ = always(json_answer({"data": [{"id": None}], "meta": meta}), run, monkeypatch, "--format", "json")
    check = checks(out)["anam"]
    assert (check["ok"], check["kind"]) == (False, "InvalidRecordError")
    assert "data[0]" in check["error"]
