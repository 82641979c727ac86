"""`allsessions sources`, also with `--check`; the choice of a command's sources; `get` and `count`."""

import csv
import gzip
import json
import threading
import tomllib
from pathlib import Path
from typing import Any

import pytest

from allsessions import Session
from allsessions.cli import checking
from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .conftest import SESSIONS, VENDORS, Run
from .program import silent_server

TABLE = '[[source]]\nvendor = "elizaos"\nname = "{name}"\n'
WRONG_KEY = "a-wrong-key-4711"


def test_get_shows_each_field_with_a_value(run: Run, sessions: list[Session], in_kiritimati: None) -> None:
    session = next(each for each in sessions if each.vendor == "anam" and each.status == "ended")
    ended = run("get", session.ref)
    assert (ended.status, ended.err) == (0, "")
    shown = dict(line.split(maxsplit=1) for line in ended.out.splitlines())
    names = {name for name, value in session.to_dict().items() if value is not None}
    assert shown.keys() == names - {"duration_ms"} | {"duration"}
    assert shown["ref"].strip() == session.ref
    assert session.created_at is not None
    assert session.duration is not None
    assert shown["created_at"].strip() == f"{session.created_at.astimezone():%Y-%m-%d %H:%M:%S} +14"
    assert f"({session.duration.total_seconds():g} s)" in shown["duration"]


def test_get_as_json_has_every_field(run: Run, sessions: list[Session]) -> None:
    session = sessions[0]
    assert json.loads(run("get", session.ref, "--format", "json").out) == session.to_dict()
    assert json.loads(run("get", session.ref, "--format", "json", "--raw").out) == session.to_dict(raw=True)
    ended = run("get", session.ref, "--raw")
    assert (ended.status, ended.out) == (2, "")
    assert "--format json" in ended.err


@pytest.mark.usefixtures("simulated")
def test_count_has_a_total_but_not_as_csv(run: Run) -> None:
    table, as_csv = run("count"), run("count", "--format", "csv")
    rows = [["source", "sessions"], *([vendor, "12"] for vendor in VENDORS)]
    assert [line.split() for line in table.out.splitlines()] == [*rows, ["total", "48"]]
    assert [*csv.reader(as_csv.out.splitlines())] == rows
    assert (table.status, table.err, as_csv.status, as_csv.err) == (0, "", 0, "")
    found = json.loads(run("count", "--format", "json").out)
    assert found == {"counts": dict.fromkeys(VENDORS, SESSIONS), "total": 4 * SESSIONS}


def test_sources_shows_what_each_vendor_can_do(run: Run, simulated: dict[str, str]) -> None:
    ended = run("sources")
    assert (ended.status, ended.err) == (0, "")
    blocks = [dict(line.split(maxsplit=1) for line in block.splitlines()) for block in ended.out.split("\n\n")]
    found = json.loads(run("sources", "--format", "json").out)
    assert [source["name"] for source in found] == VENDORS
    for block, source in zip(blocks, found, strict=True):
        texts = {name: ", ".join(value) or "–" if isinstance(value, list) else value for name, value in source.items()}
        assert {name: value.strip() for name, value in block.items()} == texts
    assert found[3]["config"] == "KONPRO_API_KEY, KONPRO_BASE_URL"
    elizaos = {name: found[2][name] for name in ("base_url", "scope", "paging", "get", "end", "unsupported_filters")}
    assert [*elizaos.values()] == [simulated["ELIZAOS_BASE_URL"], "active", "none", "detail", "closed", []]


def test_a_file_here_wins_over_variables(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (home := tmp_path / "config" / "allsessions" / "config.toml").parent.mkdir(parents=True)
    home.write_text(TABLE.format(name="home"))
    assert f"config               {home}" in run("sources").out
    monkeypatch.setenv("ANAM_API_KEY", "k")
    assert "config               ANAM_API_KEY" in run("sources").out
    Path("allsessions.toml").write_text(TABLE.format(name="here"))
    ended = run("sources")
    assert "config               allsessions.toml" in ended.out
    unused = "allsessions.toml: its sources do not use {}; add them to the file, or remove the file\n"
    assert ended.err == unused.format("ANAM_API_KEY")
    # The environment sets a gateway's address, but the file only names the key's variable.
    monkeypatch.setenv("ANAM_BASE_URL", "https://gateway.example/")
    with_key = '[[source]]\nvendor = "anam"\napi_key_env = "ANAM_API_KEY"\n'
    Path("allsessions.toml").write_text(with_key)
    assert run("sources").err == unused.format("ANAM_BASE_URL")
    Path("allsessions.toml").write_text(f'{with_key}base_url = "https://gateway.example"\n')
    assert run("sources").err == ""
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
    assert (again.status, again.err) == (2, "error: allsessions.toml exists; delete it first, or write another file\n")


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
    notes = [f"{name}: left out, because its sessions have no field for --user" for name in ("anam", "konpro")]
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
        run(*command, "-o", "out.gz")
        assert gzip.decompress(Path("out.gz").read_bytes()).decode() == Path("out").read_text()
    assert "no such" in run("list", "-o", "no/where").err.lower()
    table = run("list", "--no-headers").out.splitlines()
    assert [line.split()[0] for line in table] == [each.ref for each in sessions]


def test_a_running_session_has_an_age(run: Run, sessions: list[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    running = next(each for each in sessions if each.status == "active" and each.source == "anam")
    assert " running " in next(line for line in run("list").out.splitlines() if running.ref in line)
    assert "\nlength" in run("get", running.ref).out
    monkeypatch.setenv("COLUMNS", "80")
    assert " running " not in run("list").out


def lines(out: str) -> dict[str, str]:
    """Return the table's text for each source."""
    return {name: said.strip() for name, _, said in (line.partition(" ") for line in out.splitlines())}


def checks(out: str) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in json.loads(out)}


def always(reply: Answer, run: Run, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[str, list[Request]]:
    """Return the output of `sources --check`, and the requests, when Anam always gives this reply."""
    with ScriptedServer(lambda request: reply) as server:
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
    assert [request.query["perPage"] for request in requests] == ["1"]
    assert "HTTP 429" in lines(out)["anam"]
    assert "retry after 3600 s" in lines(out)["anam"]


def test_all_sources_are_checked_at_once_if_asked_for(run: Run, environment: dict[str, str]) -> None:
    both = threading.Barrier(2, timeout=60)

    def together(request: Request) -> Answer:
        both.wait()
        return answer({"sessions": []})

    with ScriptedServer(together, blocking=True) as server:
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
    monkeypatch.setenv("AKOOL_TOKEN", WRONG_KEY)  # Akool prefers the token to the key
    ended = run("sources", "--check")
    assert (ended.status, ended.err) == (1, "")
    said = lines(ended.out)
    assert said["anam"].startswith("failed: listing sessions")
    assert said["anam"].endswith("; its api_key comes from ANAM_API_KEY")
    assert said["akool"].endswith("; its token comes from AKOOL_TOKEN")
    assert [name for name, each in said.items() if each.startswith("ok in ")] == ["elizaos", "konpro"]
    assert WRONG_KEY not in ended.out


def test_a_file_names_the_field_of_a_key(run: Run, simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EU_KEY", WRONG_KEY)
    source = '[[source]]\nvendor = "anam"\nname = "eu"\napi_key_env = "EU_KEY"\nbase_url = "{}"\n\n'
    with ScriptedServer(lambda request: answer({"error": "key, please"}, status=401)) as server:
        text = f'[[source]]\nvendor = "elizaos"\nbase_url = "{server.url}"\n'
        text += source.format(simulated["ANAM_BASE_URL"])
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
    said = f"failed: no complete response within 0.1 s; check base_url ({url}), or try later"
    assert lines(ended.out) == {"elizaos": said}


def test_an_unreadable_record_is_a_failure(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    meta = {"total": 1, "lastPage": 1, "currentPage": 1, "perPage": 1, "prev": None, "next": None}
    out, _ = always(answer({"data": [{"id": None}], "meta": meta}), run, monkeypatch, "--format", "json")
    check = checks(out)["anam"]
    assert (check["ok"], check["kind"]) == (False, "InvalidRecordError")
    assert "data[0]" in check["error"]
