"""Adding to a file: nothing doubles, nothing is lost, and changed sessions are updated."""

import codecs
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allsessions import ConfigurationError, Session, Status
from allsessions.export import ENDINGS, write
from allsessions.export.rewriting import BATCH, LONGEST, batches

from .made import session, sessions
from .readers import READERS, duckdb

every_ending = pytest.mark.parametrize("ending", ENDINGS)


def states(path: Path) -> list[tuple[str, str, str]]:
    return [(row["source"], row["id"], row["status"]) for row in READERS["polars"](path)]


@every_ending
def test_new_sessions_are_added_and_changed_ones_updated(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    begun = write([session(1, status=Status.ACTIVE), session(2), session(4, status=Status.ENDED)], path, append=True)
    assert begun.added == 3  # a file that is not there is begun
    new = [session(5), session(1, status=Status.ENDED), session(4, status=Status.ENDED), session(1, source="anam-us")]
    written = write(new, path, append=True)
    assert (written.sessions, written.added, written.updated) == (4, 2, 1)
    found = states(path)
    assert sorted(found) == sorted((each.source, each.id, each.status.value) for each in [*new, session(2)])
    if ending != ".duckdb":  # whose tables have no order
        assert [id for _, id, _ in found] == ["id-1", "id-2", "id-4", "id-5", "id-1"]


drawn = st.builds(session, st.integers(0, 8), status=st.sampled_from([*Status]), label=st.text(max_size=3))


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=st.lists(st.lists(drawn, max_size=8), min_size=1, max_size=4))
@every_ending
def test_a_file_has_the_last_state_of_each_session(ending: str, runs: list[list[Session]], tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    path.unlink(missing_ok=True)
    last: dict[tuple[str, str], str] = {}
    for run in runs:
        written = write(run, path, append=True)
        assert written.added == len({(each.source, each.id) for each in run} - last.keys())
        last |= {(each.source, each.id): each.status.value for each in run}
    again = write({each.id: each for run in runs for each in run}.values(), path, append=True)
    assert (again.added, again.updated) == (0, 0)
    if last:
        assert sorted(states(path)) == sorted((*key, status) for key, status in last.items())


@every_ending
def test_similar_identifiers_stay_apart(ending: str, tmp_path: Path) -> None:
    ids = ("=1", "'=1", "''=1", "1", "'1", "-1", "'-1", "a\nb", "a\\nb", "a\\\\nb", "")
    alike = [session(1, id=id) for id in ids]
    write(alike, path := tmp_path / f"sessions{ending}")
    for _ in range(2):
        again = write(alike, path, append=True)
        assert (again.added, again.updated) == (0, 0)
    assert len(states(path)) == len(alike)


@every_ending
def test_a_file_with_other_content_is_refused_and_stays(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    for raw in (True, False):
        write(sessions(2), path, raw=raw)
        before = path.read_bytes()
        with pytest.raises(ConfigurationError, match=r"sessions\.[\w.]+ was exported with.* raw"):
            write(sessions(3), path, raw=not raw, append=True)
        assert path.read_bytes() == before
    for content in (b"something else\n", b'{"ref": 1}\n', b"\xff\xfe\x00", b"a,b\n1,2\n"):
        path.write_bytes(content)
        with pytest.raises(ConfigurationError, match=f"sessions{ending}"):
            write(sessions(3), path, append=True)
        assert path.read_bytes() == content
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize(
    ("ending", "old", "new", "said"),
    [
        (".csv", ",1501,", ",many,", "line 3"),
        (".csv", ",active,", ",busy,", "line 3: 'busy'"),
        (".csv", ",connected,", ",connected", "line 4: has 15 values for 16 columns"),
        (".jsonl", ":1501,", ':"many",', "line 2: 'many' is not a whole"),
        (".jsonl", '"status":"active",', "", "line 2: 'status' is missing"),
        (".jsonl", ".000001+00:00", ".000001", "line 2: '2026-04-20T09:31:00.000001' has no time zone"),
    ],
    ids=["csv number", "csv status", "csv comma", "jsonl number", "jsonl status", "jsonl zone"],
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
    (path := tmp_path / f"sessions{ending}").touch()
    assert write(sessions(3), path, append=True).added == 3
    assert len(states(path)) == 3


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    for ending in (".csv", ".csv.gz", ".jsonl.gz"):
        write(sessions(50), path := tmp_path / f"sessions{ending}")
        content = path.read_bytes()
        for cut in (1, 9, 40, len(content) // 2):
            path.write_bytes(content[:-cut])
            for append in (True, False):
                with pytest.raises(ConfigurationError, match=f"sessions{ending}.*--replace"):
                    write([session(3)], path, append=append)
        path.unlink()
    write([session(1), session(2)], path := tmp_path / "sessions.csv", raw=True)
    whole = path.read_bytes()
    for cut in range(1, 60):
        path.write_bytes(whole[:-cut])
        with pytest.raises(ConfigurationError, match=r"sessions\.csv"):
            write([session(3)], path, raw=True, append=True)
    write(sessions(50), path := tmp_path / "sessions.parquet")
    damaged = bytearray(path.read_bytes())
    damaged[40:400] = bytes(360)
    path.write_bytes(damaged)
    with pytest.raises(ConfigurationError, match=r"sessions\.parquet"):
        write([session(3)], path, append=True)


def test_long_records_are_held_a_few_at_a_time() -> None:
    assert [len(batch) for batch in batches([("id", None)] * (BATCH + 1))] == [BATCH, 1]
    assert [len(batch) for batch in batches([("id", "x" * (LONGEST // 3))] * 7)] == [4, 3]


def test_other_tables_of_a_database_stay(tmp_path: Path) -> None:
    write([session(1)], lite := tmp_path / "sessions.sqlite")
    write([session(1)], duck := tmp_path / "sessions.duckdb")
    with closing(sqlite3.connect(lite)) as of_lite, duckdb.connect(duck) as of_duck:
        of_lite.execute("PRAGMA journal_mode=WAL")
        for database in (of_lite, of_duck):
            database.execute("CREATE TABLE rates AS SELECT 1 AS rate")
            database.execute("CREATE VIEW ended AS SELECT * FROM sessions WHERE status = 'ended'")
        of_lite.commit()
        assert lite.with_name("sessions.sqlite-wal").exists()  # the new table is only in SQLite's log
        assert write([session(2)], lite, append=True).added == 1
    assert write([session(2)], duck, append=True).added == 1
    with closing(sqlite3.connect(lite)) as of_lite, duckdb.connect(duck) as of_duck:
        for database in (of_lite, of_duck):
            assert database.execute("SELECT rate FROM rates").fetchall() == [(1,)]
            assert database.execute("SELECT count(*) FROM ended").fetchall() != []
            assert database.execute("SELECT count(*) FROM sessions").fetchall() == [(2,)]


@pytest.mark.parametrize("append", [False, True], ids=["replace", "append"])
@pytest.mark.parametrize("ending", ["sqlite", "duckdb"])
def test_a_database_of_other_tables_gets_one_more(tmp_path: Path, ending: str, append: bool) -> None:
    connect: Callable[..., Any] = sqlite3.connect if ending == "sqlite" else duckdb.connect
    path = tmp_path / f"crm.{ending}"
    with closing(connect(path)) as database:
        database.execute("CREATE TABLE customers AS SELECT 'Ann' AS name")
        database.commit()
    assert write(sessions(3), path, append=append).added == 3
    assert write(sessions(2), path, append=append, replace=not append).added == (0 if append else 2)
    with closing(connect(path)) as database:
        assert database.execute("SELECT name FROM customers").fetchall() == [("Ann",)]
        assert database.execute("SELECT count(*) FROM sessions").fetchall() == [(3 if append else 2,)]


def test_a_database_in_use_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write([session(1)], path := tmp_path / "sessions.duckdb")
    holding = f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(ConfigurationError, match="cannot be opened"):
            write([session(2)], path, append=True)
        other.communicate(b"\n")
    assert write([session(2)], path, append=True).added == 1
    write([session(1)], path := tmp_path / "sessions.sqlite")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, **{"timeout": 0.05, **more}))
    with closing(sqlite3.connect(path, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ConfigurationError, match="cannot be opened: database is locked"):
            write([session(2)], path, append=True)
