"""The generated clients against Prism, which answers from the compiled contracts and refuses what they do not allow."""

from __future__ import annotations

import asyncio
import json
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx
import pytest

from anam_client.api.sessions import list_sessions
from codegen.rooms import package_name, vendors
from tests.contract.operations import USES, documented, endpoints
from tests.contract.prisms import Prisms, document, wrong
from tests.contract.values import as_values

# npm.py has limits of its own for installing and starting, which are longer than a test's.
pytestmark = [pytest.mark.contract, pytest.mark.timeout(func_only=True)]

ENDPOINTS = endpoints()
# A contract that lets a request without credentials pass has an empty requirement among the others.
CLOSED = [vendor for vendor in vendors() if {} not in document(vendor)["security"]]
NO_CREDENTIALS = "Invalid security scheme used"
TOO_LARGE = "perpage must be <= 100"


def called(
    endpoint: ModuleType, face: str, vendor: str, base_url: str, arguments: dict[str, Any], **settings: Any
) -> tuple[Any, httpx.Response]:
    """The endpoint's response, and the answer that it was read from."""
    answers: list[httpx.Response] = []

    async def keep(answer: httpx.Response) -> None:
        answers.append(answer)

    hook = answers.append if face == "sync" else keep
    httpx_args = {"event_hooks": {"response": [hook]}, "trust_env": False}
    kind = import_module(package_name(vendor)).AuthenticatedClient
    client = kind(base_url, httpx_args=httpx_args, **{"token": "key", **settings})

    async def call() -> Any:
        async with client:
            return await endpoint.asyncio_detailed(client=client, **arguments)

    if face == "sync":
        with client:
            response = endpoint.sync_detailed(client=client, **arguments)
    else:
        response = asyncio.run(call())
    (answer,) = answers
    return response, answer


def test_every_documented_operation_is_used_here() -> None:
    assert documented().keys() == ENDPOINTS.keys() == USES.keys()


@pytest.mark.parametrize("name", USES)
def test_every_documented_parameter_and_value_is_used_here(prisms: Prisms, name: str) -> None:
    vendor = name.partition(".")[0]
    base_url = prisms.of(vendor).base_url
    calls = (called(ENDPOINTS[name], "sync", vendor, base_url, arguments) for arguments in USES[name].arguments)
    sent = [answer.request.url.params for _, answer in calls]
    for parameter in documented()[name].get("parameters", []):
        if parameter["in"] != "query":
            continue
        reference = parameter["schema"].get("$ref", "").rpartition("/")[2]
        schema = document(name.partition(".")[0])["components"]["schemas"].get(reference, parameter["schema"])
        values = {params[parameter["name"]] for params in sent if parameter["name"] in params}
        assert values, parameter["name"]
        assert values >= {str(value) for value in schema.get("enum", [])}, parameter["name"]


@pytest.mark.parametrize("face", ["sync", "async"])
@pytest.mark.parametrize("name", USES)
def test_an_operation_sends_and_reads_what_is_documented(prisms: Prisms, name: str, face: str) -> None:
    vendor = name.partition(".")[0]
    base_url = prisms.of(vendor).base_url
    for arguments in USES[name].arguments:
        for headers in ({}, {"Prefer": "dynamic=true"}):
            response, answer = called(ENDPOINTS[name], face, vendor, base_url, arguments, headers=headers)
            assert (wrong(vendor, answer), response.status_code) == ([], 200), (arguments, headers)
            assert type(response.parsed) is USES[name].answer
            if response.parsed == response.content.decode():
                continue  # a text is read as it is
            assert as_values(response.parsed.to_dict()) == as_values(json.loads(response.content)), arguments


def test_akool_takes_a_token_as_well(prisms: Prisms) -> None:
    bearer = {"prefix": "Bearer", "auth_header_name": "Authorization"}
    for name in ("akool.list_sessions", "akool.get_session"):
        arguments = USES[name].arguments[0]
        base_url = prisms.of("akool").base_url
        response, answer = called(ENDPOINTS[name], "sync", "akool", base_url, arguments, **bearer)
        assert (response.status_code, wrong("akool", answer)) == (200, [])
        assert answer.request.headers["authorization"] == "Bearer key"


@pytest.mark.parametrize("name", [name for name in USES if name.partition(".")[0] in CLOSED])
def test_a_request_without_credentials_is_found_wrong(provoked: Prisms, name: str) -> None:
    vendor = name.partition(".")[0]
    arguments = USES[name].arguments[0]
    base_url = provoked.of(vendor).base_url
    response, answer = called(ENDPOINTS[name], "sync", vendor, base_url, arguments, auth_header_name="X-Other")
    (found,) = wrong(vendor, answer)
    assert NO_CREDENTIALS in found
    assert response.status_code == 401
    assert response.parsed is not None


def test_request_with_a_wrong_value_is_found_wrong_and_logged(provoked: Prisms) -> None:
    base_url = provoked.of("anam").base_url
    response, answer = called(list_sessions, "sync", "anam", base_url, {"per_page": 1000})
    (found,) = wrong("anam", answer)
    assert TOO_LARGE in found
    assert response.status_code == 422
    assert any(TOO_LARGE in line for line in provoked.complaints())


def test_a_request_with_an_undocumented_name_is_found_wrong(provoked: Prisms) -> None:
    url = f"{provoked.of('anam').base_url}/v1/sessions?perPage=5&per_page=5&page=1&page=2"
    answer = httpx.get(url, headers={"Authorization": "Bearer key"}, trust_env=False)
    assert wrong("anam", answer)[-2:] == ["not documented: per_page", "sent twice: page"]
