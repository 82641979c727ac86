"""Redact the logs of httpx and httpcore for this library's requests, because DEBUG logs show headers."""

import contextlib
import contextvars
import logging
import re
from collections.abc import Generator

from .redact import MASK, redact

# The names of all loggers, because a logger's filter does not apply to its child loggers.
_LOGGERS = (
    *("httpx", "hpack.hpack", "hpack.table"),
    *(f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")),
)
_HARMLESS = (
    "accept[a-z-]*|age|allow|cache-control|connection|content-[a-z-]+|date|expires|host|keep-alive|retry-after|server|"
    "(?:x-)?ratelimit[a-z-]*|transfer-encoding|user-agent|vary|via|(?:x-)?request-id"
)
HARMLESS_HEADER = re.compile(_HARMLESS, re.IGNORECASE)
"""A pattern for the names of headers without secrets. Any other header may contain a secret."""
_HEADER = re.compile(
    rf"""(\(b(['"])(?!(?:{_HARMLESS})\2)[^'"]+\2, b)('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", re.IGNORECASE
)

_secrets: contextvars.ContextVar[tuple[str, ...] | None] = contextvars.ContextVar("secrets", default=None)


def _redact(record: logging.LogRecord) -> bool:
    if (secrets := _secrets.get()) is not None:
        record.msg = redact(_HEADER.sub(rf"\1'{MASK}'", record.getMessage()), secrets)
        record.args = None
    return True


def install_log_filter() -> None:
    """Install the log filter that `redact_logs` controls. A second call does nothing."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_redact)


@contextlib.contextmanager
def redact_logs(secrets: tuple[str, ...]) -> Generator[None]:
    """Redact these secrets in the logs of a request that runs inside the `with` block."""
    token = _secrets.set(secrets)
    try:
        yield
    finally:
        _secrets.reset(token)
