"""Adding to a file: nothing doubles, nothing is lost, what has changed is brought up to date."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allsessions import ConfigurationError, Session, Status
from allsessions.export import ENDINGS, write

from .made import Record, session, sessions
from .readers import READERS, duckdb

every_ending = pytest.mark.parametrize("ending", ENDINGS)


def states(path: Path) -> list[tuple[str, str, str]]:
    return [(row["source"], row["id"], row["status"]) for row in READERS["polars"](path)]


@every_ending
def test_what_is_written_twice_is_there_once(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    assert write(sessions(20), path, append=True).added == 20  # it is begun if it is not there
    before = READERS["polars"](path)
    again = write(sessions(20), path, append=True)
    assert (again.sessions, again.added, again.updated) == (20, 0, 0)
    assert READERS["polars"](path) == before


@every_ending
def test_new_sessions_are_added_and_ended_ones_updated(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    write([session(1, status=Status.ACTIVE), session(2), session(4, status=Status.ENDED)], path)
    new = [session(5), session(1, status=Status.ENDED), session(4, status=Status.ENDED), session(1, source="anam-us")]
    written = write(new, path, append=True)
    assert (written.sessions, written.added, written.updated) == (4, 2, 1)
    found = states(path)
    assert sorted(found) == sorted((each.source, each.id, each.status.value) for each in [*new, session(2)])
    if ending != ".duckdb":  # whose tables have no order
        assert [id for _, id, _ in found] == ["id-1", "id-2", "id-4", "id-5", "id-1"]


@every_ending
def test_of_one_that_comes_twice_at_once_the_later_word_counts(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    write([session(2)], path)
    new = session(1, status=Status.ACTIVE)
    written = write([new, evolve(new, status=Status.ENDED)], path, append=True)
    assert (written.sessions, written.added) == (2, 1)
    assert ("anam-eu", "id-1", "ended") in states(path)


drawn = st.builds(session, st.integers(0, 8), status=st.sampled_from([*Status]), label=st.text(max_size=3))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    runs=st.lists(
        st.lists(drawn, max_size=8),
        min_size=1,
        max_size=4,
    )
)
@every_ending
def test_a_file_holds_the_last_state_of_each_session(ending: str, runs: list[list[Session]], tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    path.unlink(missing_ok=True)
    for run in runs:
        write(run, path, append=True)
    last = {(each.source, each.id): each.status.value for run in runs for each in run}
    if last:
        assert sorted(states(path)) == sorted((*key, status) for key, status in last.items())


def test_what_else_a_database_holds_stays(tmp_path: Path) -> None:
    write([session(1)], lite := tmp_path / "sessions.sqlite")
    write([session(1)], duck := tmp_path / "sessions.duckdb")
    with closing(sqlite3.connect(lite)) as of_lite, duckdb.connect(duck) as of_duck:
        for database in (of_lite, of_duck):
            database.execute("CREATE TABLE rates AS SELECT 1 AS rate")
            database.execute("CREATE VIEW ended AS SELECT * FROM sessions WHERE status = 'ended'")
        of_lite.commit()
    for path in (lite, duck):
        assert write([session(2)], path, append=True).added == 1
    with closing(sqlite3.connect(lite)) as of_lite, duckdb.connect(duck) as of_duck:
        for database in (of_lite, of_duck):
            assert database.execute("SELECT rate FROM rates").fetchall() == [(1,)]
            assert database.execute("SELECT count(*) FROM ended").fetchall() != []


@every_ending
@pytest.mark.parametrize("raw", [True, False])
def test_a_file_with_other_columns_is_refused_and_stays(ending: str, raw: bool, tmp_path: Path) -> None:
    write(sessions(2), path := tmp_path / f"sessions{ending}", raw=raw)
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match=r"sessions\.\w+ was exported with.* raw"):
        write(sessions(3), path, raw=not raw, append=True)
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


@every_ending
@pytest.mark.parametrize("content", [b"something else\n", b'{"ref": 1}\n', b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_what_is_no_export_is_refused_and_stays(ending: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
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
        (".jsonl", ":1501,", ':"many",', "line 2: 'many' is no whole number"),
        (".jsonl", '"status":"active",', "", "line 2: 'status' is missing"),
        (
            ".jsonl",
            "T09:31:00.000001+00:00",
            "T09:31:00.000001",
            "line 2: '2026-04-20T09:31:00.000001' has no time zone",
        ),
    ],
)
def test_a_line_that_was_changed_by_hand_is_named(ending: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    write([session(n, label="a", user_id="b") for n in range(4)], path := tmp_path / f"sessions{ending}")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said):
        write([session(9)], path, append=True)


def test_a_database_in_use_is_not_copied_in_the_middle(tmp_path: Path) -> None:
    write([session(1)], path := tmp_path / "sessions.duckdb")
    holding = f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(ConfigurationError, match="cannot be opened"):
            write([session(2)], path, append=True)
        other.communicate(b"\n")
    assert write([session(2)], path, append=True).added == 1


def test_what_another_program_left_in_sqlites_log_is_kept(tmp_path: Path) -> None:
    write([session(1)], path := tmp_path / "sessions.sqlite")
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE further AS SELECT 7 AS number")
        other.commit()
        assert path.with_name("sessions.sqlite-wal").exists()
        write([session(2)], path, append=True)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT number FROM further").fetchall() == [(7,)]
        assert database.execute("SELECT count(*) FROM sessions").fetchall() == [(2,)]


@every_ending
def test_an_empty_identifier_is_one_too(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    assert [write([session(1, id="")], path, append=True).added for _ in range(3)] == [1, 0, 0]


def test_a_csv_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    write([session(1), session(2)], path := tmp_path / "sessions.csv", raw=True)
    whole = path.read_bytes()
    for cut in range(1, 60):
        path.write_bytes(whole[:-cut])
        with pytest.raises(ConfigurationError, match=r"sessions\.csv"):
            write([session(3)], path, raw=True, append=True)


def test_a_parquet_file_that_is_damaged_is_refused(tmp_path: Path) -> None:
    write(sessions(50), path := tmp_path / "sessions.parquet")
    damaged = bytearray(path.read_bytes())
    damaged[40:400] = bytes(360)
    path.write_bytes(damaged)
    with pytest.raises(ConfigurationError, match=r"sessions\.parquet"):
        write([session(3)], path, append=True)


def test_records_that_are_long_are_held_a_few_at_a_time(tmp_path: Path) -> None:
    long = [session(n, raw=Record({"text": str(n) * 300_000})) for n in range(1, 21)]
    for ending in ENDINGS:
        write(long, path := tmp_path / f"sessions{ending}", raw=True)
        assert write(long, path, raw=True, append=True).updated == 0


@every_ending
def test_similar_identifiers_stay_apart(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    alike = [session(1, id=id) for id in ("=1", "'=1", "''=1", "1", "'1", "-1", "'-1", "a\nb", "a\\nb", "a\\\\nb")]
    write(alike, path)
    for _ in range(2):
        again = write(alike, path, append=True)
        assert (again.added, again.updated) == (0, 0)
    assert len(states(path)) == len(alike)
