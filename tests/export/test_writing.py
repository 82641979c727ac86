"""Where a file is written, and what stays if it cannot be, or not whole."""

import os
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from allsessions import Client, ConfigurationError, IncompleteListingError, Session
from allsessions.export import ENDINGS, write
from allsessions.simulator import Simulator, World

from .made import broken_off, session, sessions
from .readers import READERS

every_ending = pytest.mark.parametrize("ending", ENDINGS)
every_way = pytest.mark.parametrize("append", [False, True], ids=["anew", "append"])


def ids(path: Path) -> list[str]:
    return sorted(row["id"] for row in READERS["polars"](path))


@every_ending
@every_way
@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, OSError])
def test_an_interrupted_export_leaves_only_the_old_file(
    ending: str, append: bool, error: type[BaseException], tmp_path: Path
) -> None:
    def interrupted() -> Iterator[Session]:
        yield from sessions(7)
        raise error

    write(sessions(2), path := tmp_path / f"sessions{ending}")
    before = path.read_bytes()
    with pytest.raises(error):
        write(interrupted(), path, append=append)
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]


@every_ending
def test_what_came_of_an_incomplete_list_never_looks_whole(ending: str, tmp_path: Path) -> None:
    write(sessions(2), path := tmp_path / f"sessions{ending}")
    before = path.read_bytes()
    with pytest.raises(IncompleteListingError) as caught:
        write(broken_off(sessions(5)), path)
    (note,) = caught.value.__notes__
    assert note == f"what could be had is in sessions.incomplete{ending}; sessions{ending} is as it was"
    assert path.read_bytes() == before
    assert ids(tmp_path / f"sessions.incomplete{ending}") == [f"id-{n}" for n in range(5)]
    assert len([*tmp_path.iterdir()]) == 2


def test_an_incomplete_list_begins_no_file(tmp_path: Path) -> None:
    with pytest.raises(IncompleteListingError) as caught:
        write(broken_off(sessions(5)), tmp_path / "sessions.csv")
    assert caught.value.__notes__ == ["what could be had is in sessions.incomplete.csv; there is no sessions.csv"]
    assert [each.name for each in tmp_path.iterdir()] == ["sessions.incomplete.csv"]


@every_ending
def test_what_came_of_an_incomplete_list_is_added(ending: str, tmp_path: Path) -> None:
    write([session(9)], path := tmp_path / f"sessions{ending}")
    with pytest.raises(IncompleteListingError) as caught:
        write(broken_off(sessions(3)), path, append=True)
    assert caught.value.__notes__ == [f"what could be had has been taken into sessions{ending}"]
    assert ids(path) == ["id-0", "id-1", "id-2", "id-9"]


@every_ending
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of a file's size that stands for a full disk")
def test_a_full_disk_is_an_os_error_and_leaves_the_old_file(ending: str, tmp_path: Path) -> None:
    write([session(1)], path := tmp_path / f"sessions{ending}")
    before = path.read_bytes()
    code = f"""
        import resource, signal
        from allsessions.export import write
        from tests.export.made import session
        write([session(1)], {str(tmp_path / f"other{ending}")!r})  # whatever is to be loaded and cached is
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        try:
            write((session(n, label=str(n) * 99 + str(hash(str(n)))) for n in range(40_000)), {str(path)!r})
        except OSError as error:
            print("OSError", error.strerror)
        """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=Path(__file__).parents[2])
    assert done.stdout.startswith("OSError"), done.stderr
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == [f"other{ending}", f"sessions{ending}"]


@pytest.mark.parametrize("name", ["sessions", "sessions.txt", "sessions.csv.gz", ".csv"])
def test_another_ending_is_refused_with_those_that_there_are(name: str, tmp_path: Path) -> None:
    def never() -> Iterator[Session]:
        raise AssertionError("no session is asked for")
        yield

    with pytest.raises(ConfigurationError, match=r"must end with .parquet, .csv, .jsonl, .duckdb or .sqlite"):
        write(never(), tmp_path / name)


def test_a_directory_and_one_that_is_not_there_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ConfigurationError, match="is a directory"):
        write([], tmp_path / "folder.csv")
    with pytest.raises(ConfigurationError, match="there is no directory"):
        write([], tmp_path / "none" / "sessions.csv")


@every_ending
def test_odd_names_and_capital_endings_can_be_written(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"all [1] * '?' é %20 {ending.upper()}"
    for _ in range(2):
        write(sessions(3), path, append=True)
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own in Windows")
def test_a_link_stays_one_and_a_mode_stays_as_it_was(tmp_path: Path) -> None:
    write(sessions(1), target := tmp_path / "real.csv")
    target.chmod(0o640)
    (link := tmp_path / "link.csv").symlink_to(target)
    write(sessions(3), link)
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert ids(target) == ["id-0", "id-1", "id-2"]


def test_an_older_databases_side_files_do_not_come_back(tmp_path: Path) -> None:
    for name in ("sessions.sqlite-wal", "sessions.sqlite-journal", "sessions.duckdb.wal"):
        (tmp_path / name).write_bytes(b"of another file")
    for name in ("sessions.sqlite", "sessions.duckdb"):
        write(sessions(3), tmp_path / name)
        assert len(ids(tmp_path / name)) == 3
    assert sorted(each.name for each in tmp_path.iterdir()) == ["sessions.duckdb", "sessions.sqlite"]


@pytest.mark.parametrize(("ending", "needed"), [(".parquet", "pyarrow"), (".duckdb", "duckdb")])
def test_a_missing_extra_is_named_and_others_work(ending: str, needed: str, tmp_path: Path) -> None:
    code = f"""
        import sys
        sys.modules.update(dict.fromkeys(["pyarrow", "pyarrow.parquet", "duckdb", "rich", "typer"]))
        {'sys.modules.pop("pyarrow"); sys.modules.pop("pyarrow.parquet")' if needed == "duckdb" else ""}
        from allsessions import ConfigurationError
        from allsessions.export import write
        for each in ("a.csv", "a.jsonl", "a.sqlite"):
            write([], each); write([], each, append=True)
        try:
            write([], "a{ending}")
        except ConfigurationError as error:
            print(error)
        """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=tmp_path, env=dict(os.environ))
    assert done.stdout == f'{ending} files need {needed}, which is not installed; pip install "allsessions[export]"\n'


@every_ending
def test_no_secret_of_a_real_list_is_in_a_file(ending: str, tmp_path: Path) -> None:
    with Simulator(World.make(60)) as simulator, Client.from_env(simulator.environment()) as client:
        listed = [*client.list()]
        written = write(client.list(), path := tmp_path / f"sessions{ending}", raw=True)
    assert written.sessions == 240
    secrets = {text for each in listed for text in _secrets(each.raw.to_dict())}
    assert secrets
    content = path.read_bytes()
    assert [secret for secret in secrets if secret.encode() in content] == []


def _secrets(value: object, secret: bool = False) -> Iterator[str]:
    """The texts behind names that speak of tokens, in the records of the simulator."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _secrets(item, secret or "token" in name.lower())
    elif isinstance(value, list):
        for item in value:
            yield from _secrets(item, secret)
    elif isinstance(value, str) and secret and len(value) > 8:
        yield value


@every_ending
def test_what_another_export_wrote_meanwhile_is_not_lost(ending: str, tmp_path: Path) -> None:
    def meanwhile() -> Iterator[Session]:
        yield session(1)
        write([session(2)], path, append=True)

    write([session(0)], path := tmp_path / f"sessions{ending}", append=True)
    with pytest.raises(ConfigurationError, match="was changed by another program meanwhile"):
        write(meanwhile(), path, append=True)
    assert ids(path) == ["id-0", "id-2"]


@pytest.mark.parametrize("append", [False, True], ids=["anew", "append"])
def test_a_databases_side_files_stay_if_it_is_not_replaced(
    append: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write([session(1)], path := tmp_path / "sessions.sqlite")
    code = f"""
        import os, sqlite3
        database = sqlite3.connect({str(path)!r})
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE rates AS SELECT 7 AS rate")
        database.commit()
        os._exit(0)  # what is in the log is in no file yet
        """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, timeout=60)
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if Path(target) == path:
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write([session(2)], path, append=append)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT rate FROM rates").fetchall() == [(7,)]


def test_a_locked_database_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write([session(1)], path := tmp_path / "sessions.sqlite")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, **{"timeout": 0.05, **more}))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ConfigurationError, match="cannot be opened: database is locked"):
            write([session(2)], path, append=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps who may read a file elsewhere than in its mode")
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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes among its files")
def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe.csv")
    (loop := tmp_path / "loop.csv").symlink_to(loop)
    for path, said in ((pipe, "is no file"), (loop, "is no path"), (f"{tmp_path}/nul\x00.csv", "is no path")):
        with pytest.raises(ConfigurationError, match=said):
            write([], path, append=True)
