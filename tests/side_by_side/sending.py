"""Check one case of the operations."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import httpx
from attrs import NOTHING, frozen

from tests.side_by_side.annotations import mistyped
from tests.side_by_side.cases import Call, OperationCase
from tests.side_by_side.comparing import as_json, same, worse
from tests.side_by_side.packages import Package, models_within, required_arguments
from tests.side_by_side.reading import Outcome, attempt, problems_of, short
from tests.side_by_side.wire import sent

SERVER = "https://server.invalid/base"


@frozen
class Exchange:
    """The aspects of a request, and the response that the client returned."""

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
    """Yield the problems of the package, its requests and its responses."""
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
    """Check an aspect; headers need only be among those that are sent."""
    if aspect == "headers":
        return all(found.get(name) == value for name, value in wanted.items())
    return bool(wanted == found)


def described(each: Call) -> str:
    answered = f"{each.answer.status} {short(each.answer.content.decode(errors='replace'))}"
    return f"call {short(dict(each.arguments))} answered {answered}"


def signatures(case: OperationCase, plain: Package, ours: Package) -> Iterator[str]:
    """Say where ours has other functions or arguments than plain."""
    of_plain, failed = attempt(plain.module, f"api.{case.endpoint}")
    own = ours.module(f"api.{case.endpoint}") if not failed else None
    for name in ("_get_kwargs", "sync_detailed", "asyncio_detailed", "sync", "asyncio"):
        if hasattr(of_plain, name) and arguments(getattr(of_plain, name)) != arguments(getattr(own, name)):
            yield f"{name}{inspect.signature(getattr(own, name))} has other arguments than plain's"


def arguments(function: Any) -> list[tuple[str, Any, bool]]:
    """The arguments with their kinds, and True for each that is optional."""
    parameters = inspect.signature(function).parameters.values()
    return [(each.name, each.kind, each.default is each.empty) for each in parameters]


def comparisons(case: OperationCase, plain: Package, ours: Package) -> Iterator[str]:
    for each in case.calls:
        of_plain, failed = attempt(exchange, case, each, plain)
        if not failed and not each.raises:
            found = problems_of(compared, each, of_plain, exchange(case, each, ours))
            yield from [f"{described(each)}: {problem}" for problem in found]
        yield from problems_of(optional_in_ours, each, plain, ours)


def compared(each: Call, of_plain: Exchange, ours: Exchange) -> Iterator[str]:
    """Say which aspects differ; a difference that is expected must be there."""
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
    """Check an aspect of ours; ours may send credentials that plain knows nothing of."""
    if aspect == "headers":
        return all(ours.get(name) == value for name, value in plain.items() if name != "authorization")
    if aspect in {"query", "cookies"}:
        return all(each in ours for each in plain)
    return bool(plain == ours or (aspect == "body" and same(plain, ours)))


def optional_in_ours(each: Call, plain: Package, ours: Package) -> Iterator[str]:
    """Yield the fields that models of a request must have in plain and may lack in ours."""
    body, failed = attempt(plain.make, each.arguments.get("body"))
    for model in models_within(body) if not failed else ():
        own = getattr(ours.models, type(model).__name__)
        for name in required_arguments(type(model)):
            if name not in required_arguments(own) and f"{name}_" not in required_arguments(own):
                yield f"{own.__name__} can be made without {name}"


def exchange(case: OperationCase, each: Call, package: Package, *, awaited: bool = False) -> Exchange:
    """Make a call and answer it, with or without asyncio."""
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
