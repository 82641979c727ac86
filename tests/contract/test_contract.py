"""The typed clients against Prism, which answers from the contracts and refuses what they do not allow."""

import json
from itertools import product
from typing import Any
from uuid import UUID

import httpx
import pytest

from akool_client.models import SessionStatus
from konpro_client.models import ListSessionsStatus
from tests.clients.contracts import OPERATIONS, Operation
from tests.contract.prisms import Prisms, wrong
from tests.side_by_side.comparing import same

# The limit excludes fixtures: npm.py has its own, longer limits for installation and start.
pytestmark = [pytest.mark.contract, pytest.mark.timeout(func_only=True)]

IDS = {name: UUID(f"9d0f0f5a-3f52-4b87-8f0c-6f1f6f3f2a1{place}") for place, name in enumerate(["key", "persona"])}
ARGUMENTS: dict[str, list[dict[str, Any]]] = {
    "akool-end_session": [{}],
    "akool-get_session": [{"id": "6698c9d69cf7b0d61d1b6420"}, {"id": "a b&c=d/ü"}],
    "akool-list_sessions": [{}, {"page": 2, "size": 1}, *({"status": status} for status in SessionStatus)],
    "anam-end_session": [{"id": IDS["key"]}],
    "anam-get_concurrency": [{}],
    "anam-list_sessions": [
        {},
        {"page": 3, "per_page": 100, "search": "kiosk & co", "api_key_id": IDS["key"], "persona_id": IDS["persona"]},
    ],
    "elizaos-end_session": [{"session_id": str(IDS["key"])}, {"session_id": "a/ü?#"}],
    "elizaos-get_session": [{"session_id": str(IDS["key"])}, {"session_id": "a/ü?#"}],
    "elizaos-list_sessions": [{}],
    "konpro-end_session": [{}],
    "konpro-list_sessions": [
        {"page": 2, "page_size": 5, "date_from": "2026-01-31T00:00:00Z", "date_to": "2026-02-28T23:59:59Z"},
        {"token": "bmV4dA=="},
        *({"status": status} for status in ListSessionsStatus),
    ],
}
"""The arguments of each operation's calls. Together the calls use every parameter, and every value of an enum."""

by_name = {str(operation): operation for operation in OPERATIONS}
# An empty requirement in `security` means that credentials are optional.
CLOSED = [operation for operation in OPERATIONS if {} not in operation.client.document["security"]]


def called(
    operation: Operation, prisms: Prisms, arguments: dict[str, Any], way: str = "sync_detailed", **settings: Any
) -> tuple[Any, httpx.Response]:
    answers: list[httpx.Response] = []

    async def keep(answer: httpx.Response) -> None:
        answers.append(answer)

    hook = answers.append if way == "sync_detailed" else keep
    httpx_args = {"event_hooks": {"response": [hook]}, "trust_env": False}
    base_url = prisms.of(operation.client.vendor).base_url
    client = operation.client.authenticated(base_url, "key", httpx_args=httpx_args, **settings)
    response = operation.ask(way, client, **arguments)
    (answer,) = answers
    return response, answer


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_an_operation_sends_and_reads_what_is_documented(prisms: Prisms, operation: Operation) -> None:
    vendor, sent = operation.client.vendor, list[httpx.QueryParams]()
    models = [each.model for each in operation.answers if each.is_success]
    ways = ("sync_detailed", "asyncio_detailed")
    settings: list[dict[str, Any]] = [{}, {"headers": {"Prefer": "dynamic=true"}}]
    for arguments, way, more in product(ARGUMENTS[str(operation)], ways, settings):
        response, answer = called(operation, prisms, arguments, way, **more)
        assert (wrong(vendor, answer), response.status_code) == ([], 200), (arguments, more)
        sent.append(answer.request.url.params)
        if response.parsed == response.content.decode():
            continue  # a text body stays unchanged
        assert [type(response.parsed)] == models
        assert same(response.parsed.to_dict(), json.loads(response.content)), arguments
    for parameter in (each for each in operation.parameters.values() if each["in"] == "query"):
        values = {params[parameter["name"]] for params in sent if parameter["name"] in params}
        allowed = operation.client.resolved(parameter["schema"]).get("enum", [])
        assert values >= {*map(str, allowed)}, parameter["name"]
        assert values, parameter["name"]


def test_wrong_requests_are_found_and_logged(provoked: Prisms) -> None:
    cases = [(each, ARGUMENTS[str(each)][0], {"auth_header_name": "X-Other"}, 401, "security") for each in CLOSED]
    cases += [(by_name["anam-list_sessions"], {"per_page": 1000}, {}, 422, "perpage must be <= 100")]
    for operation, arguments, settings, status, reason in cases:
        response, answer = called(operation, provoked, arguments, **settings)
        (found,) = wrong(operation.client.vendor, answer)
        assert reason in found
        assert (response.status_code, response.parsed is None) == (status, False)
    assert any("perpage must be <= 100" in line for line in provoked.complaints())
