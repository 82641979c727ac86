"""Replacing a file: no session that it has is lost without `replace`."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from allsessions import ConfigurationError, IncompleteListingError, Session, Status
from allsessions.export import ENDINGS, write

from .made import broken_off, session, sessions
from .readers import READERS, duckdb

every_ending = pytest.mark.parametrize("ending", ENDINGS)
each_database = pytest.mark.parametrize("ending", [".sqlite", ".duckdb"])


def refs(path: Path) -> list[str]:
    return sorted(row["ref"] for row in READERS["polars"](path))


def never() -> Iterator[Session]:
    raise AssertionError("a session was requested")
    yield


@every_ending
def test_a_file_that_would_lose_sessions_stays(ending: str, tmp_path: Path) -> None:
    write(sessions(5), path := tmp_path / f"sessions{ending}")
    before = path.read_bytes()
    # Two are gone, although there are more sessions than before.
    new = [*sessions(3), *(session(number, source="anam-us") for number in range(1_000, 1_004))]
    said = (
        "has 5 sessions, and 2 of them are not among the 7 to write, so nothing was written; use --append .*--replace"
    )
    with pytest.raises(ConfigurationError, match=said):
        write(new, path)
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]
    assert write(new, path, replace=True).sessions == 7
    assert refs(path) == sorted(each.ref for each in new)


@every_ending
def test_a_file_is_replaced_if_each_session_is_there_again(ending: str, tmp_path: Path) -> None:
    odd = [session(number, id=id) for number, id in enumerate(("=1", "'=1", "a\nb", "\ud800", "", "a\\nb", "\u200b"))]
    write([*odd, session(8, status=Status.ACTIVE)], path := tmp_path / f"sessions{ending}", raw=True)
    # With other values, in another order, with other columns.
    write(again := [session(9), session(8, status=Status.ENDED), *reversed(odd)], path)
    assert len(refs(path)) == len(again)


@every_ending
def test_what_is_not_an_export_needs_replace_too(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"sessions{ending}"
    for content in (b"something else\n", b'{"ref": 1}\n', b"\xff\xfe\x00", b"id,name\n1,Ann\n", b"source,id\na\n"):
        path.write_bytes(content)
        with pytest.raises(ConfigurationError, match="--replace"):
            write(never(), path)
        assert path.read_bytes() == content
        write(sessions(2), path, replace=True)
        assert len(refs(path)) == 2


@every_ending
def test_an_empty_file_is_replaced(ending: str, tmp_path: Path) -> None:
    (path := tmp_path / f"sessions{ending}").touch()
    write(sessions(2), path)
    assert len(refs(path)) == 2


@pytest.mark.parametrize("value", ["null", "7"])
def test_a_row_without_a_key_is_not_an_export(value: str, tmp_path: Path) -> None:
    (path := tmp_path / "sessions.jsonl").write_text(f'{{"source":"a","id":{value}}}\n')
    with pytest.raises(ConfigurationError, match=r"sessions\.jsonl.*--replace"):
        write(never(), path)


@each_database
def test_another_programs_table_of_this_name_stays(ending: str, tmp_path: Path) -> None:
    connect: Callable[..., Any] = sqlite3.connect if ending == ".sqlite" else duckdb.connect
    with closing(connect(path := tmp_path / f"crm{ending}")) as database:
        database.execute("CREATE TABLE sessions AS SELECT 'Ann' AS name")
        database.commit()
    with pytest.raises(ConfigurationError, match="is not an export: it has no source and no id; use --replace"):
        write(never(), path)
    assert write(sessions(2), path, replace=True).added == 2


def test_a_database_in_use_is_not_replaced(tmp_path: Path) -> None:
    write([session(1)], path := tmp_path / "sessions.duckdb")
    holding = f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        for replace in (False, True):
            with pytest.raises(ConfigurationError, match="cannot be opened"):
                write(never(), path, replace=replace)
        other.communicate(b"\n")


@every_ending
def test_what_another_export_added_is_not_lost(ending: str, tmp_path: Path) -> None:
    def interfering() -> Iterator[Session]:
        yield session(0)
        write([session(2)], path, append=True)

    write([session(0)], path := tmp_path / f"sessions{ending}")
    with pytest.raises(ConfigurationError, match="another program changed it"):
        write(interfering(), path)
    assert refs(path) == ["anam-eu:id-0", "anam-eu:id-2"]


def test_an_incomplete_list_is_reported_before_lost_sessions(tmp_path: Path) -> None:
    write(sessions(9), path := tmp_path / "sessions.csv")
    with pytest.raises(IncompleteListingError):
        write(broken_off(sessions(5)), path)
    assert len(refs(path)) == 9


def test_append_and_replace_exclude_each_other(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="append and replace"):
        write(never(), tmp_path / "sessions.csv", append=True, replace=True)
