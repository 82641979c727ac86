"""`allsessions sources --check`: which sources answer, what is wrong with the others, and what to do."""

import json
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from allsessions.cli import checking
from tests.servers import Answer, FunctionServer, Request, json_answer

from .conftest import SESSIONS, Run

VENDORS = ["akool", "anam", "elizaos", "konpro"]
WRONG_KEY = "a-wrong-key-4711"


@pytest.fixture
def closed() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}"


def lines(out: str) -> dict[str, str]:
    """What is said of each source."""
    return {name: said.strip() for name, _, said in (line.partition(" ") for line in out.splitlines())}


def checks(out: str) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in json.loads(out)}


def always(answer: Answer, run: Run, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[str, list[Request]]:
    """What is said of Anam where it answers so, and what it was asked."""
    with FunctionServer(lambda request: answer) as server:
        monkeypatch.setenv("ANAM_BASE_URL", server.url)
        monkeypatch.setenv("ANAM_API_KEY", "good-key-0815")
        ended = run("sources", "--check", *arguments)
        assert (ended.status, ended.err) == (1, "")
        return ended.out, server.requests


def test_all_answer(run: Run, simulated: dict[str, str]) -> None:
    ended = run("sources", "--check")
    assert (ended.status, ended.err) == (0, "")
    said = lines(ended.out)
    assert list(said) == VENDORS
    for each in said.values():
        assert each.startswith("ok in ")
        assert each.endswith(f" s, {SESSIONS} sessions")


def test_json_says_the_same(run: Run, simulated: dict[str, str]) -> None:
    ended = run("sources", "--check", "--format", "json")
    assert (ended.status, ended.err) == (0, "")
    found = checks(ended.out)
    assert list(found) == VENDORS
    assert 0 < found["anam"].pop("seconds") < 10
    assert found["anam"] == {
        "name": "anam",
        "vendor": "anam",
        "base_url": simulated["ANAM_BASE_URL"],
        "ok": True,
        "total": SESSIONS,
        "kind": None,
        "error": None,
    }


@pytest.mark.parametrize("format", ["table", "json"])
def test_without_check_no_request_is_made(run: Run, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    with FunctionServer(lambda request: json_answer({})) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        assert run("sources", "--format", format).status == 0
        assert server.requests == []


def test_each_source_is_asked_once_for_one_record(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _, requests = always(json_answer({"message": "busy"}, status=503), run, monkeypatch)
    assert [request.query["perPage"] for request in requests] == [["1"]]


def test_sources_are_asked_side_by_side(run: Run, environment: dict[str, str]) -> None:
    both = threading.Barrier(2, timeout=30)

    def together(request: Request) -> Answer:
        both.wait()  # it would break if one were asked after the other
        return json_answer({"sessions": [], "total": 0})

    with FunctionServer(together) as server:
        table = '[[source]]\nvendor = "elizaos"\nname = "{}"\nbase_url = "{}"\n'
        text = "".join(table.format(name, server.url) for name in ("lab", "shop"))
        Path("allsessions.toml").write_text(text, encoding="utf-8")
        ended = run("sources", "--check")
    assert ended.status == 0
    assert list(lines(ended.out)) == ["lab", "shop"]


def test_total_that_the_vendor_does_not_give_is_left_out(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with FunctionServer(lambda request: json_answer({"sessions": []})) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        said = lines(run("sources", "--check").out)["elizaos"]
    assert said.startswith("ok in ")
    assert said.endswith(" s")


@pytest.mark.parametrize("vendor", ["akool", "anam", "konpro"])
def test_wrong_key_of_the_environment_names_its_variable(
    run: Run, simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch, vendor: str
) -> None:
    monkeypatch.setenv(f"{vendor.upper()}_API_KEY", WRONG_KEY)
    ended = run("sources", "--check")
    assert (ended.status, ended.err) == (1, "")
    said = lines(ended.out)
    assert said[vendor].startswith("failed: listing sessions")
    assert said[vendor].endswith(f"check the source's credentials; its api_key is what {vendor.upper()}_API_KEY holds")
    assert [name for name, each in said.items() if each.startswith("ok in ")] == [
        name for name in VENDORS if name != vendor
    ]
    assert WRONG_KEY not in ended.out


def test_wrong_token_is_called_a_token(run: Run, simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AKOOL_TOKEN", WRONG_KEY)  # which wins over the key
    assert lines(run("sources", "--check").out)["akool"].endswith("its token is what AKOOL_TOKEN holds")


def test_wrong_key_of_a_file_names_the_field(
    run: Run, simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EU_KEY", WRONG_KEY)
    text = (
        f'[[source]]\nvendor = "anam"\nname = "eu"\nbase_url = "{simulated["ANAM_BASE_URL"]}"\napi_key_env = "EU_KEY"\n'
    )
    Path("lab.toml").write_text(text, encoding="utf-8")
    ended = run("sources", "--check", "--config", "lab.toml")
    assert ended.status == 1
    assert lines(ended.out)["eu"].endswith("; api_key_env of eu in lab.toml names the variable that holds it")
    assert WRONG_KEY not in ended.out


@pytest.mark.parametrize("in_file", [False, True])
def test_missing_key_says_where_to_set_one(run: Run, monkeypatch: pytest.MonkeyPatch, in_file: bool) -> None:
    with FunctionServer(lambda request: json_answer({"error": "key, please"}, status=401)) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        if in_file:
            text = f'[[source]]\nvendor = "elizaos"\nbase_url = "{server.url}"\n'
            Path("allsessions.toml").write_text(text, encoding="utf-8")
        said = lines(run("sources", "--check").out)["elizaos"]
    where = "api_key_env of elizaos in allsessions.toml" if in_file else "ELIZAOS_API_KEY"
    assert said.endswith(f"; it has no api_key: set {where}")


def test_nobody_listens(run: Run, monkeypatch: pytest.MonkeyPatch, closed: str) -> None:
    monkeypatch.setenv("ELIZAOS_BASE_URL", closed)
    ended = run("sources", "--check")
    assert (ended.status, ended.err) == (1, "")
    assert f"check base_url ({closed})" in lines(ended.out)["elizaos"]
    check = checks(run("sources", "--check", "--format", "json").out)["elizaos"]
    assert (check["ok"], check["total"], check["kind"]) == (False, None, "ConnectionFailedError")
    assert closed in check["error"]


def test_source_that_does_not_answer_is_given_up(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PATIENCE", 0.1)
    over = threading.Event()

    def never(request: Request) -> Answer:
        over.wait(60)
        return json_answer({})

    with FunctionServer(never) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        ended = run("sources", "--check")
        over.set()
    assert ended.status == 1
    said = f"failed: no complete answer within 0.1 s; check base_url ({server.url}), or try again later"
    assert lines(ended.out) == {"elizaos": said}


def test_page_of_html_is_not_what_is_documented(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Answer(200, b"<!DOCTYPE html><title>Log in</title>", {"Content-Type": "text/html"})
    out, _ = always(page, run, monkeypatch)
    assert "the vendor documents something else: check base_url" in lines(out)["anam"]


def test_record_that_cannot_be_read_is_wrong_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    meta = {"total": 1, "lastPage": 1, "currentPage": 1, "perPage": 1, "prev": None, "next": None}
    out, _ = always(json_answer({"data": [{"id": None}], "meta": meta}), run, monkeypatch, "--format", "json")
    check = checks(out)["anam"]
    assert (check["ok"], check["kind"]) == (False, "InvalidRecordError")
    assert "data[0]" in check["error"]


def test_rate_limit_says_when_to_try_again_and_is_not_waited_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = Answer(429, b'{"message": "slow down"}', {"Content-Type": "application/json", "Retry-After": "3600"})
    out, requests = always(busy, run, monkeypatch)
    assert "HTTP 429" in lines(out)["anam"]
    assert "retry after 3600 s" in lines(out)["anam"]
    assert len(requests) == 1


@pytest.mark.parametrize("format", ["table", "json"])
def test_hostile_text_acts_on_nothing(run: Run, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    hostile = json_answer({"message": "\x1b[2J\u202e\nanam ok in 0.01 s [red]gone[/red] :smile:"}, status=401)
    out, _ = always(hostile, run, monkeypatch, "--format", format)
    assert not {"\x1b", "\u202e"} & {*out}
    assert "[red]gone[/red] :smile:" in out
    if format == "table":
        assert out.count("\n") == 1


@pytest.mark.parametrize("format", ["table", "json"])
def test_key_that_a_vendor_repeats_is_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    repeated = json_answer({"message": "good-key-0815 is no key of ours"}, status=401)
    out, _ = always(repeated, run, monkeypatch, "--format", format)
    assert "is no key of ours" in out
    assert "good-key-0815" not in out


@pytest.mark.parametrize("arguments", [(), ("--config", "missing.toml")])
def test_configuration_that_cannot_be_used_is_no_check(run: Run, arguments: tuple[str, ...]) -> None:
    ended = run("sources", "--check", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("error: ")
