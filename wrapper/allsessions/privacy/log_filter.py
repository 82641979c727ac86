"""What httpx and its parts log of this library's requests, without secrets.

At DEBUG they log the answer's headers, and over HTTP/2 the request's as well. The records of other requests in the same
program are left as they are.
"""

import contextlib
import contextvars
import logging
import re
from collections.abc import Generator

from .redact import MASK, redact

_LOGGERS = (
    "httpx",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
    "hpack.hpack",
    "hpack.table",
)
# What an unknown header holds may let somebody in.
_HARMLESS_HEADERS = re.compile(
    r"accept.*|age|allow|cache-control|connection|content-.*|date|expires|host|keep-alive|retry-after|(x-)?ratelimit.*|"
    r"server|transfer-encoding|user-agent|vary|via|(x-)?request-id",
    re.IGNORECASE,
)
_HEADER = re.compile(r"""\(b(['"])(?P<name>[^'"]+)\1, b(?P<value>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")

_secrets: contextvars.ContextVar[tuple[str, ...] | None] = contextvars.ContextVar("secrets", default=None)


class _Masking(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        secrets = _secrets.get()
        if secrets is not None:
            record.msg = redact(_HEADER.sub(_masked_header, record.getMessage()), secrets)
            record.args = None
        return True


_MASKING = _Masking()


def mask_logs() -> None:
    """See to it that what is logged within `asking` is masked."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_MASKING)


@contextlib.contextmanager
def asking(secrets: tuple[str, ...]) -> Generator[None]:
    """A request with these secrets is under way in this task."""
    token = _secrets.set(secrets)
    try:
        yield
    finally:
        _secrets.reset(token)


def _masked_header(match: "re.Match[str]") -> str:
    harmless = _HARMLESS_HEADERS.fullmatch(match["name"])
    return match[0] if harmless else f"(b'{match['name']}', b'{MASK}'"
