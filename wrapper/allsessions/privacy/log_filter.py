"""Redact the logs of httpx and httpcore for this library's requests, because DEBUG logs show headers."""

import contextvars
import logging
import re

from .redact import MASK, redact

# The names of all loggers, because a logger's filter does not apply to its child loggers.
_loggers = ["httpx", "hpack.hpack", "hpack.table"]
_loggers += [f"httpcore.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")]

HARMLESS_HEADERS = (
    "(?:accept|content)-(?:encoding|length|type)|accept|cache-control|connection|date|host|retry-after|user-agent"
    "|(?:x-)?request-id"
)
"""A pattern for the names of headers without secrets. Any other header may contain a secret."""
_BYTES = r"""b(?:'(?:[^'\\]|\\.)*'|"[^"]*")"""
_HEADER = re.compile(rf"\((?!b'(?:{HARMLESS_HEADERS})')({_BYTES}), {_BYTES}", re.IGNORECASE)

secrets_in_logs: contextvars.ContextVar[tuple[str, ...] | None] = contextvars.ContextVar("secrets", default=None)
"""The secrets to mask in the logs of the current task; None in tasks that this library did not start."""


def _redact(record: logging.LogRecord) -> bool:
    if (secrets := secrets_in_logs.get()) is not None:
        if record.name.startswith("hpack"):
            return False  # these records show headers in encoded forms, too
        record.msg = redact(_HEADER.sub(rf"(\1, b'{MASK}'", record.getMessage()), secrets)
        record.args = None
    return True


for _name in _loggers:
    logging.getLogger(_name).addFilter(_redact)
