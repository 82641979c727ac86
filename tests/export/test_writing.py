"""An export writes to the right path. If it fails, the old file stays unchanged."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from allsessions import ConfigurationError, IncompleteListingError, Session
from allsessions.export import ENDINGS, write

from .made import broken_off, never, session, sessions
from .readers import READERS

every_ending = pytest.mark.parametrize("ending", ENDINGS)
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files, modes or limits")


def ids(path: Path) -> list[str]:
    return sorted(row["id"] for row in READERS["polars"](path))


@every_ending
def test_an_interrupted_export_leaves_only_the_old_file(ending: str, tmp_path: Path) -> None:
    def interrupted(error: type[BaseException]) -> Iterator[Session]:
        yield from sessions(7)
        raise error

    write(sessions(2), path := tmp_path / f"sessions{ending}")
    before = path.read_bytes()
    for append in (False, True):
        for error in (KeyboardInterrupt, OSError):
            with pytest.raises(error):
                write(interrupted(error), path, append=append)
            assert path.read_bytes() == before
            assert [*tmp_path.iterdir()] == [path]


@posix
@every_ending
def test_a_full_disk_leaves_only_the_old_file(ending: str, tmp_path: Path) -> None:
    import resource  # does not exist on Windows

    write([session(1)], path := tmp_path / f"sessions{ending}")
    before = path.read_bytes()
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limits[1]))
    try:
        with pytest.raises(OSError):  # noqa: PT011  # the text is the system's
            write((session(n, label=str(n) * 99 + str(hash(str(n)))) for n in range(40_000)), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


def note_of_incomplete(count: int, path: Path, *, append: bool = False) -> str:
    """Write an incomplete list with this number of sessions, and return the error's note about the file."""
    with pytest.raises(IncompleteListingError) as caught:
        write(broken_off(sessions(count)), path, append=append)
    (note,) = caught.value.__notes__
    return note


@every_ending
def test_an_incomplete_list_never_looks_whole(ending: str, tmp_path: Path) -> None:
    path, part = tmp_path / f"my.sessions{ending}", tmp_path / f"my.sessions.incomplete{ending}"
    assert note_of_incomplete(5, path).endswith(f" in {part.name}; there is no {path.name}")
    write(sessions(9), path)
    before = path.read_bytes()
    assert note_of_incomplete(5, path).endswith(f" in {part.name}; {path.name} is unchanged")
    assert path.read_bytes() == before
    assert ids(part) == [f"id-{n}" for n in range(5)]
    assert len([*tmp_path.iterdir()]) == 2


@every_ending
def test_what_came_of_an_incomplete_list_is_added(ending: str, tmp_path: Path) -> None:
    write([session(9)], path := tmp_path / f"sessions{ending}")
    assert note_of_incomplete(3, path, append=True).endswith(f" in sessions{ending}")
    assert ids(path) == ["id-0", "id-1", "id-2", "id-9"]


def test_a_path_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    endings = r"must end with .parquet, .csv, .csv.gz, .jsonl, .jsonl.gz, .duckdb, .sqlite or .xlsx"
    refused = dict.fromkeys(["sessions", "sessions.txt", "sessions.parquet.gz", ".csv", ".csv.gz"], endings)
    refused |= {
        "folder.csv": "is a directory",
        "none/sessions.csv": "there is no directory",
        "nul\0.csv": "not a valid path",
    }
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe.csv")
        (loop := tmp_path / "loop.csv").symlink_to(loop)
        refused |= {"pipe.csv": "not a regular file", "loop.csv": "not a valid path"}
    for name, said in refused.items():
        with pytest.raises(ConfigurationError, match=said):
            write(never(), tmp_path / name, append=True)


@every_ending
def test_odd_names_and_capital_endings_can_be_written(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"all [1] * '?' é %20 {ending.upper()}"
    for _ in range(2):
        write(sessions(3), path, append=True)
    assert [*tmp_path.iterdir()] == [path]


@posix
def test_a_link_stays_a_link_and_a_mode_stays(tmp_path: Path) -> None:
    write(sessions(1), target := tmp_path / "real.csv")
    target.chmod(0o640)
    (link := tmp_path / "link.csv").symlink_to(target)
    write(sessions(3), link)
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert ids(target) == ["id-0", "id-1", "id-2"]


@posix
@every_ending
def test_a_private_file_is_private_at_any_time(ending: str, tmp_path: Path) -> None:
    def looking() -> Iterator[Session]:
        yield from sessions(3)
        seen.extend(each.stat().st_mode & 0o077 for each in tmp_path.iterdir())

    seen: list[int] = []
    write([session(1)], path := tmp_path / f"sessions{ending}")
    path.chmod(0o600)
    write(looking(), path, append=True)
    assert seen == [0, 0]
    with pytest.raises(IncompleteListingError):
        write(broken_off(sessions(2)), path)
    assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {0o600}


ENDLESS = """
import itertools, sys
from allsessions.export import write
from tests.export.made import session

def announced():
    for number in itertools.count():
        if number == 30_000:  # some of them are in the temporary file
            print("running", flush=True)
        yield session(number)

write(announced(), sys.argv[1], append=sys.argv[2] == "append")
"""


@posix
@pytest.mark.parametrize("ending", [".csv", ".jsonl.gz", ".sqlite", ".xlsx"])
def test_the_folder_of_a_killed_export_is_removed_later(ending: str, tmp_path: Path) -> None:
    how = "anew" if ending == ".xlsx" else "append"  # XlsxWriter has a file then only for a new workbook
    path, others = tmp_path / f"sessions{ending}", {".allsessions-own", "sessions.txt"}
    (tmp_path / ".allsessions-own").mkdir()
    (tmp_path / "sessions.txt").touch()
    command = [sys.executable, "-c", ENDLESS, str(path), how]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        write(sessions(3), path)  # the other export still runs, so its folder stays
        left = {each.name for each in tmp_path.iterdir()} - others - {path.name}
        process.kill()
    assert len(left) == 1
    write(sessions(3), path)
    assert {each.name for each in tmp_path.iterdir()} == others | {path.name}


@posix
def test_a_folder_with_other_files_is_not_removed(tmp_path: Path) -> None:
    (folder := tmp_path / ".allsessions-export-0000").mkdir()
    for name in ("export.sqlite", "old-wal"):  # `old-wal`: a database's log, moved by a killed export
        (folder / name).touch()
    (tmp_path / ".allsessions-export-link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    write(sessions(3), tmp_path / "sessions.csv")
    assert (folder / "old-wal").exists()
    assert len([*tmp_path.iterdir()]) == 3


def test_side_files_of_an_older_database_are_removed(tmp_path: Path) -> None:
    for name in ("sessions.sqlite-wal", "sessions.sqlite-journal", "sessions.duckdb.wal"):
        (tmp_path / name).write_bytes(b"of another file")
    for name in ("sessions.sqlite", "sessions.duckdb"):
        write(sessions(3), tmp_path / name)
        assert len(ids(tmp_path / name)) == 3
    assert sorted(each.name for each in tmp_path.iterdir()) == ["sessions.duckdb", "sessions.sqlite"]


@pytest.mark.parametrize("append", [False, True], ids=["anew", "append"])
def test_side_files_stay_with_their_database(append: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write([session(1)], path := tmp_path / "sessions.sqlite")
    code = f"""
        import os, sqlite3
        database = sqlite3.connect({str(path)!r})
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE rates AS SELECT 7 AS rate")
        database.commit()
        os._exit(0)  # the table is in the log, and not in the file yet
        """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if Path(target) == path:
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write([session(2)], path, append=append, replace=not append)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT rate FROM rates").fetchall() == [(7,)]


def test_a_missing_extra_is_named_and_others_work(tmp_path: Path) -> None:
    code = """
        import sys
        missing = ["pyarrow", "pyarrow.parquet", "duckdb", "xlsxwriter", "pandas", "polars", "rich", "typer"]
        sys.modules.update(dict.fromkeys(missing))
        from allsessions import ConfigurationError
        from allsessions.export import write
        for each in ("a.csv", "a.csv.gz", "a.jsonl", "a.jsonl.gz", "a.sqlite"):
            write([], each); write([], each, append=True)
        for ending in (".parquet", ".duckdb", ".xlsx"):
            if ending == ".duckdb":
                del sys.modules["pyarrow"], sys.modules["pyarrow.parquet"]
            try:
                write([], f"a{ending}")
            except ConfigurationError as error:
                print(error)
        """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert done.stdout.splitlines() == [
        f'{ending} files need {needed}, which is not installed; pip install "allsessions[export]"'
        for ending, needed in ((".parquet", "pyarrow"), (".duckdb", "duckdb"), (".xlsx", "xlsxwriter"))
    ]
