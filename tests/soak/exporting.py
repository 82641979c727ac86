"""Export many sessions into each kind of file, in bounded memory."""

import datetime
import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from allsessions import Session, Status
from allsessions.export import ENDINGS, write
from tests.export.made import session

from .reading import peak_memory

MORE_ALLOWED = 60.0
"""The allowed additional memory, compared with 10,000 sessions, in MB."""
MORE_ALLOWED_TO_DUCKDB = 128.0
"""The same for DuckDB, in MB. It keeps more of a large file in memory."""


def failures(baseline: int, sessions: int) -> list[str]:
    """Export `sessions`, compare the memory with that for `baseline`, and return the failed checks, in words."""
    print(f"{'':<10}{'seconds':>10}{'to add':>10}{'peak, MB':>10}{'more, MB':>10}", flush=True)
    return [f"an export to {ending}" for ending in ENDINGS if not _holds(ending, baseline, sessions)]


def _holds(ending: str, baseline: int, sessions: int) -> bool:
    small, large = (_apart(ending, count) for count in (baseline, sessions))
    more = large["peak"] - small["peak"]
    print(
        f"{ending:<10}{large['seconds']:>10.1f}{large['to_add']:>10.1f}{large['peak']:>10.1f}{more:>10.1f}", flush=True
    )
    allowed = MORE_ALLOWED_TO_DUCKDB if ending == ".duckdb" else MORE_ALLOWED
    return (large["written"], large["updated"]) == (sessions, sessions) and more <= allowed


def _apart(ending: str, sessions: int) -> dict[str, float]:
    """Export in a new process, whose peak memory has no earlier exports in it."""
    with multiprocessing.get_context("spawn").Pool(1) as process:
        return process.apply(_export, (ending, sessions))


def _export(ending: str, sessions: int) -> dict[str, float]:
    """Return the costs of an export, and of a second export that updates all of these sessions."""
    with tempfile.TemporaryDirectory() as folder:
        path, begin = Path(folder, f"sessions{ending}"), time.perf_counter()
        written = write(_sessions(sessions, Status.ACTIVE), path).added
        between = time.perf_counter()
        updated = write(_sessions(sessions, Status.ENDED), path, append=True).updated
        times = {"seconds": between - begin, "to_add": time.perf_counter() - between}
    return {"written": written, "updated": updated, "peak": peak_memory(), **times}


def _sessions(count: int, status: Status) -> Iterator[Session]:
    one = session(1, label="a label")
    second = datetime.timedelta(seconds=1)
    begin = one.created_at
    assert begin is not None
    for number in range(count):
        # Unordered, like real identifiers.
        id = f"{number * 2654435761 % 2**32:08x}-7a3d-4c2b-8e9f-{number:012x}"
        yield evolve(one, id=id, status=status, created_at=begin + number * second, user_id=f"user {number % 1000}")
