# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from ... import _requests
from ... import _shapes as shape
from ...client import AuthenticatedClient, Client
from ...models.api_response import ApiResponse
from ...models.session_list_envelope import SessionListEnvelope
from ...models.session_status import SessionStatus
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    page: int | Unset = 1,
    size: int | Unset = 100,
    status: SessionStatus | Unset = UNSET,
) -> dict[str, Any]:
    return _requests.request(
        "get",
        "/api/open/v4/liveAvatar/session/list",
        query={
            "page": page,
            "size": size,
            "status": status,
        },
    )


_ANSWERS: list[_requests.Answer] = [
    _requests.Answer(200, 200, shape.model("SessionListEnvelope")),
    _requests.Answer(400, 499, shape.model("ApiResponse")),
    _requests.Answer(500, 599, shape.model("ApiResponse")),
]


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    size: int | Unset = 100,
    status: SessionStatus | Unset = UNSET,
) -> Response[ApiResponse | SessionListEnvelope]:
    """List sessions page by page

    Returns one page of live avatar sessions, optionally only those with one status.

    Args:
        page (int | Unset): Number of the page, from 1. Default: 1.
        size (int | Unset): Sessions on one page; 100 by default. Default: 100.
        status (SessionStatus | Unset): The status of a session.

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
            size=size,
            status=status,
        ),
        _ANSWERS,
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    size: int | Unset = 100,
    status: SessionStatus | Unset = UNSET,
) -> Response[ApiResponse | SessionListEnvelope]:
    """List sessions page by page

    Returns one page of live avatar sessions, optionally only those with one status.

    Args:
        page (int | Unset): Number of the page, from 1. Default: 1.
        size (int | Unset): Sessions on one page; 100 by default. Default: 100.
        status (SessionStatus | Unset): The status of a session.

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
            size=size,
            status=status,
        ),
        _ANSWERS,
    )


def sync(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    size: int | Unset = 100,
    status: SessionStatus | Unset = UNSET,
) -> ApiResponse | SessionListEnvelope | None:
    """List sessions page by page

    Returns one page of live avatar sessions, optionally only those with one status.

    Args:
        page (int | Unset): Number of the page, from 1. Default: 1.
        size (int | Unset): Sessions on one page; 100 by default. Default: 100.
        status (SessionStatus | Unset): The status of a session.

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
        size=size,
        status=status,
    ).parsed


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    size: int | Unset = 100,
    status: SessionStatus | Unset = UNSET,
) -> ApiResponse | SessionListEnvelope | None:
    """List sessions page by page

    Returns one page of live avatar sessions, optionally only those with one status.

    Args:
        page (int | Unset): Number of the page, from 1. Default: 1.
        size (int | Unset): Sessions on one page; 100 by default. Default: 100.
        status (SessionStatus | Unset): The status of a session.

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
            size=size,
            status=status,
        )
    ).parsed
