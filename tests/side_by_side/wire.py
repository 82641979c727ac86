"""What a request says, however it is written."""

from __future__ import annotations

import email
import email.policy
import json
import re
from typing import Any
from urllib.parse import parse_qsl

import httpx
from attrs import asdict, frozen

_OF_THE_TRANSPORT = {
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "user-agent",
}


@frozen(kw_only=True)
class Sent:
    """A request by its meaning.

    Attributes:
        query: Pairs, sorted by name; those of one name in their order.
        headers: Without those that every request has.
        body: A JSON value, the pairs of a form, the parts of a multipart body (name, file name, type, bytes;
            sorted by name), or bytes.
    """

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    cookies: list[str]
    content_type: str
    body: Any

    def aspects(self) -> dict[str, Any]:
        return asdict(self, recurse=False)


def sent(request: httpx.Request) -> Sent:
    path, _, query = request.url.raw_path.decode().partition("?")
    content_type = request.headers.get("content-type", "")
    return Sent(
        method=request.method,
        path="/".join(map(_plain_dots, path.split("/"))),
        query=sorted(parse_qsl(query, keep_blank_values=True), key=lambda pair: pair[0]),
        headers={name: value for name, value in request.headers.items() if name not in _OF_THE_TRANSPORT},
        cookies=sorted(filter(None, request.headers.get("cookie", "").split("; "))),
        content_type=re.sub(r"; *boundary=.*", "", content_type),
        body=_body(request.content, content_type),
    )


def _plain_dots(segment: str) -> str:
    """Undo what need not be escaped: dots, unless they are the whole segment."""
    return segment if segment in {"%2E", "%2E%2E"} else segment.replace("%2E", ".")


def _body(content: bytes, content_type: str) -> Any:
    if not content:
        return content
    kind = content_type.partition(";")[0]
    if kind == "multipart/form-data":
        return _parts(content, content_type)
    if kind == "application/x-www-form-urlencoded":
        return sorted(parse_qsl(content.decode(), keep_blank_values=True), key=lambda pair: pair[0])
    if kind == "application/json" or kind.endswith("+json"):
        return json.loads(content)
    return content


def _parts(content: bytes, content_type: str) -> list[tuple[str, str | None, str, bytes]]:
    head = f"content-type: {content_type}\r\n\r\n".encode()
    whole = email.message_from_bytes(head + content, policy=email.policy.HTTP)
    if not whole.is_multipart():
        raise ValueError(f"no multipart body: {content!r}")
    return sorted(map(_part, whole.iter_parts()), key=lambda part: part[0])


def _part(part: Any) -> tuple[str, str | None, str, bytes]:
    name = str(part.get_param("name", header="content-disposition"))
    kind = part.get_content_type() if "content-type" in part else ""
    return name, part.get_filename(), kind, part.get_payload(decode=True)
