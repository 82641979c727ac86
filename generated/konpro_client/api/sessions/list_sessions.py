# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from ... import _requests
from ... import _shapes as shape
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.list_sessions_status import ListSessionsStatus
from ...models.session_history import SessionHistory
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    page: int | Unset = 1,
    page_size: int | Unset = 10,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    status: ListSessionsStatus | Unset = UNSET,
    token: str | Unset = UNSET,
) -> dict[str, Any]:
    return _requests.request(
        "get",
        "/v1/streaming/sessions",
        query={
            "page": page,
            "page_size": page_size,
            "date_from": date_from,
            "date_to": date_to,
            "status": status,
            "token": token,
        },
    )


_ANSWERS: list[_requests.Answer] = [
    _requests.Answer(200, 200, shape.model("SessionHistory")),
    _requests.Answer(400, 400, shape.model("ErrorResponse")),
    _requests.Answer(400, 499, shape.model("ErrorResponse")),
    _requests.Answer(500, 599, shape.model("ErrorResponse")),
]


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    page_size: int | Unset = 10,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    status: ListSessionsStatus | Unset = UNSET,
    token: str | Unset = UNSET,
) -> Response[ErrorResponse | SessionHistory]:
    """List past and present sessions page by page

    Returns one page of streaming sessions, each with its status, start, duration, avatar and voice.

    Args:
        page (int | Unset): Number of the page; 1 by default. Default: 1.
        page_size (int | Unset): Sessions on one page; 10 by default. Default: 10.
        date_from (str | Unset): List only sessions from this ISO time on, written YYYY-MM-DDTHH:MM:ssZ.
        date_to (str | Unset): List only sessions up to this ISO time.
        status (ListSessionsStatus | Unset): List only sessions with this status.
        token (str | Unset): The previous page's `next_pagination_token`, to get the page after it.

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
            page_size=page_size,
            date_from=date_from,
            date_to=date_to,
            status=status,
            token=token,
        ),
        _ANSWERS,
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    page_size: int | Unset = 10,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    status: ListSessionsStatus | Unset = UNSET,
    token: str | Unset = UNSET,
) -> Response[ErrorResponse | SessionHistory]:
    """List past and present sessions page by page

    Returns one page of streaming sessions, each with its status, start, duration, avatar and voice.

    Args:
        page (int | Unset): Number of the page; 1 by default. Default: 1.
        page_size (int | Unset): Sessions on one page; 10 by default. Default: 10.
        date_from (str | Unset): List only sessions from this ISO time on, written YYYY-MM-DDTHH:MM:ssZ.
        date_to (str | Unset): List only sessions up to this ISO time.
        status (ListSessionsStatus | Unset): List only sessions with this status.
        token (str | Unset): The previous page's `next_pagination_token`, to get the page after it.

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
            page_size=page_size,
            date_from=date_from,
            date_to=date_to,
            status=status,
            token=token,
        ),
        _ANSWERS,
    )


def sync(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    page_size: int | Unset = 10,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    status: ListSessionsStatus | Unset = UNSET,
    token: str | Unset = UNSET,
) -> ErrorResponse | SessionHistory | None:
    """List past and present sessions page by page

    Returns one page of streaming sessions, each with its status, start, duration, avatar and voice.

    Args:
        page (int | Unset): Number of the page; 1 by default. Default: 1.
        page_size (int | Unset): Sessions on one page; 10 by default. Default: 10.
        date_from (str | Unset): List only sessions from this ISO time on, written YYYY-MM-DDTHH:MM:ssZ.
        date_to (str | Unset): List only sessions up to this ISO time.
        status (ListSessionsStatus | Unset): List only sessions with this status.
        token (str | Unset): The previous page's `next_pagination_token`, to get the page after it.

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
        page_size=page_size,
        date_from=date_from,
        date_to=date_to,
        status=status,
        token=token,
    ).parsed


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    page_size: int | Unset = 10,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    status: ListSessionsStatus | Unset = UNSET,
    token: str | Unset = UNSET,
) -> ErrorResponse | SessionHistory | None:
    """List past and present sessions page by page

    Returns one page of streaming sessions, each with its status, start, duration, avatar and voice.

    Args:
        page (int | Unset): Number of the page; 1 by default. Default: 1.
        page_size (int | Unset): Sessions on one page; 10 by default. Default: 10.
        date_from (str | Unset): List only sessions from this ISO time on, written YYYY-MM-DDTHH:MM:ssZ.
        date_to (str | Unset): List only sessions up to this ISO time.
        status (ListSessionsStatus | Unset): List only sessions with this status.
        token (str | Unset): The previous page's `next_pagination_token`, to get the page after it.

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
            page_size=page_size,
            date_from=date_from,
            date_to=date_to,
            status=status,
            token=token,
        )
    ).parsed
