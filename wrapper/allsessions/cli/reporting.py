"""The command `report` and the parsing of its options."""

import contextlib
import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

import typer

from allsessions import Client, Source, SourceError

from .exporting import exit_on_sigterm, export_errors, known_total, progress
from .extras import extra
from .terminal import print_note
from .times import Period

Value = TypeVar("Value")

_LIMIT = "--concurrency-limit"
_RATE = "--rate"


def report(
    client: Client,
    sources: list[str] | None,
    out: Path,
    chosen: Period,
    *,
    limits: Mapping[str, int],
    rates: Mapping[str, Decimal],
    currency: str,
    title: str | None,
) -> None:
    """Write the report, and print the number of its sessions."""
    with extra("report"):
        from allsessions.report import TITLE, write
    now = datetime.datetime.now(datetime.UTC)
    # No filter by time: sessions created before the period can have run in it.
    found = client.list(sources=sources)
    by_name = {source.name: source for source in client.sources}
    chosen_sources = [by_name[name] for name in dict.fromkeys(sources or by_name)]
    known = _known_limits(client, [source for source in chosen_sources if source.name not in limits])
    counted = known_total(client, sources, None)
    with export_errors(out), exit_on_sigterm(), progress(found, counted) as passing:
        written = write(
            passing,
            out,
            since=chosen.since,
            until=chosen.until,
            now=now,
            sources=chosen_sources,
            limits={**known, **limits},
            rates=rates,
            currency=currency,
            title=title or TITLE,
        )
    count, read = written.sessions, written.figures.read
    print_note(f"{out}: {count:,} session{'' if count == 1 else 's'} in the period; {read:,} read")


def _known_limits(client: Client, sources: Iterable[Source]) -> dict[str, int]:
    """Return the session limits that vendors report. If a request for a limit fails, the chart omits that limit."""
    found: dict[str, int] = {}
    for source in sources:
        if source.capabilities.concurrency:
            with contextlib.suppress(SourceError):
                found[source.name] = client.concurrency(source).limit or 0
    return {name: limit for name, limit in found.items() if limit > 0}


def parse_limits(texts: Iterable[str] | None) -> dict[str, int]:
    """Parse --concurrency-limit. Return the limit for each source. Raises BadParameter for an invalid limit."""
    return _by_source(texts, _LIMIT, "NAME=N; expected a source and a whole number from 1, such as anam=10", _limit)


def parse_rates(texts: Iterable[str] | None) -> dict[str, Decimal]:
    """Parse --rate. Return the price per minute for each source. Raises BadParameter for an invalid price."""
    return _by_source(texts, _RATE, "NAME=MONEY; expected a source and the price of a minute, such as anam=0.18", _rate)


def _by_source(
    texts: Iterable[str] | None, option: str, form: str, read: Callable[[str], Value | None]
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for text in texts or ():
        # A source's name can contain "=", a number cannot.
        name, _, value = text.rpartition("=")
        try:
            given = read(value) if name else None
        except (ValueError, InvalidOperation):
            given = None
        if given is None:
            raise typer.BadParameter(f"{text[:80]!r} is not {form}", param_hint=f"'{option}'")
        if name in found:
            raise typer.BadParameter(f"{name!r} has two values; pass only one", param_hint=f"'{option}'")
        found[name] = given
    return found


def _limit(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) else None


def _rate(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"[0-9]{0,9}(\.[0-9]{1,29})?", text) else None
