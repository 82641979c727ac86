"""Shell completion, called in the same way as by the scripts of `--show-completion`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from allsessions.cli.formats import FIELDS
from tests.client.scripted import ScriptedServer, answer

from .conftest import VENDORS, Run
from .program import PROGRAM

STATUSES = ["pending", "active", "ended", "failed", "unknown"]
BASH = shutil.which("bash")
ASK_IN_BASH = """
COMP_WORDS=(allsessions count --source k)
COMP_CWORD=3
_allsessions_completion allsessions
echo "${COMPREPLY[@]}"
"""

Completed = Callable[[str], list[str]]


@pytest.fixture
def completed(run: Run, monkeypatch: pytest.MonkeyPatch) -> Completed:
    """Completes the last word of a line like bash."""

    def completed(line: str) -> list[str]:
        words = line.split(" ")
        with monkeypatch.context() as patch:
            patch.setenv("_ALLSESSIONS_COMPLETE", "complete_bash")
            patch.setenv("COMP_WORDS", "\n".join(words))
            patch.setenv("COMP_CWORD", str(len(words) - 1))
            ended = run()
        assert (ended.status, ended.err) == (0, "")
        return ended.out.split()

    return completed


def test_commands_options_and_formats_are_completed(completed: Completed) -> None:
    assert completed("allsessions ")[:4] == ["list", "get", "end", "count"]
    assert completed("allsessions c") == ["count"]
    assert {"--since", "--until", "--columns", "--source"} <= {*completed("allsessions list --")}
    assert completed("allsessions sources --ch") == ["--check"]
    assert completed("allsessions list --format ") == ["table", "json", "jsonl", "csv", "refs"]
    assert completed("allsessions get --format j") == ["json"]


def test_a_list_of_words_is_completed_after_a_comma(completed: Completed) -> None:
    for command in ("list", "count"):
        assert completed(f"allsessions {command} --status ") == STATUSES
        assert completed(f"allsessions {command} --status active,") == [
            f"active,{status}" for status in STATUSES if status != "active"
        ]
    assert completed("allsessions list --status active --status pe") == ["pending"]
    assert completed("allsessions list --columns ") == list(FIELDS)
    assert completed("allsessions list --columns ref,st") == ["ref,status", "ref,started_at"]
    assert completed("allsessions list --columns ref,re") == []


@pytest.mark.usefixtures("simulated")
def test_sources_of_the_environment_are_completed(completed: Completed) -> None:
    assert completed("allsessions list --source ") == VENDORS
    assert completed("allsessions count --source a") == ["akool", "anam"]
    assert completed("allsessions get ") == [f"{vendor}:" for vendor in VENDORS]
    assert completed("allsessions get anam : 1") == []  # bash splits a ref like this


def test_sources_of_a_file_are_completed(completed: Completed, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '[[source]]\nvendor = "elizaos"\nname = "lab"\n\n[[source]]\nvendor = "elizaos"\nname = "shop"\n'
    Path("lab.toml").write_text(text, encoding="utf-8")
    assert completed("allsessions list --source ") == []
    assert completed("allsessions list --config lab.toml --source ") == ["lab", "shop"]
    assert completed("allsessions list --config lab.toml --source lab --limit many --source s") == ["shop"]
    assert completed("allsessions get --config lab.toml s") == ["shop:"]
    monkeypatch.setenv("ALLSESSIONS_CONFIG", "lab.toml")
    assert completed("allsessions count --source ") == ["lab", "shop"]
    monkeypatch.delenv("ALLSESSIONS_CONFIG")
    Path("lab.toml").rename("allsessions.toml")
    assert completed("allsessions list --source l") == ["lab"]


@pytest.mark.parametrize("text", ["[[source]", '[[source]]\nvendor = "anam"\napi_key_env = "NOT_SET"\n', "\xff", None])
def test_a_broken_file_completes_nothing_in_silence(completed: Completed, text: str | None) -> None:
    if text is not None:
        Path("broken.toml").write_text(text, encoding="latin-1")
    assert completed("allsessions list --config broken.toml --source ") == []
    assert completed("allsessions list --config broken.toml --status a") == ["active"]


def test_completion_makes_no_request(completed: Completed, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(lambda request: answer({})) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        assert completed("allsessions list --source ") == ["elizaos"]
        assert completed("allsessions get ") == ["elizaos:"]
        assert server.requests == []


@pytest.mark.skipif(BASH is None or sys.platform == "win32", reason="there is no bash")
def test_bash_completes_with_the_script_that_is_shown(simulated: dict[str, str], tmp_path: Path) -> None:
    program = tmp_path / "allsessions"
    # A shebang cannot hold an interpreter's path with a space.
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c \'{PROGRAM}\' "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = simulated | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}

    def in_bash(script: str) -> str:
        command = [str(BASH), "--norc", "--noprofile", "-c", script]
        done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    # The program recognises the shell by its parent process. bash must not replace itself with the program.
    shown = in_bash("allsessions --show-completion; exit $?")
    completed = in_bash(f"{shown}\ncomplete -p allsessions\n{ASK_IN_BASH}")
    assert completed == "complete -o default -F _allsessions_completion allsessions\nkonpro\n"
