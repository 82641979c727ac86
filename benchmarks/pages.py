"""Generate pages of sessions in the four vendors' formats. The session with number n is always the same."""

import json
from collections.abc import Iterable
from functools import cache

from .records import MARK, PLAIN, anam

VENDORS = ("akool", "anam", "konpro", "elizaos")
PAGED = ("akool", "anam", "konpro")
SIZE = 100
"""Records on one page, the same for all peers. ElizaOS has no pages."""
PERSONA = 1300
"""Size in bytes of the persona snapshot in an Anam session."""

_IDENTIFIERS = {
    "akool": "6698c9d6%016x",
    "anam": "89a01d8b-1fbc-4e97-9f46-%012x",
    "konpro": "5f0c1d2e3b4a59687f8e%012x",
    "elizaos": "0b5c6f1e-7a3d-4c2b-8e9f-%012x",
}


def identifiers(vendor: str, numbers: Iterable[int]) -> list[str]:
    """Return the vendor's identifiers of the sessions with these numbers."""
    return [_IDENTIFIERS[vendor] % number for number in numbers]


def body(vendor: str, start: int, total: int, *, first: int = 0, persona: int = PERSONA) -> bytes:
    """Return the response body with one page of a list.

    Args:
        vendor: The vendor.
        start: The number of sessions before the page.
        total: The number of sessions in the list.
        first: The number of the list's first session.
        persona: The size in bytes of each Anam session's persona.
    """
    end = total if vendor == "elizaos" else min(start + SIZE, total)
    return _envelope(vendor, start, total, _records(vendor, range(first + start, first + max(start, end)), persona))


def with_odd_fields(vendor: str, page: bytes) -> bytes:
    """Return the page with one value of an undocumented type in each record."""
    answer = json.loads(page)
    name, value = _ODD[vendor]
    records = {"akool": lambda: answer["data"]["result"], "elizaos": lambda: answer["sessions"]}
    for record in records.get(vendor, lambda: answer["data"])():
        record[name] = value
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


_ODD: dict[str, tuple[str, object]] = {
    "akool": ("stream_type", 7),
    "anam": ("sessionLengthMs", "long"),
    "konpro": ("duration", "long"),
    "elizaos": ("renewalCount", "once"),
}


def _records(vendor: str, numbers: range, persona: int) -> bytes:
    patterns = _patterns(vendor, persona)
    return b",".join(patterns[number % SIZE] % number for number in numbers)


@cache
def _patterns(vendor: str, persona: int) -> tuple[bytes, ...]:
    return tuple(_pattern(vendor, number, persona) for number in range(SIZE))


def _pattern(vendor: str, number: int, persona: int) -> bytes:
    record = anam(number, persona) if vendor == "anam" else PLAIN[vendor](number)
    # Compact and without escaped letters, like the vendors' servers.
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return text.replace("%", "%%").replace(MARK, _IDENTIFIERS[vendor]).encode()


def _envelope(vendor: str, start: int, total: int, records: bytes) -> bytes:
    page, last = start // SIZE + 1, max(1, -(-total // SIZE))
    match vendor:
        case "akool":
            return b'{"code":1000,"msg":"OK","data":{"count":%d,"result":[%b]}}' % (total, records)
        case "anam":
            meta = b'{"total":%d,"lastPage":%d,"currentPage":%d,"perPage":%d,"prev":%b,"next":%b}' % (
                *(total, last, page, SIZE),
                *(b"%d" % (page - 1) if page > 1 else b"null", b"%d" % (page + 1) if page < last else b"null"),
            )
            return b'{"data":[%b],"meta":%b}' % (records, meta)
        case "konpro":
            token = b'"at-%d"' % (start + SIZE) if start + SIZE < total else b"null"
            envelope = b'{"total":%d,"page":%d,"page_size":%d,"next_pagination_token":%b,"data":[%b]}'
            return envelope % (total, page, SIZE, token, records)
        case _:
            stats = b'{"totalSessions":%d,"activeSessions":%d,"expiredSessions":0}' % (total, total)
            return b'{"sessions":[%b],"total":%d,"stats":%b}' % (records, total, stats)
