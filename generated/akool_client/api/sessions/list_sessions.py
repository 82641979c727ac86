# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from typing import Any

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.api_response import ApiResponse
from ...models.session_list_envelope import SessionListEnvelope
from ...models.session_status import SessionStatus
from ...types import (
    UNSET,
    Response,
    Unset,
)


def _get_kwargs(
    *,
    page: int | Unset = 1,
    size: int | Unset = 100,
    status: SessionStatus | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["page"] = page

    params["size"] = size

    json_status: int | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status.value

    params["status"] = json_status

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/open/v4/liveAvatar/session/list",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: Response[Any]
) -> ApiResponse | SessionListEnvelope | None:
    if response.status_code == 200:
        return SessionListEnvelope.from_json(response.content)

    if 400 <= response.status_code <= 499:
        return ApiResponse.from_json(response.content)

    if 500 <= response.status_code <= 599:
        return ApiResponse.from_json(response.content)

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: Response[Any]
) -> Response[ApiResponse | SessionListEnvelope]:
    try:
        parsed = _parse_response(client=client, response=response)
    except errors.DecodeError as error:
        if 200 <= response.status_code < 300:
            error.content = response.content
            raise errors.without_secrets(error)
        parsed = None  # an error page of a proxy, say: the status tells what there is to tell
    return Response(status_code=response.status_code, content=response.content, headers=response.headers, parsed=parsed)


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
        errors.DecodeError: The answer has not the documented shape; the error names the field.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    kwargs = _get_kwargs(
        page=page,
        size=size,
        status=status,
    )
    return _build_response(client=client, response=client.send(kwargs))


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
        errors.DecodeError: The answer has not the documented shape; the error names the field.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    kwargs = _get_kwargs(
        page=page,
        size=size,
        status=status,
    )
    return _build_response(client=client, response=await client.send_async(kwargs))


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
        errors.DecodeError: The answer has not the documented shape; the error names the field.
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
        errors.DecodeError: The answer has not the documented shape; the error names the field.
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
