"""Every code block of the pages and the README is run or checked."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from allsessions import Client
from allsessions.cli import main
from allsessions.simulator import KEY, Simulator

from .pages import DOCS, PAGES, README, ROOT, Block, blocks
from .running import Command, commands, run_python, same

ELSEWHERE = {
    "docs/adding-an-operation.md": ("tests/codegen/test_guides.py", {"console", "markdown", "yaml"}),
    "docs/adding-a-vendor.md": ("tests/codegen/test_guides.py", {"console", "markdown", "python", "yaml"}),
    "docs/spark.md": ("tests/cluster/test_cluster.py", {"python"}),
}
"""Pages that other tests run: the test, and the languages of the blocks that it runs."""

ALL = [
    block
    for page in [README, *PAGES]
    for block in blocks(page)
    if page not in ELSEWHERE or block.language not in ELSEWHERE[page][1]
]
PYTHON = sorted({block.page for block in ALL if block.language == "python"})
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SESSIONS = set(re.findall(r"^@nox\.session.*\ndef (\w+)", (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.M))


def of_language(language: str) -> list[Block]:
    return [block for block in ALL if block.language == language]


PROGRAMS = {
    "allsessions simulate": "endless",
    "allsessions watch": "endless",
    "allsessions report": "report",
    "allsessions": "allsessions",
    "_ALLSESSIONS_COMPLETE=source_bash allsessions": "completion",
    "export": "export",
    "pip install": "pip",
    "python3 -m": "module",
}
"""The kind of program, in one word, by the beginning of a command."""


def program(command: Command) -> str:
    if re.search(r"[|>]", command.text):
        return "shell"
    return next((kind for begin, kind in PROGRAMS.items() if f"{command.text} ".startswith(f"{begin} ")), "unknown")


COMMANDS = [command for block in of_language("console") for command in commands(block)]


def of_program(name: str) -> list[Command]:
    return [command for command in COMMANDS if program(command) == name]


def test_there_is_a_check_for_every_block() -> None:
    checked = {"python", "console", "toml", "sh", "cron", "yaml"}
    assert [f"{block}: {block.language}" for block in ALL if block.language not in checked] == []
    assert [str(command) for command in of_program("unknown")] == []
    for page, (follower, _) in ELSEWHERE.items():
        assert f'"{Path(page).name}"' in (ROOT / follower).read_text(encoding="utf-8")


@pytest.mark.timeout(600)  # one page loads three warehouses, which takes long on a busy machine
@pytest.mark.parametrize("page", PYTHON)
@pytest.mark.usefixtures("reader")
def test_a_pages_python_runs_from_top_to_end(page: str) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for block in of_language("python"):
        if block.page == page:
            run_python(block, namespace)


# The shell


def run(words: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as exit:
        main()
    assert isinstance(exit.value.code, int)
    return exit.value.code


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("page", sorted({command.page for command in of_program("allsessions")}))
def test_a_pages_commands_end_and_print_as_it_says(
    page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong: list[str] = []
    for command in (each for each in of_program("allsessions") if each.page == page):
        status = run(command.words, monkeypatch)
        printed, said = capsys.readouterr()
        if status != command.status or not (command.output == "" or same(command.output, printed)):
            wrong.append(f"{command}: status {status}, {said}{printed}")
    assert wrong == []


@pytest.mark.usefixtures("reader")
def test_commands_for_reports_and_completion_work(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in simulator.environment():
        if not name.startswith("ANAM"):  # with one source, a report has few charts
            monkeypatch.delenv(name)
    for command in of_program("report"):
        text = re.sub(r" --rate (?!anam)\S+", "", command.text)
        assert run(shlex.split(text), monkeypatch) == command.status, capsys.readouterr().err
    monkeypatch.setenv("_ALLSESSIONS_COMPLETE", "source_bash")
    for command in of_program("completion"):
        assert run(command.words[1:2], monkeypatch) == command.status
        assert "_allsessions_completion" in capsys.readouterr().out


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("command", of_program("endless"), ids=lambda command: f"{command.page}:{command.line}")
def test_the_simulator_and_a_watch_print_what_the_page_says(command: Command) -> None:
    words = command.words[1:]
    if "--port" in words:  # the page's port may be in use
        words[words.index("--port") + 1] = "0"
    lines = 7 if words[0] == "simulate" else max(1, command.output.count("\n"))
    code = "from allsessions.cli import main; main()"
    with subprocess.Popen([sys.executable, "-c", code, *words], stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            printed = "".join(running.stdout.readline() for _ in range(lines))
        finally:
            running.kill()
    assert same(command.output or "…\n", printed), printed


def test_variables_extras_and_sessions_exist() -> None:
    documented = (DOCS / "configuration.md").read_text(encoding="utf-8")
    for command in of_program("export"):
        for setting in command.words[1:]:
            assert f"`{setting.partition('=')[0]}`" in documented, command
    for command in of_program("pip"):
        for wanted in command.words[2:]:
            name, _, extras = wanted.rstrip("]").partition("[")
            assert name in (PROJECT["name"], "."), command
            assert set(filter(None, extras.split(","))) <= PROJECT["optional-dependencies"].keys(), command
    for command in of_program("module"):
        for part in command.text.split("&&"):
            words = shlex.split(part)
            if words[:3] == ["python3", "-m", "nox"]:
                named = words[words.index("-s") + 1 :] if "-s" in words else []
                assert set(named[: named.index("--")] if "--" in named else named) <= SESSIONS, command
            else:
                assert words == ["python3", "-m", "pip", "install", "nox[uv]"], command


def test_scripts_and_commands_with_a_pipe_run_in_a_shell(reader: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "HOME": str(reader)}
    for text in [*(block.text for block in of_language("sh")), *(command.text for command in of_program("shell"))]:
        done = subprocess.run(["sh", "-c", text], cwd=reader, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, (text, done.stderr)


def test_a_line_for_cron_runs_a_script_of_its_page() -> None:
    for block in of_language("cron"):
        *times, command = block.text.strip().split(maxsplit=5)
        assert all(re.fullmatch(r"[\d*/,-]+", time) for time in times)
        assert len(times) == 5
        assert any(command in other.text for other in of_language("sh") if other.page == block.page)


@pytest.mark.usefixtures("reader")
def test_the_steps_of_a_workflow_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for block in of_language("yaml"):
        installed, *commands = map(shlex.split, re.findall(r"^ +- run: (.+)$", block.text, re.MULTILINE))
        assert installed[:2] == ["pip", "install"]
        assert commands
        assert all(run(words, monkeypatch) in (0, 3) for words in commands)


def test_a_configuration_file_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for block in of_language("toml"):
        content = tomllib.loads(block.text)
        if "source" not in content:
            assert content["project"]["entry-points"].keys() == {"allsessions.sources"}
            continue
        tables = content["source"]
        for variable in (value for table in tables for name, value in table.items() if name.endswith("_env")):
            monkeypatch.setenv(variable, KEY)
        file = tmp_path / "allsessions.toml"
        file.write_text(block.text, encoding="utf-8")
        with Client.from_config(file) as client:
            names = [table.get("name", table["vendor"]) for table in tables]
            assert [source.name for source in client.sources] == names
