"""How commands end: the exit status, and what is said on stderr."""

import json
import socket
from pathlib import Path

import pytest

from .conftest import Run

ELSEWHERE = ["akool", "elizaos", "konpro"]


@pytest.fixture
def wrong_key(simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Anam refuses the key."""
    monkeypatch.setenv("ANAM_API_KEY", "wrong-key")


def is_one_line_on_anams_key(err: str) -> bool:
    return err.startswith("error: anam: ") and "HTTP 401" in err and err.count("\n") == 1 and "wrong-key" not in err


@pytest.mark.usefixtures("wrong_key")
class TestWithOneSourceThatFails:
    def test_table_has_what_could_be_had(self, run: Run) -> None:
        ended = run("list")
        assert ended.status == 1
        assert {line.partition(":")[0] for line in ended.out.splitlines()[1:]} == set(ELSEWHERE)
        summary, _, error = ended.err.partition("\n")
        assert summary == "36 sessions: akool 12, elizaos 12, konpro 12"
        assert is_one_line_on_anams_key(error)

    def test_json_is_still_an_array(self, run: Run) -> None:
        ended = run("list", "--format", "json")
        assert ended.status == 1
        assert {session["source"] for session in json.loads(ended.out)} == set(ELSEWHERE)
        assert is_one_line_on_anams_key(ended.err)

    @pytest.mark.parametrize("format", ["jsonl", "csv"])
    def test_lines_of_the_others_are_there(self, run: Run, format: str) -> None:
        ended = run("list", "--format", format)
        assert ended.status == 1
        assert ended.out.count("\n") == 36 + (format == "csv")
        assert is_one_line_on_anams_key(ended.err)

    def test_count_marks_what_it_does_not_know(self, run: Run) -> None:
        ended = run("count")
        assert ended.status == 1
        lines = [line.split(maxsplit=1) for line in ended.out.splitlines()]
        assert [value.strip() for _, value in lines] == ["sessions", "12", "?", "12", "12", "at least 36"]
        assert is_one_line_on_anams_key(ended.err)

    def test_count_as_json_has_no_total(self, run: Run) -> None:
        ended = run("count", "--format", "json")
        assert ended.status == 1
        assert json.loads(ended.out) == {"counts": {**dict.fromkeys(ELSEWHERE, 12), "anam": None}, "total": None}

    def test_count_as_csv_leaves_the_cell_empty(self, run: Run) -> None:
        ended = run("count", "--format", "csv")
        assert ended.status == 1
        assert "anam,\n" in ended.out

    def test_get_from_it_fails(self, run: Run) -> None:
        ended = run("get", "anam:any")
        assert (ended.status, ended.out) == (1, "")
        assert is_one_line_on_anams_key(ended.err)


def test_unreachable_source_is_something_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("ELIZAOS_BASE_URL", f"http://127.0.0.1:{port}")
    ended = run("list")
    assert (ended.status, ended.out) == (1, "")
    summary, error = ended.err.splitlines()
    assert summary == "0 sessions"
    assert error.startswith("error: elizaos: listing sessions: ")


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize("ref", ["akool:ffffffffffffffffffffffff", "konpro:nowhere", "elizaos:nowhere"])
def test_getting_what_is_not_there_is_something_missing(run: Run, ref: str) -> None:
    ended = run("get", ref)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(f"error: {ref.partition(':')[0]}: ")


@pytest.mark.parametrize("command", [("list",), ("get", "anam:1"), ("count",), ("sources",)])
def test_no_configuration_says_what_to_set(run: Run, command: tuple[str, ...]) -> None:
    ended = run(*command)
    assert (ended.status, ended.out) == (2, "")
    assert all(hint in ended.err for hint in ("ANAM_API_KEY", "allsessions.toml", "--config", "allsessions demo"))
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--source", "nowhere"),
        ("list", "--source", "akool", "--agent", "anyone"),
        ("get", "nothing"),
        ("get", "nowhere:1"),
        ("count", "--source", "nowhere"),
        ("list", "--config", "missing.toml"),
    ],
)
@pytest.mark.usefixtures("simulated")
def test_what_cannot_be_asked_is_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("error: ")
    assert ended.err.count("\n") == 1


@pytest.mark.usefixtures("simulated")
@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--nothing"),
        ("nothing",),
        ("list", "--status", "asleep"),
        ("list", "--format", "yaml"),
        ("list", "--limit", "-1"),
        ("list", "--limit", "few"),
        ("get",),
        ("get", "anam:1", "anam:2"),
        ("count", "--format", "jsonl"),
        ("simulate", "--port", "70000"),
        ("demo", "--sessions", "-1"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert "Usage: allsessions" in ended.err


@pytest.mark.usefixtures("simulated")
def test_unsupported_filter_is_told_as_the_option(run: Run) -> None:
    assert "--agent" in run("list", "--agent", "1", "--source", "akool").err
    assert "--user" in run("count", "--user", "1").err


class TestConfiguration:
    @pytest.fixture(autouse=True)
    def _file(self, simulated: dict[str, str], run: Run) -> None:
        text = f'[[source]]\nvendor = "elizaos"\nname = "lab"\nbase_url = "{simulated["ELIZAOS_BASE_URL"]}"\n'
        Path("lab.toml").write_text(text, encoding="utf-8")

    def names(self, run: Run, *arguments: str) -> list[str]:
        ended = run("sources", "--format", "json", *arguments)
        assert ended.status == 0
        return [source["name"] for source in json.loads(ended.out)]

    def test_the_option_names_it(self, run: Run) -> None:
        assert self.names(run, "--config", "lab.toml") == ["lab"]

    def test_the_environment_names_it(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ALLSESSIONS_CONFIG", "lab.toml")
        assert self.names(run) == ["lab"]

    def test_one_in_the_working_directory_is_taken(self, run: Run) -> None:
        Path("lab.toml").rename("allsessions.toml")
        assert self.names(run) == ["lab"]

    def test_without_one_it_is_the_environment(self, run: Run) -> None:
        assert self.names(run) == ["akool", "anam", "elizaos", "konpro"]
