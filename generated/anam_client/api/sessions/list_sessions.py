# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any
from uuid import UUID

from ... import _requests
from ... import _shapes as shape
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.session_page import SessionPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    page: int | Unset = 1,
    per_page: int | Unset = 10,
    search: str | Unset = UNSET,
    api_key_id: UUID | Unset = UNSET,
    persona_id: UUID | Unset = UNSET,
) -> dict[str, Any]:
    return _requests.request(
        "get",
        "/v1/sessions",
        query={
            "page": page,
            "perPage": per_page,
            "search": search,
            "apiKeyId": api_key_id,
            "personaId": persona_id,
        },
    )


_ANSWERS: list[_requests.Answer] = [
    _requests.Answer(200, 200, shape.model("SessionPage")),
    _requests.Answer(400, 400, shape.model("Error")),
    _requests.Answer(401, 401, shape.model("Error")),
    _requests.Answer(402, 402, shape.model("Error")),
    _requests.Answer(403, 403, shape.model("Error")),
    _requests.Answer(429, 429, shape.model("Error")),
    _requests.Answer(500, 500, shape.model("Error")),
    _requests.Answer(400, 499, shape.model("Error")),
    _requests.Answer(500, 599, shape.model("Error")),
]


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    per_page: int | Unset = 10,
    search: str | Unset = UNSET,
    api_key_id: UUID | Unset = UNSET,
    persona_id: UUID | Unset = UNSET,
) -> Response[Error | SessionPage]:
    """List sessions page by page

    Returns one page of the organization's sessions, both running and ended. The other parameters filter
    them.

    Args:
        page (int | Unset): Number of the page, from 1. Default: 1.
        per_page (int | Unset): Sessions on one page, at most 100. Default: 10.
        search (str | Unset): Text to search for in session ids and client labels.
        api_key_id (UUID | Unset): List only sessions started with this API key.
        persona_id (UUID | Unset): List only sessions with this persona.

    Returns:
        The response: status, headers, body and typed value.

    Raises:
        errors.DecodeError: The body of a success is not JSON, has another JSON type than documented, or is longer than
            client.max_body_size.
        errors.UnexpectedStatus: The status is undocumented, and client.raise_on_unexpected_status is True.
        httpx.HTTPError: The request failed or timed out.
    """

    return client.call(
        _get_kwargs(
            page=page,
            per_page=per_page,
            search=search,
            api_key_id=api_key_id,
            persona_id=persona_id,
        ),
        _ANSWERS,
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    per_page: int | Unset = 10,
    search: str | Unset = UNSET,
    api_key_id: UUID | Unset = UNSET,
    persona_id: UUID | Unset = UNSET,
) -> Response[Error | SessionPage]:
    """List sessions page by page

    Returns one page of the organization's sessions, both running and ended. The other parameters filter
    them.

    Args:
        page (int | Unset): Number of the page, from 1. Default: 1.
        per_page (int | Unset): Sessions on one page, at most 100. Default: 10.
        search (str | Unset): Text to search for in session ids and client labels.
        api_key_id (UUID | Unset): List only sessions started with this API key.
        persona_id (UUID | Unset): List only sessions with this persona.

    Returns:
        The response: status, headers, body and typed value.

    Raises:
        errors.DecodeError: The body of a success is not JSON, has another JSON type than documented, or is longer than
            client.max_body_size.
        errors.UnexpectedStatus: The status is undocumented, and client.raise_on_unexpected_status is True.
        httpx.HTTPError: The request failed or timed out.
    """

    return await client.call_async(
        _get_kwargs(
            page=page,
            per_page=per_page,
            search=search,
            api_key_id=api_key_id,
            persona_id=persona_id,
        ),
        _ANSWERS,
    )


def sync(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    per_page: int | Unset = 10,
    search: str | Unset = UNSET,
    api_key_id: UUID | Unset = UNSET,
    persona_id: UUID | Unset = UNSET,
) -> Error | SessionPage | None:
    """List sessions page by page

    Returns one page of the organization's sessions, both running and ended. The other parameters filter
    them.

    Args:
        page (int | Unset): Number of the page, from 1. Default: 1.
        per_page (int | Unset): Sessions on one page, at most 100. Default: 10.
        search (str | Unset): Text to search for in session ids and client labels.
        api_key_id (UUID | Unset): List only sessions started with this API key.
        persona_id (UUID | Unset): List only sessions with this persona.

    Returns:
        The typed value. None if the document gives no body for the status, or if an error's body is not as documented.

    Raises:
        errors.DecodeError: The body of a success is not JSON, has another JSON type than documented, or is longer than
            client.max_body_size.
        errors.UnexpectedStatus: The status is undocumented, and client.raise_on_unexpected_status is True.
        httpx.HTTPError: The request failed or timed out.
    """

    return sync_detailed(
        client=client,
        page=page,
        per_page=per_page,
        search=search,
        api_key_id=api_key_id,
        persona_id=persona_id,
    ).parsed


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    per_page: int | Unset = 10,
    search: str | Unset = UNSET,
    api_key_id: UUID | Unset = UNSET,
    persona_id: UUID | Unset = UNSET,
) -> Error | SessionPage | None:
    """List sessions page by page

    Returns one page of the organization's sessions, both running and ended. The other parameters filter
    them.

    Args:
        page (int | Unset): Number of the page, from 1. Default: 1.
        per_page (int | Unset): Sessions on one page, at most 100. Default: 10.
        search (str | Unset): Text to search for in session ids and client labels.
        api_key_id (UUID | Unset): List only sessions started with this API key.
        persona_id (UUID | Unset): List only sessions with this persona.

    Returns:
        The typed value. None if the document gives no body for the status, or if an error's body is not as documented.

    Raises:
        errors.DecodeError: The body of a success is not JSON, has another JSON type than documented, or is longer than
            client.max_body_size.
        errors.UnexpectedStatus: The status is undocumented, and client.raise_on_unexpected_status is True.
        httpx.HTTPError: The request failed or timed out.
    """

    return (
        await asyncio_detailed(
            client=client,
            page=page,
            per_page=per_page,
            search=search,
            api_key_id=api_key_id,
            persona_id=persona_id,
        )
    ).parsed
