"""Check all sources: send one small request to each, concurrently."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Final

import typer
from attrs import frozen

from allsessions import AsyncClient, AuthenticationError, PermissionDeniedError, Source, SourceError, TimedOutError

from .outcome import INCOMPLETE

PATIENCE: Final = 10.0
"""The time limit for a source's answer, in seconds."""


@frozen(kw_only=True)
class Check:
    """The result of checking one source.

    Attributes:
        source: The source.
        seconds: The time until the source answered, in seconds.
        total: The number of sessions; None if the vendor reports no total.
        error: The error; None if the check succeeded.
    """

    source: Source
    seconds: float
    total: int | None = None
    error: SourceError | None = None


def check_sources(sources: Sequence[Source]) -> list[Check]:
    """Check each source once. Return the results in the order of the sources."""
    return asyncio.run(_check_all(sources))


def exit_if_failed(checks: Sequence[Check]) -> None:
    """Exit with status 1 if a check failed."""
    if any(check.error for check in checks):
        raise typer.Exit(INCOMPLETE)


def error_text(check: Check, config: Path | None) -> str | None:
    """Return the error without the source's name. If the vendor refused the credential, add the credential's origin."""
    if check.error is None:
        return None
    if isinstance(check.error, TimedOutError):  # its message suggests a setting that the commands do not offer
        return f"no complete response within {PATIENCE:g} s; check base_url ({check.source.base_url}), or try later"
    said = str(check.error).removeprefix(f"{check.source.name}: ")
    refused = isinstance(check.error, AuthenticationError | PermissionDeniedError)
    return f"{said}{_origin(check.source, config) if refused else ''}"


async def _check_all(sources: Sequence[Source]) -> list[Check]:
    async with AsyncClient(sources, timeout=PATIENCE, deadline=PATIENCE, retries=0) as client:
        return await asyncio.gather(*(_check_one(client, source) for source in sources))


async def _check_one(client: AsyncClient, source: Source) -> Check:
    begin = time.perf_counter()
    total: int | None = None
    error: SourceError | None = None
    try:
        async with aclosing(client.pages(source, page_size=1)) as pages:
            page = await anext(pages)
        total, error = page.total, next(iter(page.invalid), None)
    except SourceError as failure:
        error = failure
    return Check(source=source, seconds=time.perf_counter() - begin, total=total, error=error)


def _origin(source: Source, config: Path | None) -> str:
    given = next((name for name in ("token", "api_key") if getattr(source, name, None)), None)
    option = given or "api_key"
    if config is None:
        variable = f"{source.vendor}_{option}".upper()
        return f"; its {option} comes from {variable}" if given else f"; it has no {option}: set {variable}"
    field = f"{option}_env of {source.name} in {config}"
    return f"; its {option} comes from the variable in {field}" if given else f"; it has no {option}: set {field}"
