"""Parse requests, so that two spellings of the same content are equal."""

from __future__ import annotations

import email
import email.policy
import json
import re
from typing import Any
from urllib.parse import parse_qsl

import httpx

_OF_HTTPX = {"accept", "accept-encoding", "connection", "content-length", "host", "user-agent"}
_APART = {"content-type", "cookie"}


def sent(request: httpx.Request) -> dict[str, Any]:
    """Return the aspects of a request.

    The query and forms are pairs, sorted by name. A multipart body is a list of parts: name, file name, type and bytes.
    """
    path, _, query = request.url.raw_path.decode().partition("?")
    content_type = request.headers.get("content-type", "")
    headers = {name: value for name, value in request.headers.items() if name not in _OF_HTTPX | _APART}
    return {
        "method": request.method,
        "path": "/".join(map(_plain_dots, path.split("/"))),
        "query": _pairs(query),
        "headers": headers,
        "cookies": sorted(filter(None, request.headers.get("cookie", "").split("; "))),
        "content_type": re.sub(r"; *boundary=.*", "", content_type),
        "body": _body(request.content, content_type),
    }


def _pairs(text: str) -> list[tuple[str, str]]:
    return sorted(parse_qsl(text, keep_blank_values=True), key=lambda pair: pair[0])


def _plain_dots(segment: str) -> str:
    """Remove unnecessary escapes: those of dots, unless they are the whole segment."""
    return segment if segment in {"%2E", "%2E%2E"} else segment.replace("%2E", ".")


def _body(content: bytes, content_type: str) -> Any:
    kind = content_type.partition(";")[0]
    if content and kind == "multipart/form-data":
        head = f"content-type: {content_type}\r\n\r\n".encode()
        whole = email.message_from_bytes(head + content, policy=email.policy.HTTP)
        if not whole.is_multipart():
            raise ValueError(f"not a multipart body: {content!r}")
        return sorted(map(_part, whole.iter_parts()), key=lambda part: part[0])
    if content and kind == "application/x-www-form-urlencoded":
        return _pairs(content.decode())
    if content and (kind == "application/json" or kind.endswith("+json")):
        return json.loads(content)
    return content


def _part(part: Any) -> tuple[str, str | None, str, bytes]:
    name = str(part.get_param("name", header="content-disposition"))
    kind = part.get_content_type() if "content-type" in part else ""
    return name, part.get_filename(), kind, part.get_payload(decode=True)
