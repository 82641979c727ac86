"""The sources of a command: of which configuration, chosen by name, and left out where a filter has no field."""

import tomllib
from pathlib import Path

import pytest

from allsessions import Session

from .conftest import VENDORS, Run

TABLE = '[[source]]\nvendor = "elizaos"\nname = "{name}"\n'


def test_a_file_here_wins_over_variables_and_the_users_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (home := tmp_path / "config" / "allsessions" / "config.toml").parent.mkdir(parents=True)
    home.write_text(TABLE.format(name="home"))
    assert f"config               {home}" in run("sources").out
    monkeypatch.setenv("ANAM_API_KEY", "k")
    assert "config               ANAM_API_KEY" in run("sources").out
    Path("allsessions.toml").write_text(TABLE.format(name="here"))
    ended = run("sources")
    assert "config               allsessions.toml" in ended.out
    assert ended.err == (
        "allsessions.toml: its sources are in use, and not ANAM_API_KEY; add them to the file or remove it\n"
    )
    assert run("sources", "--config", "allsessions.toml").err == ""
    Path("lab.toml").write_text(TABLE.format(name="lab"))
    assert "lab.toml" in run("sources", "--config", "lab.toml").out
    monkeypatch.setenv("ALLSESSIONS_CONFIG", "lab.toml")
    assert "lab.toml" in run("sources").out


def test_init_writes_a_file_that_gives_the_same_sources(run: Run, simulated: dict[str, str]) -> None:
    before = run("count").out
    assert run("init").err == f"allsessions.toml: written, with {', '.join(VENDORS)}; try allsessions sources\n"
    assert [table["vendor"] for table in tomllib.loads(Path("allsessions.toml").read_text())["source"]] == VENDORS
    again, counted = run("init"), run("count")
    assert (counted.out, counted.err) == (before, "")
    assert (again.status, again.err) == (2, "error: allsessions.toml exists; remove it first, or write another file\n")


def test_init_without_variables_writes_every_vendor_as_a_comment(run: Run) -> None:
    assert run("init", "new.toml").status == 0
    written = Path("new.toml").read_text()
    assert tomllib.loads(written) == {}
    whole = "\n".join(line[2:] for line in written.splitlines()[1:])
    assert [table["vendor"] for table in tomllib.loads(whole)["source"]] == VENDORS


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("command", ["list", "count"])
def test_sources_without_a_field_are_left_out_with_a_note(run: Run, command: str) -> None:
    ended = run(command, "--user", "nobody")
    notes = [f"{name}: left out, since its sessions have no field for --user" for name in ("anam", "konpro")]
    assert (ended.status, ended.err.splitlines()[:2]) == (0, notes)
    for refused in (run(command, "--user", "nobody", "--strict"), run(command, "--user", "x", "--source", "anam")):
        assert refused.status == 2
        assert refused.err.startswith("error: anam: its sessions have no field for --user")


def test_output_goes_to_a_file(run: Run, sessions: list[Session]) -> None:
    for format in ("table", "csv", "jsonl"):
        command = ["list", "--status", "ended", "--format", format]
        ended = run(*command, "-o", "out")
        assert (ended.status, ended.out) == (0, "")
        assert Path("out").read_text() == run(*command).out
    assert "no such" in run("list", "-o", "no/where").err.lower()
    table = run("list", "--no-headers").out.splitlines()
    assert [line.split()[0] for line in table] == [each.ref for each in sessions]


def test_a_running_session_has_an_age(run: Run, sessions: list[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    running = next(each for each in sessions if each.status == "active" and each.source == "anam")
    assert " running " in next(line for line in run("list").out.splitlines() if running.ref in line)
    assert "\nlength" in run("get", running.ref).out
    monkeypatch.setenv("COLUMNS", "80")
    assert " running " not in run("list").out
