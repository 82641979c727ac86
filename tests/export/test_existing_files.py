"""Exports to an existing file: no session is doubled or lost, and changed sessions are updated."""

import codecs
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allsessions import ConfigurationError, Session, Status
from allsessions.export import ENDINGS, write
from allsessions.export.rewriting import BATCH, LONGEST, batches

from .made import expected, never, session, sessions
from .readers import READERS, database

every_ending = pytest.mark.parametrize("ending", ENDINGS)


openpyxl: Any = import_module("openpyxl")  # another program that reads and writes workbooks


def refs(path: Path) -> list[str]:
    return sorted(row["ref"] for row in READERS["polars"](path))


drawn = st.builds(session, st.integers(0, 8), status=st.sampled_from([*Status]), label=st.text(max_size=3))


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=st.lists(st.lists(drawn, max_size=8), min_size=1, max_size=4))
@every_ending
def test_a_file_has_the_last_state_of_each_session(ending: str, runs: list[list[Session]], tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    path.unlink(missing_ok=True)
    last: dict[tuple[str, str], Session] = {}
    for run in runs:
        written, new = write(run, path, append=True), {(each.source, each.id): each for each in run}
        changed = [key for key in new.keys() & last.keys() if expected(new[key]) != expected(last[key])]
        assert (written.added, written.updated) == (len(new.keys() - last.keys()), len(changed))
        last |= new
    states = [(row["source"], row["id"], row["status"]) for row in READERS["polars"](path)] if last else []
    order = sorted if ending == ".duckdb" else list  # DuckDB's tables have no order
    assert order(states) == order((*key, session.status.value) for key, session in last.items())


@every_ending
def test_similar_identifiers_stay_apart(ending: str, tmp_path: Path) -> None:
    ids = ("=1", "'=1", "''=1", "1", "'1", "-1", "'-1", "a\nb", "a\\nb", "a\\\\nb", "", "\ud800", "\u200b")
    alike = [session(1, id=id) for id in ids]
    write(alike, path := tmp_path / f"sessions{ending}")
    again = write(alike, path, append=True)
    assert (again.added, again.updated) == (0, 0)
    # The same sessions with other values, another order and other columns: none is lost.
    write([session(9), *(session(2, id=id) for id in reversed(ids))], path, raw=True)
    assert len(refs(path)) == len(ids) + 1


@every_ending
def test_a_file_with_or_without_raw_stays_so(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    for raw in (True, False):
        write(sessions(2), path, raw=raw)
        before = path.read_bytes()
        with pytest.raises(ConfigurationError, match=r"sessions\.[\w.]+ was exported with(out)? --raw"):
            write(never(), path, raw=not raw, append=True)
        assert path.read_bytes() == before
        if raw:
            with pytest.raises(ConfigurationError, match="was exported with --raw .*; add --raw, or use --replace"):
                write(never(), path)
            path.unlink()


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".xlsx"])
def test_a_note_of_the_user_is_not_lost(ending: str, tmp_path: Path) -> None:
    write(sessions(2), path := tmp_path / f"sessions{ending}")
    if ending == ".xlsx":
        (sheet := (book := openpyxl.load_workbook(path)).active).cell(sheet.max_row, 17, "a note")
        book.save(path)
    elif ending == ".jsonl":
        path.write_text(path.read_text("utf-8").removesuffix("}\n") + ',"note":"a note"}\n', "utf-8")
    else:
        head, *rows = path.read_text("utf-8").splitlines()
        path.write_text("\n".join([f"{head},note", *(f"{row},a note" for row in rows), ""]), "utf-8")
    before = path.read_bytes()
    for append in (False, True):
        with pytest.raises(ConfigurationError, match="--replace"):
            write(never(), path, append=append)
    assert path.read_bytes() == before


@pytest.mark.parametrize("ending", [".sqlite", ".duckdb"])
def test_a_column_of_the_user_is_not_lost(ending: str, tmp_path: Path) -> None:
    write(sessions(2), path := tmp_path / f"sessions{ending}")
    with database(path) as connection:
        connection.execute('ALTER TABLE sessions ADD COLUMN "a note" VARCHAR')
        connection.execute("""UPDATE sessions SET "a note" = 'stuck'""")
        connection.commit()
    assert write([session(0), session(1, status=Status.FAILED), session(2)], path, append=True).updated == 1
    with database(path) as connection:
        notes = connection.execute('SELECT "a note" FROM sessions').fetchall()
    assert sorted(map(str, notes)) == ["('stuck',)", "('stuck',)", "(None,)"]
    with pytest.raises(ConfigurationError, match=r"columns that the export lacks: 'a note'; use --replace"):
        write(never(), path)
    assert write(sessions(2), path, replace=True).added == 2


@pytest.mark.parametrize("ending", [".sqlite", ".duckdb"])
def test_indexes_and_triggers_stay_and_none_fires(ending: str, tmp_path: Path) -> None:
    write(sessions(2), path := tmp_path / f"sessions{ending}")
    with database(path) as connection:
        connection.execute("CREATE INDEX by_status ON sessions (status)")
        connection.execute("CREATE TABLE log (id VARCHAR)")
        for event in ("INSERT", "DELETE") if ending == ".sqlite" else ():  # DuckDB has no triggers
            logging = f"INSERT INTO log SELECT '{event}' FROM customers"
            connection.execute(f"CREATE TRIGGER on_{event} AFTER {event} ON sessions BEGIN {logging}; END")
        connection.execute("CREATE TABLE customers AS SELECT 'Ann' AS name UNION SELECT 'Ben'")
        connection.commit()
    assert write(sessions(3), path, raw=True).added == 3
    changes = write([session(0, status=Status.FAILED), session(9)], path, raw=True, append=True)
    assert (changes.added, changes.updated) == (1, 1)
    with database(path) as connection:
        indexes = "duckdb_indexes() WHERE index_name" if ending == ".duckdb" else "sqlite_master WHERE name"
        assert connection.execute(f"SELECT count(*) FROM {indexes} = 'by_status'").fetchall() == [(1,)]
        logged = connection.execute("SELECT id FROM log").fetchall()
        connection.execute("CREATE UNIQUE INDEX by_time ON sessions (created_at)")
    assert logged == ([("INSERT",)] * 2 if ending == ".sqlite" else [])
    before = path.read_bytes()
    with pytest.raises(OSError, match=r"(?i)unique|duplicate"):
        write([session(n, created_at=session(1).created_at) for n in (0, 1, 2, 9)], path, raw=True)
    assert path.read_bytes() == before


@every_ending
def test_a_file_with_other_content_is_refused_and_stays(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    other = [b"something else\n", b"\xff\xfe\x00", b"a,b\n1,2\n", b"id,name\n1,Ann\n", b"source,id\na\n"]
    for content in (*other, b'{"ref":1}\n', b'{"source":"a","id":null}\n', b'{"source":"a","id":7}\n'):
        path.write_bytes(content)
        for append, said in ((True, f"sessions{ending}"), (False, "--replace")):
            with pytest.raises(ConfigurationError, match=said):
                write(never(), path, append=append)
        assert path.read_bytes() == content
        assert [*tmp_path.iterdir()] == [path]
        write(sessions(2), path, replace=True)
        assert len(refs(path)) == 2


@pytest.mark.parametrize(
    ("ending", "old", "new", "said"),
    [
        (".csv", ",1501,", ",many,", "line 3"),
        (".csv", ",active,", ",busy,", "line 3: 'busy'"),
        (".csv", ",connected,", ",connected", "line 4: the line has 15 values for 16 columns"),
        (".jsonl", ":1501,", ':"many",', "line 2: 'many' is not a whole"),
        (".jsonl", '"status":"active",', "", "line 2: 'status' is missing"),
        (".jsonl", ".000001+00:00", ".000001", "line 2: '2026-04-20T09:31:00.000001' has no time zone"),
    ],
)
def test_a_damaged_line_is_named(ending: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    write([session(n, label="a", user_id="b") for n in range(4)], path := tmp_path / f"sessions{ending}")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said):
        write([session(9)], path, append=True)


@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
@pytest.mark.parametrize("blank", [b"\n", b"\r\n", b"\n\n", b"  \n", b" "], ids=repr)
def test_a_blank_last_line_is_ignored(ending: str, blank: bytes, tmp_path: Path) -> None:
    write(sessions(3), path := tmp_path / f"sessions{ending}")
    whole = path.read_bytes()
    path.write_bytes(whole + blank)
    again = write(sessions(3), path, append=True)
    assert (again.added, again.updated, path.read_bytes()) == (0, 0, whole)
    path.write_bytes(whole + blank)
    write(sessions(3), path)


@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_a_byte_order_mark_stays_and_comes_once(ending: str, tmp_path: Path) -> None:
    write(sessions(3), path := tmp_path / f"sessions{ending}")
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    for _ in range(2):
        write(sessions(4), path, append=True)
        content = path.read_bytes()
        assert (content.startswith(codecs.BOM_UTF8), content.count(codecs.BOM_UTF8)) == (True, 1)
    write(sessions(4), path)
    assert codecs.BOM_UTF8 not in path.read_bytes()


@every_ending
def test_an_empty_file_is_begun(ending: str, tmp_path: Path) -> None:
    for append in (True, False):
        (path := tmp_path / f"sessions{ending}").write_bytes(b"")
        assert write(sessions(3), path, append=append).added == 3
        assert len(refs(path)) == 3


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".jsonl.gz", ".xlsx"])
def test_a_file_that_was_cut_off_is_refused(ending: str, tmp_path: Path) -> None:
    write([session(1), session(2)], path := tmp_path / f"sessions{ending}", raw=True)
    content = path.read_bytes()
    for cut in (*range(1, 60), len(content) // 2):
        path.write_bytes(content[:-cut])
        for append in (True, False):
            with pytest.raises(ConfigurationError, match=rf"sessions{ending}.*--replace"):
                write([session(3)], path, raw=True, append=append)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    for ending in (".parquet", ".duckdb", ".sqlite"):
        write(sessions(50), path := tmp_path / f"sessions{ending}")
        whole = path.read_bytes()
        more = [whole[:40] + bytes(360) + whole[400:], whole[:-1]] if ending == ".parquet" else []
        for damaged in (whole[: len(whole) // 2], *more):
            path.write_bytes(damaged)
            with pytest.raises(ConfigurationError, match=rf"sessions\{ending}.*(use --replace|write another file)"):
                write([session(3)], path)
            with pytest.raises((ConfigurationError, OSError)):
                write([session(3)], path, append=True)
            assert path.read_bytes() == damaged


def test_long_records_are_held_a_few_at_a_time() -> None:
    assert [len(batch) for batch in batches([("id", None)] * (BATCH + 1))] == [BATCH, 1]
    assert [len(batch) for batch in batches([("id", "x" * (LONGEST // 3))] * 7)] == [4, 3]


@pytest.mark.parametrize("append", [False, True], ids=["replace", "append"])
def test_other_tables_of_a_database_stay(append: bool, tmp_path: Path) -> None:
    paths = (lite, duck) = (tmp_path / "crm.sqlite", tmp_path / "crm.duckdb")
    for path in paths:
        with database(path) as connection:
            connection.execute("CREATE TABLE customers AS SELECT 'Ann' AS name")
            connection.commit()
        assert write(sessions(3), path, append=append).added == 3
    with database(lite) as of_lite:
        with database(duck) as of_duck:
            for connection in (of_lite, of_duck):
                connection.execute("CREATE VIEW ended AS SELECT * FROM sessions WHERE status = 'ended'")
        of_lite.execute("PRAGMA journal_mode=WAL")
        of_lite.execute("CREATE TABLE rates AS SELECT 1 AS rate")
        of_lite.commit()
        assert lite.with_name("crm.sqlite-wal").exists()  # SQLite has the new table only in its log so far
        for path in paths:
            assert write(sessions(2), path, append=append, replace=not append).added == (0 if append else 2)
    for path in paths:
        with database(path) as connection:
            assert connection.execute("SELECT name FROM customers").fetchall() == [("Ann",)]
            assert connection.execute("SELECT count(*) FROM ended").fetchall() != []
            assert connection.execute("SELECT count(*) FROM sessions").fetchall() == [(3 if append else 2,)]
    with database(lite) as connection:
        assert connection.execute("SELECT rate FROM rates").fetchall() == [(1,)]


def test_a_database_in_use_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write([session(1)], path := tmp_path / "sessions.duckdb")
    holding = f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        for options in ({"append": True}, {"replace": True}, dict[str, bool]()):
            with pytest.raises(ConfigurationError, match="cannot be read"):
                write(never(), path, **options)
        other.communicate(b"\n")
    assert write([session(2)], path, append=True).added == 1
    write([session(1)], path := tmp_path / "sessions.sqlite")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, **{"timeout": 0.05, **more}))
    with closing(sqlite3.connect(path, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ConfigurationError, match="cannot be read: database is locked"):
            write([session(2)], path, append=True)


@every_ending
def test_a_file_that_would_lose_sessions_stays(ending: str, tmp_path: Path) -> None:
    write(sessions(5), path := tmp_path / f"sessions{ending}")
    before = path.read_bytes()
    # Two sessions would be lost, although there are more than before.
    new = [*sessions(3), *(session(number, source="anam-us") for number in range(1_000, 1_004))]
    said = (
        "has 5 sessions, but this export of 7 sessions lacks 2 of them, so nothing was written; use --append.*--replace"
    )
    with pytest.raises(ConfigurationError, match=said):
        write(new, path)
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]
    with pytest.raises(ConfigurationError, match="append and replace"):
        write(never(), path, append=True, replace=True)
    replaced = write(new, path, replace=True)
    assert (replaced.sessions, replaced.before) == (7, 5)
    assert refs(path) == sorted(each.ref for each in new)


@pytest.mark.parametrize("ending", [".sqlite", ".duckdb"])
def test_another_programs_table_of_this_name_stays(ending: str, tmp_path: Path) -> None:
    with database(path := tmp_path / f"crm{ending}") as connection:
        connection.execute("CREATE TABLE Sessions AS SELECT 'Ann' AS name")
        connection.commit()
    with pytest.raises(ConfigurationError, match="is not an export: it has no column source or id; use --replace"):
        write(never(), path)
    replaced = write(sessions(2), path, replace=True)
    assert (replaced.added, replaced.before) == (2, None)


def test_a_table_without_rowids_is_refused(tmp_path: Path) -> None:
    write(sessions(2), path := tmp_path / "sessions.sqlite")
    with database(path) as connection:
        ((statement,),) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'sessions'").fetchall()
        connection.execute("DROP TABLE sessions")
        connection.execute(f"{statement} WITHOUT ROWID")
        connection.commit()
    with pytest.raises(ConfigurationError, match="is WITHOUT ROWID"):
        write(sessions(3), path, append=True)


@every_ending
def test_what_another_export_added_is_not_lost(ending: str, tmp_path: Path) -> None:
    def interfering() -> Iterator[Session]:
        yield session(1)
        write([session(2)], path, append=True)

    for append in (False, True):
        write([session(0)], path := tmp_path / f"sessions{ending}", replace=True)
        with pytest.raises(ConfigurationError, match="another program changed the file"):
            write(interfering(), path, append=append)
        assert refs(path) == ["anam-eu:id-0", "anam-eu:id-2"]
