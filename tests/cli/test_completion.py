"""What the shell completes, asked as the scripts ask that `--show-completion` prints."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from allsessions.cli.formats import FIELDS
from tests.servers import FunctionServer, json_answer

from .program import PROGRAM, Ended, ended

STATUSES = ["pending", "active", "ended", "failed", "unknown"]
VENDORS = ["akool", "anam", "elizaos", "konpro"]
BASH = shutil.which("bash")
ASK_IN_BASH = """
COMP_WORDS=(allsessions count --source k)
COMP_CWORD=3
_allsessions_completion allsessions
echo "${COMPREPLY[@]}"
"""


def completed(line: str, environment: dict[str, str]) -> list[str]:
    """What bash is told for a line whose last word is being typed."""
    words = line.split(" ")
    asked = {
        "_ALLSESSIONS_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    told = ended(environment=environment | asked)
    assert (told.status, told.err) == (0, "")
    return told.out.splitlines() if told.out.strip() else []


@pytest.fixture
def lab(environment: dict[str, str]) -> dict[str, str]:
    """A file of two sources, beside no vendor in the environment."""
    text = '[[source]]\nvendor = "elizaos"\nname = "lab"\n\n[[source]]\nvendor = "elizaos"\nname = "shop"\n'
    Path("lab.toml").write_text(text, encoding="utf-8")
    return environment


def test_commands(environment: dict[str, str]) -> None:
    assert completed("allsessions ", environment)[:4] == ["list", "get", "count", "export"]
    assert completed("allsessions c", environment) == ["count"]


def test_options(environment: dict[str, str]) -> None:
    assert {"--since", "--until", "--columns", "--source"} <= {*completed("allsessions list --", environment)}
    assert completed("allsessions sources --ch", environment) == ["--check"]


@pytest.mark.parametrize("command", ["list", "count"])
def test_statuses_and_one_more_behind_a_comma(environment: dict[str, str], command: str) -> None:
    assert completed(f"allsessions {command} --status ", environment) == STATUSES
    assert completed(f"allsessions {command} --status active,", environment) == [
        f"active,{status}" for status in STATUSES if status != "active"
    ]
    assert completed(f"allsessions {command} --status active --status pe", environment) == ["pending"]


def test_formats(environment: dict[str, str]) -> None:
    assert completed("allsessions list --format ", environment) == ["table", "json", "jsonl", "csv"]
    assert completed("allsessions get --format j", environment) == ["json"]


def test_columns_and_one_more_behind_a_comma(environment: dict[str, str]) -> None:
    assert completed("allsessions list --columns ", environment) == list(FIELDS)
    assert completed("allsessions list --columns ref,st", environment) == ["ref,status", "ref,started_at"]
    assert completed("allsessions list --columns ref,re", environment) == []


@pytest.mark.parametrize("command", ["list", "count"])
def test_sources_are_those_of_the_environment(simulated: dict[str, str], command: str) -> None:
    assert completed(f"allsessions {command} --source ", simulated) == VENDORS
    assert completed(f"allsessions {command} --source a", simulated) == ["akool", "anam"]


def test_sources_are_those_of_the_file_that_the_line_names(lab: dict[str, str]) -> None:
    assert completed("allsessions list --config lab.toml --source ", lab) == ["lab", "shop"]
    assert completed("allsessions list --config lab.toml --source lab --limit many --source s", lab) == ["shop"]


def test_sources_are_completed_from_the_configured_file(lab: dict[str, str]) -> None:
    assert completed("allsessions count --source ", lab | {"ALLSESSIONS_CONFIG": "lab.toml"}) == ["lab", "shop"]


def test_sources_are_those_of_the_file_that_is_here(lab: dict[str, str]) -> None:
    Path("lab.toml").rename("allsessions.toml")
    assert completed("allsessions list --source l", lab) == ["lab"]


def test_ref_is_completed_as_far_as_the_colon(simulated: dict[str, str], lab: dict[str, str]) -> None:
    assert completed("allsessions get ", simulated) == [f"{vendor}:" for vendor in VENDORS]
    assert completed("allsessions get --config lab.toml s", lab) == ["shop:"]
    assert completed("allsessions get anam : 1", simulated) == []  # as bash takes a ref apart


@pytest.mark.parametrize(
    "text",
    ["", "[[source]", "[[source]]\n", '[[source]]\nvendor = "anam"\napi_key_env = "NOT_SET"\n', "\xff", None],
    ids=["empty", "no TOML", "no vendor", "no key", "no UTF-8", "missing"],
)
def test_broken_configuration_completes_nothing_and_says_nothing(environment: dict[str, str], text: str | None) -> None:
    if text is not None:
        Path("broken.toml").write_text(text, encoding="latin-1")
    assert completed("allsessions list --config broken.toml --source ", environment) == []
    assert completed("allsessions get --config broken.toml ", environment) == []
    assert completed("allsessions list --config broken.toml --status a", environment) == ["active"]


def test_without_any_configuration_no_source_is_completed(environment: dict[str, str]) -> None:
    assert completed("allsessions list --source ", environment) == []


def test_no_request_is_made(environment: dict[str, str]) -> None:
    with FunctionServer(lambda request: json_answer({})) as server:
        environment = environment | {"ELIZAOS_BASE_URL": server.url}
        assert completed("allsessions list --source ", environment) == ["elizaos"]
        assert completed("allsessions get ", environment) == ["elizaos:"]
        assert server.requests == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_told_the_same(simulated: dict[str, str], shell: str) -> None:
    asked = {
        "_ALLSESSIONS_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "allsessions list --source a",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    told = ended(environment=simulated | asked)
    assert (told.status, told.err) == (0, "")
    assert [name for name in VENDORS if name in told.out] == ["akool", "anam"]


@pytest.mark.skipif(BASH is None or sys.platform == "win32", reason="the script is for bash, which is not here")
def test_bash_completes_with_the_script_that_is_shown(simulated: dict[str, str], tmp_path: Path) -> None:
    program = tmp_path / "allsessions"
    program.write_text(f"#!{sys.executable}\n{PROGRAM}\n", encoding="utf-8")
    program.chmod(0o755)
    environment = simulated | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}

    def in_bash(script: str) -> Ended:
        done = subprocess.run(
            [str(BASH), "--norc", "--noprofile", "-c", script],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Ended(status=done.returncode, out=done.stdout, err=done.stderr)

    # The shell that asks is found out by its process, so it must not make place for the program.
    shown = in_bash("allsessions --show-completion; exit $?")
    assert (shown.status, shown.err) == (0, "")
    told = in_bash(f"{shown.out}\ncomplete -p allsessions\n{ASK_IN_BASH}")
    assert (told.status, told.err) == (0, "")
    assert told.out == "complete -o default -F _allsessions_completion allsessions\nkonpro\n"
