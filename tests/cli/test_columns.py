"""`allsessions list --columns`: those fields and no others, in that order, in every format."""

import csv
import io
import json

import pytest

from allsessions import Client, Session
from allsessions.cli.formats import FIELDS

from .conftest import Run

COLUMNS = ["transport", "ref", "ended_at", "status", "duration"]
TIMES = [name for name in FIELDS if name.endswith("_at")]


@pytest.fixture
def sessions(simulated: dict[str, str]) -> list[Session]:
    with Client.from_env() as client:
        return list(client.list())


def chosen(session: Session, columns: list[str]) -> list[tuple[str, object]]:
    return [(name, session.to_dict()[name]) for name in columns]


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_json_has_exactly_these_in_their_order(run: Run, sessions: list[Session], format: str) -> None:
    ended = run("list", "--columns", ",".join(COLUMNS), "--format", format)
    records = json.loads(ended.out) if format == "json" else [json.loads(line) for line in ended.out.splitlines()]
    assert [list(record.items()) for record in records] == [chosen(session, COLUMNS) for session in sessions]
    assert (ended.status, ended.err) == (0, "")


def test_csv_has_exactly_these_in_their_order(run: Run, sessions: list[Session]) -> None:
    ended = run("list", "--columns", ",".join(COLUMNS), "--format", "csv")
    header, *rows = csv.reader(io.StringIO(ended.out, newline=""))
    assert header == COLUMNS
    assert rows == [
        ["" if value is None else str(value) for _, value in chosen(session, COLUMNS)] for session in sessions
    ]


def test_csv_without_a_session_still_has_its_header(run: Run, sessions: list[Session]) -> None:
    assert run("list", "--search", "nowhere", "--columns", "status,ref", "--format", "csv").out == "status,ref\n"


def test_a_table_of_fields_shows_empty_ones_too(
    run: Run, sessions: list[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "150")
    header, *lines = run("list", "--source", "akool", "--columns", "label,ref,ended_at,agent_id").out.splitlines()
    assert header.split() == ["label", "ref", "ended_at", "agent_id"]
    assert [line.split() for line in lines] == [[each.ref] for each in sessions if each.source == "akool"]


def test_table_has_every_field(run: Run, sessions: list[Session]) -> None:
    assert run("list", "--columns", ",".join(FIELDS)).out.splitlines()[0].split() == list(FIELDS)


def test_table_has_local_times(run: Run, sessions: list[Session], in_zone_of_kiritimati: None) -> None:
    columns = ["id", *TIMES]
    for line, session in zip(
        run("list", "--source", "anam", "--columns", ",".join(columns)).out.splitlines()[1:],
        [session for session in sessions if session.source == "anam"],
        strict=True,
    ):
        times = [getattr(session, name) for name in TIMES]
        assert line.split() == [
            session.id,
            *(word for each in times if each is not None for word in f"{each.astimezone():%Y-%m-%d %H:%M:%S}".split()),
        ]


def test_options_and_commas_and_spaces_come_to_the_same(run: Run, sessions: list[Session]) -> None:
    together = run("list", "--columns", "ref,status,id").out
    assert run("list", "--columns", "ref", "--columns", "status,id").out == together
    assert run("list", "--columns", "ref, status, id").out == together


def test_name_that_comes_twice_is_one_column(run: Run, sessions: list[Session]) -> None:
    assert run("list", "--columns", "id,ref,id", "--format", "csv").out.splitlines()[0] == "id,ref"


@pytest.mark.parametrize("names", ["ref,nonsense", "nonsense", "", "ref,", "raw", "Ref", "\x1b[31m"])
@pytest.mark.parametrize("format", ["table", "csv", "json", "jsonl"])
def test_name_of_no_field_is_wrong_usage_that_names_them_all(
    run: Run, sessions: list[Session], names: str, format: str
) -> None:
    ended = run("list", "--columns", names, "--format", format)
    assert (ended.status, ended.out) == (2, "")
    assert "--columns" in ended.err
    assert ", ".join(FIELDS) in ended.err
    assert "\x1b" not in ended.err


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_raw_is_added_at_the_end(run: Run, sessions: list[Session], format: str) -> None:
    ended = run("list", "--source", "akool", "--columns", "status,ref", "--raw", "--format", format)
    records = json.loads(ended.out) if format == "json" else [json.loads(line) for line in ended.out.splitlines()]
    assert [list(record) for record in records] == [["status", "ref", "raw"]] * len(records)
    assert records[0]["raw"] == sessions[0].to_dict(raw=True)["raw"]
    assert "join-token-of" not in ended.out


@pytest.mark.parametrize("width", [30, 40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("columns", ["created_at,ended_at,ref,agent_id,duration", "id,agent_id,label,ref,user_id"])
def test_ref_is_whole_and_what_there_is_no_room_for_is_told(
    run: Run, sessions: list[Session], monkeypatch: pytest.MonkeyPatch, width: int, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    names = columns.split(",")
    ended = run("list", "--source", "konpro", "--columns", columns)
    header, *lines = ended.out.splitlines()
    assert all(len(line) <= width for line in (header, *lines))
    # Older releases of rich shorten a heading by a character where a table fits exactly.
    shown = [next(name for name in names if name.startswith(title.rstrip("…"))) for title in header.split()]
    assert shown == [name for name in names if name in shown]
    begin = header.index("ref")
    behind = header.split()[shown.index("ref") + 1 :]
    end = header.index(behind[0], begin) if behind else width
    refs = [each.ref for each in sessions if each.source == "konpro"]
    assert "".join(line[begin:end].strip() for line in lines) == "".join(refs)
    left_out = [name for name in names if name not in shown]
    assert (f"{width} columns have no room for {', '.join(left_out)}\n" in ended.err) == bool(left_out)


def test_one_column_is_shown_however_narrow_it_is(
    run: Run, sessions: list[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "7")
    lines = run("list", "--source", "anam", "--columns", "id").out.splitlines()
    assert len(lines) == 13
    assert all("…" in line and len(line) <= 7 for line in lines[1:])
