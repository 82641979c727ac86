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

    Answers one page of the live avatar sessions, optionally of one status only.

    Args:
        page (int | Unset): Which page to answer, counted from 1. Default: 1.
        size (int | Unset): How many sessions a page holds; 100 unless given. Default: 100.
        status (SessionStatus | Unset): Where a session is in its life, from waiting in the queue to
            completed or failed.

    Returns:
        Status, headers, body and the typed value.

    Raises:
        errors.DecodeError: The answer is not JSON, or not of the documented JSON type.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
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

    Answers one page of the live avatar sessions, optionally of one status only.

    Args:
        page (int | Unset): Which page to answer, counted from 1. Default: 1.
        size (int | Unset): How many sessions a page holds; 100 unless given. Default: 100.
        status (SessionStatus | Unset): Where a session is in its life, from waiting in the queue to
            completed or failed.

    Returns:
        Status, headers, body and the typed value.

    Raises:
        errors.DecodeError: The answer is not JSON, or not of the documented JSON type.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
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

    Answers one page of the live avatar sessions, optionally of one status only.

    Args:
        page (int | Unset): Which page to answer, counted from 1. Default: 1.
        size (int | Unset): How many sessions a page holds; 100 unless given. Default: 100.
        status (SessionStatus | Unset): Where a session is in its life, from waiting in the queue to
            completed or failed.

    Returns:
        The typed value; None where the status has no documented one, and for an error without a documented body.

    Raises:
        errors.DecodeError: The answer is not JSON, or not of the documented JSON type.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
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

    Answers one page of the live avatar sessions, optionally of one status only.

    Args:
        page (int | Unset): Which page to answer, counted from 1. Default: 1.
        size (int | Unset): How many sessions a page holds; 100 unless given. Default: 100.
        status (SessionStatus | Unset): Where a session is in its life, from waiting in the queue to
            completed or failed.

    Returns:
        The typed value; None where the status has no documented one, and for an error without a documented body.

    Raises:
        errors.DecodeError: The answer is not JSON, or not of the documented JSON type.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    return (
        await asyncio_detailed(
            client=client,
            page=page,
            size=size,
            status=status,
        )
    ).parsed
