"""The command line shows no secret in any format, on stdout or stderr, and has no option for a secret."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import typer.core
import typer.main

from allsessions.cli.app import app
from tests.cli.program import Ended, ended

from ..client.scripted import Answer, Request, ScriptedServer, answer
from ..client.vendors import WIRES
from .conftest import Run, environment_for
from .marks import COOKIE, KEY, RECORDS, UNREADABLE, envelope, leaks

REFS = {vendor: record[WIRES[vendor].id_key] for vendor, record in RECORDS.items()}
COMMANDS = [
    *(("list", "--format", format) for format in ("table", "csv")),
    *(("list", "--format", format, "--raw") for format in ("json", "jsonl")),
    *(("get", f"{vendor}:{id}", "--format", "json", "--raw") for vendor, id in REFS.items()),
    *(("get", f"anam:{REFS['anam']}"), ("count",), ("sources",)),
]


def telling(request: Request) -> Answer:
    """Answer as the vendor in the path, with a secret in every place and the key in a header."""
    vendor = request.path.split("/")[1]
    record = RECORDS[vendor]
    if request.path.endswith("/detail"):
        return answer({"code": 1000, "msg": "OK", "data": record}, X_Debug=KEY, Set_Cookie=COOKIE)
    detail = request.path.endswith(f"/sessions/{REFS['elizaos']}")
    return answer(record if detail else envelope(vendor, record), X_Debug=KEY, Set_Cookie=COOKIE)


def refusing(request: Request) -> Answer:
    return answer({"code": 1101, "msg": KEY, "error": KEY, "message": f"Bearer {KEY}"}, status=401, X_Debug=KEY)


def odd(request: Request) -> Answer:
    vendor = request.path.split("/")[1]
    return answer(envelope(vendor, {**RECORDS[vendor], **UNREADABLE[vendor]}), X_Debug=KEY)


@pytest.fixture(scope="module")
def variables() -> Iterator[Mapping[str, str]]:
    """The environment of a program whose sources are at the server `telling`."""
    with ScriptedServer(telling) as server:
        yield {**environment_for(server.url, KEY), "COLUMNS": "200"}


def check(result: Ended, status: int) -> None:
    assert result.status == status
    assert [line for line in (result.out + result.err).splitlines() if leaks(line)] == []
    assert not leaks(result.out + result.err)


def test_no_output_shows_a_secret(run: Run, variables: Mapping[str, str]) -> None:
    for command in COMMANDS:
        result = run(*command, environment=variables)
        check(result, 0)
        assert result.out
        assert result.err.partition(":")[0] in ("", "4 sessions"), command


def test_no_failure_of_the_program_shows_a_secret(run: Run) -> None:
    for script in (refusing, odd):
        with ScriptedServer(script) as server:
            for command in (["list"], ["count"], ["get", "anam:x"]):
                result = run(*command, environment=environment_for(server.url, KEY))
                check(result, 1)


def test_a_file_that_is_not_toml_is_refused_without_the_key(run: Run, tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text(f'[[source]]\nvendor = "anam"\napi_key = {KEY}', encoding="utf-8")
    check(run("list", "--config", "keys.toml", environment={}), 2)


def test_a_bug_shows_no_values_of_variables(variables: Mapping[str, str]) -> None:
    broken = "\ndef broken(*arguments): raise LookupError('a bug')\n"
    for bug, shown in (
        (f"import allsessions.vendors.anam as a{broken}a.Anam.session = broken", "anam: unexpected LookupError at"),
        (f"import allsessions.cli.printing as p{broken}p.SessionTable = broken", "LookupError: a bug"),
    ):
        result = ended("list", environment={**os.environ, **variables}, before=bug)
        assert shown in result.err
        check(result, 1)


def test_no_option_takes_a_secret(run: Run) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    commands = [group, *group.commands.values()]
    assert len(commands) >= 6
    names = {option for command in commands for each in command.params for option in (*each.opts, each.name or "")}
    assert "--config" in names
    assert not [name for name in names if re.search("key|token|secret|passw|credential|header(?!s$)|auth", name)]
    check(run("list", "--api-key", KEY, environment={}), 2)
