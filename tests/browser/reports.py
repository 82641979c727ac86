"""The reports for the browser."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Final

from allsessions import IncompleteListingError, ServerError, Session, Status
from allsessions.report import write
from tests.report.made import NOW, ago, akool, anam, elizaos, konpro, made, minutes

SOURCES: Final = ("akool", "anam", "konpro", "elizaos")
RATES: Final = {"akool": Decimal("0.25"), "anam": Decimal("0.18")}

MIXED: Final = (
    *(akool(f"{number}", ago(hours=5 * number)) for number in range(1, 20)),
    akool("active", ago(minutes=5), Status.ACTIVE),
    *(
        anam(f"{number}", ago(hours=2 * number), minutes(3 + 7 * number % 90), agent_id=f"agent {number % 4}")
        for number in range(1, 70)
    ),
    *(anam(f"failed {number}", ago(hours=9 * number), minutes(1), status=Status.FAILED) for number in range(1, 9)),
    anam("running", ago(minutes=30), None),
    *(konpro(f"{number}", ago(hours=11 * number), minutes(20 + number)) for number in range(1, 15)),
    made("konpro", "pending", Status.PENDING, created_at=ago(minutes=1)),
    elizaos("running", ago(hours=9)),
)
"""Every source and status, in a week."""

SCRIPTS: Final = (
    "</script><script>document.title = 'run'</script>",
    "<img src=x onerror=\"document.title = 'run'\">",
    "<svg onload=\"document.title = 'run'\">",
    '"><iframe srcdoc="<script>parent.document.title = \'run\'</script>">',
    "javascript:document.title='run'",
    "\u202egnp.exe\x00\x1b[31m",
)


def mixed(path: Path) -> Path:
    return write(MIXED, path, now=NOW, zone=datetime.UTC, sources=SOURCES, rates=RATES, limits={"anam": 2}).path


def empty(path: Path) -> Path:
    return write([], path, sources=SOURCES).path


def single(path: Path) -> Path:
    return write([anam("only", ago(hours=3), minutes(12))], path, now=NOW, zone=datetime.UTC).path


def many(path: Path) -> Path:
    """100,000 sessions of 200 sources in a year."""
    chance = Random(1)

    def sessions() -> Iterator[Session]:
        for number in range(100_000):
            began = NOW - datetime.timedelta(seconds=chance.random() * 365 * 86400)
            length = min(datetime.timedelta(seconds=chance.lognormvariate(6, 1.2)), NOW - began)
            source = f"server-{min(int(chance.expovariate(1 / 30)), 199):03}"
            yield anam(f"{number}", began, length, source=source, agent_id=f"agent-{int(chance.expovariate(1 / 50))}")

    sources = [f"server-{number:03}" for number in range(200)]
    return write(sessions(), path, now=NOW, since=ago(days=365), zone=datetime.UTC, sources=sources).path


def hostile(path: Path) -> Path:
    sessions = [made(text, text, Status.ACTIVE, started_at=ago(hours=1), agent_id=text, label=text) for text in SCRIPTS]
    long = made("long " * 40, "x" * 900, Status.ACTIVE, started_at=ago(hours=2), agent_id="y" * 900, label="z" * 900)
    return write(
        [*sessions, long], path, now=NOW, title=SCRIPTS[0], currency=SCRIPTS[1], rates={SCRIPTS[2]: Decimal(1)}
    ).path


def incomplete(path: Path) -> Path:
    def sessions() -> Iterator[Session]:
        yield from MIXED
        raise IncompleteListingError([ServerError(SCRIPTS[1], source="konpro", vendor="konpro", status_code=503)])

    try:
        write(sessions(), path, now=NOW, zone=datetime.UTC, sources=SOURCES)
    except IncompleteListingError:
        return path
    raise AssertionError("nothing was missing")


REPORTS: Final[Mapping[str, Callable[[Path], Path]]] = {
    each.__name__: each for each in (mixed, empty, single, many, hostile, incomplete)
}
