"""The command line shows no secret, in no format and on neither stream, and takes none as an option."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import typer.core
import typer.main

from allsessions.cli.app import app
from tests.cli.program import Ended, ended
from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .conftest import Run
from .marks import KEY, RECORDS, UNREADABLE, envelope, leaks, mark

KEYS = {f"{vendor}_API_KEY": KEY for vendor in ("AKOOL", "ANAM", "KONPRO", "ELIZAOS")}
REFS = {"akool": RECORDS["akool"]["_id"], "anam": RECORDS["anam"]["id"], "konpro": "kp-1", "elizaos": "el-1"}
COMMANDS = [
    *(("list", "--format", format) for format in ("table", "csv")),
    *(("list", "--format", format, "--raw") for format in ("json", "jsonl")),
    ("count",),
    ("sources",),
    *(("get", f"{vendor}:{id}", "--format", "json", "--raw") for vendor, id in REFS.items()),
    ("get", f"anam:{REFS['anam']}"),
]
COOKIE = mark("cookie")
EVERYTHING = """
import asyncio, logging, sys, warnings
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
"""


def telling(request: Request) -> Answer:
    """All vendors, each below its own word, with a secret in every place; each repeats the key in a header."""
    vendor = request.path.split("/")[1]
    record = RECORDS[vendor]
    if request.path.endswith("/detail"):
        return answer({"code": 1000, "msg": "OK", "data": record}, X_Debug=KEY, Set_Cookie=COOKIE)
    if request.path.endswith("/sessions/el-1"):
        return answer(record, X_Debug=KEY, Set_Cookie=COOKIE)
    return answer(envelope(vendor, record), X_Debug=KEY, Set_Cookie=COOKIE)


def refusing(request: Request) -> Answer:
    body = {"code": 1101, "msg": KEY, "error": KEY, "message": f"Bearer {KEY}"}
    return answer(body, status=401, X_Debug=KEY)


def odd(request: Request) -> Answer:
    vendor = request.path.split("/")[1]
    return answer(envelope(vendor, {**RECORDS[vendor], **UNREADABLE[vendor]}), X_Debug=KEY)


def environment_for(url: str) -> dict[str, str]:
    urls = {f"{vendor.upper()}_BASE_URL": f"{url}/{vendor}" for vendor in RECORDS}
    return {**KEYS, **urls, "COLUMNS": "200"}


@pytest.fixture(scope="module")
def telling_server() -> Iterator[Mapping[str, str]]:
    """The environment of a program that asks it."""
    with ScriptedServer(telling) as server:
        yield environment_for(server.url)


def check(result: Ended) -> None:
    assert not leaks(result.out), [line for line in result.out.splitlines() if leaks(line)]
    assert not leaks(result.err), [line for line in result.err.splitlines() if leaks(line)]


@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(command)[:40] for command in COMMANDS])
def test_no_output_shows_a_secret(run: Run, command: tuple[str, ...], telling_server: Mapping[str, str]) -> None:
    result = run(*command, environment=telling_server)
    assert (result.status, result.err.partition(":")[0]) in [(0, ""), (0, "4 sessions")]
    assert result.out
    check(result)


def test_no_log_of_the_program_shows_a_secret(telling_server: Mapping[str, str]) -> None:
    noisy = {**os.environ, **telling_server, "PYTHONASYNCIODEBUG": "1", "PYTHONDEVMODE": "1"}
    result = ended("list", "--format", "json", "--raw", environment=noisy, before=EVERYTHING)
    assert result.status == 0
    assert "receive_response_headers" in result.err
    check(result)


@pytest.mark.parametrize("script", [refusing, odd], ids=["refused", "unreadable"])
def test_no_failure_of_the_program_shows_a_secret(run: Run, script: Callable[[Request], Answer]) -> None:
    with ScriptedServer(script) as server:
        for command in (["list"], ["count"], ["get", "anam:x"]):
            result = run(*command, environment=environment_for(server.url))
            assert result.status in (0, 1)
            check(result)


def test_a_wrong_configuration_is_reported_without_the_key(run: Run, tmp_path: Path) -> None:
    urls = (f"http://user:{KEY}@127.0.0.1", f"https://vendor.example?key={KEY}", "http://vendor.example", "http://[")
    files = (
        f'[[source]]\nvendor = "anam"\napi_key = "{KEY}"',
        f'[[source]]\nvendor = "anam"\nkey = "{KEY}"',
        f'[[source]]\nvendor = "anam"\napi_key_env = "{KEY}"',
        f'[[source]]\nvendor = "anam"\napi_key_env = ["{KEY}"]',
        f'api_key = "{KEY}"',
        f'[[source]]\nvendor = "anam"\napi_key = {KEY}',
    )
    runs = [run("sources", environment={"ANAM_API_KEY": KEY, "ANAM_BASE_URL": url}) for url in urls]
    runs += [run("sources", environment={"ANAM_API_KEY": key}) for key in (f"{KEY} ", f"{KEY}\n", f"ü{KEY}")]
    for text in files:
        (tmp_path / "keys.toml").write_text(text, encoding="utf-8")
        runs.append(run("list", "--config", "keys.toml", environment={}))
    for result in runs:
        assert result.status == 2
        check(result)


def test_a_bug_shows_no_values_of_variables(telling_server: Mapping[str, str]) -> None:
    bug = (
        "import allsessions.vendors.anam as anam\n"
        "def broken(*arguments): raise LookupError('a bug')\n"
        "anam.Anam.session = broken\n"
    )
    result = ended("list", environment={**os.environ, **telling_server}, before=bug)
    assert result.status == 1
    assert "anam: unexpected LookupError at" in result.err
    check(result)
    elsewhere = (
        "import allsessions.cli.printing as printing\n"
        "def broken(*arguments): raise LookupError('a bug')\n"
        "printing.sessions_table = broken\n"
    )
    result = ended("list", environment={**os.environ, **telling_server}, before=elsewhere)
    assert result.status == 1
    assert "LookupError: a bug" in result.err
    check(result)


def test_no_option_takes_a_secret(run: Run) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    commands = [group, *group.commands.values()]
    assert len(commands) >= 6
    names = {option for command in commands for each in command.params for option in (*each.opts, each.name or "")}
    assert "--config" in names
    assert not [name for name in names if re.search("key|token|secret|passw|credential|header|auth", name)]
    result = run("list", "--api-key", KEY, environment={})
    assert result.status == 2
    check(result)
