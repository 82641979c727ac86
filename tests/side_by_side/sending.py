"""Check one case of the operations."""

import asyncio
import email
import email.policy
import inspect
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import httpx
from attrs import NOTHING, frozen

from tests.side_by_side.cases import Call, OperationCase
from tests.side_by_side.comparing import as_json, mistyped, same, worse
from tests.side_by_side.packages import Package, models_within
from tests.side_by_side.reading import Outcome, attempt, problems_of, short

SERVER = "https://server.invalid/base"
_OF_HTTPX = {"accept", "accept-encoding", "connection", "content-length", "host", "user-agent"}
_APART = {"content-type", "cookie"}


@frozen
class Exchange:
    request: dict[str, Any]
    status: int
    content: bytes
    parsed: Any


def check_operation(case: OperationCase, plain: Package, ours: Package) -> Outcome:
    plain_problems = problems_of(plain_sending, case, plain)
    problems = problems_of(our_sending, case, ours)
    if not problems:
        problems = [*problems_of(signatures, case, plain, ours), *problems_of(comparisons, case, plain, ours)]
    return Outcome(case.name, tuple(plain_problems), tuple(problems))


def plain_sending(case: OperationCase, plain: Package) -> Iterator[str]:
    plain.import_all()
    for each in case.calls:
        _, failed = attempt(exchange, case, each, plain)
        if failed and not each.raises:
            yield f"{described(each)}: {failed}"


def our_sending(case: OperationCase, ours: Package) -> Iterator[str]:
    ours.import_all()
    if case.server and (found := ours.module().Client().base_url) != case.server:
        yield f"the default server is {found}, not {case.server}"
    for each in case.calls:
        yield from [f"{described(each)}: {problem}" for problem in problems_of(wrong_with, case, each, ours)]


def wrong_with(case: OperationCase, each: Call, ours: Package) -> Iterator[str]:
    done, failed = attempt(exchange, case, each, ours)
    if failed or each.raises:
        if not each.raises or not failed.startswith(each.raises):
            yield f"{failed or 'no error'}, not {each.raises or 'an answer'}"
        return
    for aspect, value in each.sends.items():
        if not same_aspect(aspect, value, done.request[aspect]):
            yield f"{aspect} is {short(done.request[aspect])}, not {short(value)}"
    if each.kind and type(done.parsed).__name__ != each.kind:
        yield f"parsed is a {type(done.parsed).__name__} {str(done.parsed)[:80]!r}, not a {each.kind}"
    if each.gives is not NOTHING and not same(as_json(done.parsed), each.gives):
        yield f"parsed is {short(as_json(done.parsed))}, not {short(each.gives)}"
    yield from mistyped(done.parsed)
    if done.content != each.answer.content or done.status != each.answer.status:
        yield f"the answer became {done.status} {done.content!r}"
    again = exchange(case, each, ours, awaited=True)
    if again.request != done.request or worse(done.parsed, again.parsed):
        yield f"asyncio_detailed gives {short(again)}, not {short(done)}"


def same_aspect(aspect: str, wanted: Any, found: Any) -> bool:
    """Compare an aspect of the request with the required one. Additional headers are allowed."""
    if aspect == "headers":
        return all(found.get(name) == value for name, value in wanted.items())
    return bool(wanted == found)


def described(each: Call) -> str:
    answered = f"{each.answer.status} {short(each.answer.content.decode(errors='replace'))}"
    return f"call {short(dict(each.arguments))} answered {answered}"


def signatures(case: OperationCase, plain: Package, ours: Package) -> Iterator[str]:
    of_plain, failed = attempt(plain.module, f"api.{case.endpoint}")
    own = ours.module(f"api.{case.endpoint}") if not failed else None
    for name in ("_get_kwargs", "sync_detailed", "asyncio_detailed", "sync", "asyncio"):
        if hasattr(of_plain, name) and arguments(getattr(of_plain, name)) != arguments(getattr(own, name)):
            yield f"{name}{inspect.signature(getattr(own, name))} has other arguments than plain's"


def arguments(function: Any) -> list[tuple[str, Any, bool]]:
    parameters = inspect.signature(function).parameters.values()
    return [(each.name, each.kind, each.default is each.empty) for each in parameters]


def comparisons(case: OperationCase, plain: Package, ours: Package) -> Iterator[str]:
    for each in case.calls:
        of_plain, failed = attempt(exchange, case, each, plain)
        if not failed and not each.raises:
            found = problems_of(compared, each, of_plain, exchange(case, each, ours))
            yield from [f"{described(each)}: {problem}" for problem in found]


def compared(each: Call, of_plain: Exchange, ours: Exchange) -> Iterator[str]:
    """Yield each aspect that differs unexpectedly, or is equal although the case expects a difference."""
    for aspect, value in of_plain.request.items():
        own = ours.request[aspect]
        if each.differs(aspect) and value == own:
            yield f"{aspect} is the same as plain's; the difference can go"
        elif not each.differs(aspect) and not as_good(aspect, value, own):
            yield f"{aspect}: plain sends {short(value)}, ours {short(own)}"
    odd = any(model.invalid_fields for model in models_within(ours.parsed))
    found = "" if odd or of_plain.parsed is None else worse(of_plain.parsed, ours.parsed)
    if bool(found) != each.differs("parsed"):
        yield found or "parsed is as good as plain's; the difference can go"


def as_good(aspect: str, plain: Any, ours: Any) -> bool:
    """Check that our aspect is at least as good as plain's. Our package may send additional credentials."""
    if aspect == "headers":
        return all(ours.get(name) == value for name, value in plain.items() if name != "authorization")
    if aspect in {"query", "cookies"}:
        return all(each in ours for each in plain)
    return bool(plain == ours or (aspect == "body" and same(plain, ours)))


def exchange(case: OperationCase, each: Call, package: Package, *, awaited: bool = False) -> Exchange:
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        headers = {"content-type": each.answer.content_type} if each.answer.content_type else {}
        return httpx.Response(each.answer.status, content=each.answer.content, headers=headers)

    async def ask(opened: Any) -> Any:
        async with opened:
            return await endpoint.asyncio_detailed(**arguments, client=opened)

    options: dict[str, Any] = {"base_url": SERVER, "httpx_args": {"transport": httpx.MockTransport(handle)}}
    root, endpoint = package.module(), package.module(f"api.{case.endpoint}")
    client = root.Client(**options) if each.token is None else root.AuthenticatedClient(token=each.token, **options)
    arguments = {name: package.make(value) for name, value in each.arguments.items()}
    if awaited:
        response = asyncio.run(ask(client))
    else:
        with client:
            response = endpoint.sync_detailed(**arguments, client=client)
    return Exchange(sent(requests[0]), int(response.status_code), response.content, response.parsed)


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
    """Decode dots in a segment, except in "." and "..", where the encoding matters."""
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
