"""Every code block of the pages and the README is run or checked, in a way that its language asks for."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from allsessions import Client
from allsessions.simulator import KEY

from .pages import DOCS, PAGES, README, ROOT, Block, blocks
from .running import Command, Shell, commands, run_python, same

ELSEWHERE = {
    "docs/adding-an-operation.md": ("tests/codegen/test_adding_an_operation.py", {"console", "markdown", "yaml"}),
    "docs/adding-a-vendor.md": ("tests/codegen/test_adding_a_vendor.py", {"console", "markdown", "python", "yaml"}),
    "docs/spark.md": ("tests/cluster/test_page.py", {"python"}),
}
"""The pages that are followed to the letter by another test, which has what they need: which, and in what languages."""

ALL = [
    block
    for page in [README, *PAGES]
    for block in blocks(page)
    if page not in ELSEWHERE or block.language not in ELSEWHERE[page][1]
]

CHECKED = {"python", "console", "toml", "sh", "cron"}

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SESSIONS = set(re.findall(r"^@nox\.session.*\ndef (\w+)", (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.M))


def of_language(language: str) -> list[Block]:
    return [block for block in ALL if block.language == language]


@pytest.mark.parametrize("block", ALL, ids=str)
def test_there_is_a_check_for_every_language(block: Block) -> None:
    assert block.language in CHECKED, f"nobody checks {block.language!r}"


@pytest.mark.parametrize("page", ELSEWHERE)
def test_a_page_that_is_followed_elsewhere_is_followed(page: str) -> None:
    follower, _ = ELSEWHERE[page]
    assert f'"{Path(page).name}"' in (ROOT / follower).read_text(encoding="utf-8")


# Python


@pytest.mark.parametrize("page", sorted({block.page for block in of_language("python")}))
@pytest.mark.usefixtures("reader")
def test_a_pages_python_runs_from_its_top_to_its_end(page: str) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for block in of_language("python"):
        if block.page == page:
            run_python(block, namespace)


# The shell

COMMANDS = [command for block in of_language("console") for command in commands(block)]


def program(command: Command) -> str:
    """What a command runs, in a word."""
    match command.words:
        case ["allsessions", "simulate" | "watch" as endless, *_]:
            return endless
        case ["allsessions", *_] | ["_ALLSESSIONS_COMPLETE=source_bash", "allsessions", *_]:
            return "allsessions"
        case ["export", *_]:
            return "export"
        case ["pip", "install", *_]:
            return "pip"
        case ["python3", "-m", *_]:
            return "module"
        case _:
            return "unknown"


def of_program(name: str) -> list[Command]:
    return [command for command in COMMANDS if program(command) == name]


def test_there_is_a_check_for_every_command() -> None:
    assert [str(command) for command in of_program("unknown")] == []


@pytest.mark.parametrize("command", of_program("allsessions"), ids=str)
def test_a_command_ends_and_prints_as_the_page_says(command: Command, run: Shell) -> None:
    done = run(command.text)
    assert done.returncode == command.status, done.stderr
    if command.output:
        assert same(command.output, done.stdout), done.stdout


@pytest.mark.parametrize("command", of_program("simulate"), ids=str)
@pytest.mark.usefixtures("reader")
def test_the_simulator_prints_what_points_at_it(command: Command) -> None:
    # On any free port: the page's own may be taken.
    arguments = [*command.words[1:-2], "--port", "0"]
    assert command.words[-2] == "--port"
    code = "from allsessions.cli import main; main()"
    with subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            printed = "".join(running.stdout.readline() for _ in range(7))
        finally:
            running.terminate()
    assert same(command.output or "…\n", printed), printed


@pytest.mark.parametrize("command", of_program("watch"), ids=str)
@pytest.mark.usefixtures("reader")
def test_a_watch_writes_what_the_page_says_and_goes_on(command: Command) -> None:
    code = "from allsessions.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, *command.words[1:]], stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout is not None
            printed = "".join(running.stdout.readline() for _ in range(max(1, command.output.count("\n"))))
        finally:
            running.terminate()
    assert same(command.output or "…\n", printed), printed


@pytest.mark.parametrize("command", of_program("export"), ids=str)
def test_a_variable_that_is_set_is_one_that_is_read(command: Command) -> None:
    read = (DOCS / "configuration.md").read_text(encoding="utf-8")
    for setting in command.words[1:]:
        assert f"`{setting.partition('=')[0]}`" in read


@pytest.mark.parametrize("command", of_program("pip"), ids=str)
def test_what_is_installed_has_extras_that_exist(command: Command) -> None:
    for wanted in command.words[2:]:
        name, _, extras = wanted.rstrip("]").partition("[")
        assert name in (PROJECT["name"], ".")
        assert set(filter(None, extras.split(","))) <= PROJECT["optional-dependencies"].keys()


@pytest.mark.parametrize("command", of_program("module"), ids=str)
def test_a_task_is_a_session_that_there_is(command: Command) -> None:
    for part in command.text.split("&&"):
        words = shlex.split(part)
        assert words[:2] == ["python3", "-m"]
        if words[2] == "nox":
            named = words[words.index("-s") + 1 :] if "-s" in words else []
            ours = named[: named.index("--")] if "--" in named else named
            assert set(ours) <= SESSIONS
        else:
            assert words[2:] == ["pip", "install", "nox"]


@pytest.mark.parametrize("block", of_language("sh"), ids=str)
def test_a_script_runs(block: Block, run: Shell) -> None:
    done = run(block.text)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("block", of_language("cron"), ids=str)
def test_a_line_for_cron_has_five_times_and_a_script_of_the_page(block: Block) -> None:
    *times, command = block.text.strip().split(maxsplit=5)
    assert [re.fullmatch(r"[\d*/,-]+", time) is not None for time in times] == [True] * 5
    assert any(command in other.text for other in ALL if other.page == block.page and other.language == "sh")


# Files


@pytest.mark.parametrize("block", of_language("toml"), ids=str)
def test_a_file_can_be_used(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = tomllib.loads(block.text)
    if "source" not in content:
        assert content["project"]["entry-points"].keys() == {"allsessions.sources"}
        return
    tables = content["source"]
    for variable in (value for table in tables for name, value in table.items() if name.endswith("_env")):
        monkeypatch.setenv(variable, KEY)
    file = tmp_path / "allsessions.toml"
    file.write_text(block.text, encoding="utf-8")
    with Client.from_config(file) as client:
        assert [source.name for source in client.sources] == [table.get("name", table["vendor"]) for table in tables]
