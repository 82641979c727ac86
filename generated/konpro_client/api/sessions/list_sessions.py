# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from typing import Any

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_response import ErrorResponse
from ...models.list_sessions_status import ListSessionsStatus
from ...models.session_history import SessionHistory
from ...types import (
    UNSET,
    Response,
    Unset,
)


def _get_kwargs(
    *,
    page: int | Unset = 1,
    page_size: int | Unset = 10,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    status: ListSessionsStatus | Unset = UNSET,
    token: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["page"] = page

    params["page_size"] = page_size

    params["date_from"] = date_from

    params["date_to"] = date_to

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status.value

    params["status"] = json_status

    params["token"] = token

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/streaming/sessions",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: Response[Any]
) -> ErrorResponse | SessionHistory | None:
    if response.status_code == 200:
        return SessionHistory.from_json(response.content)

    if response.status_code == 400:
        return ErrorResponse.from_json(response.content)

    if 400 <= response.status_code <= 499:
        return ErrorResponse.from_json(response.content)

    if 500 <= response.status_code <= 599:
        return ErrorResponse.from_json(response.content)

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: Response[Any]
) -> Response[ErrorResponse | SessionHistory]:
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
    page_size: int | Unset = 10,
    date_from: str | Unset = UNSET,
    date_to: str | Unset = UNSET,
    status: ListSessionsStatus | Unset = UNSET,
    token: str | Unset = UNSET,
) -> Response[ErrorResponse | SessionHistory]:
    """List past and present sessions page by page

    Answers one page of the history of streaming sessions, each with its status, start, duration, avatar and
    voice.

    Args:
        page (int | Unset): Which page to answer; the first unless given. Default: 1.
        page_size (int | Unset): How many sessions a page holds; 10 unless given. Default: 10.
        date_from (str | Unset): Leave out sessions before this ISO time, written YYYY-MM-DDTHH:MM:ssZ.
        date_to (str | Unset): Leave out sessions after this ISO time.
        status (ListSessionsStatus | Unset): List only the sessions in this status.
        token (str | Unset): The `next_pagination_token` of the page before, to continue from there.

    Returns:
        Status, headers, body and the typed value.

    Raises:
        errors.DecodeError: The answer has not the documented shape; the error names the field.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    kwargs = _get_kwargs(
        page=page,
        page_size=page_size,
        date_from=date_from,
        date_to=date_to,
        status=status,
        token=token,
    )
    return _build_response(client=client, response=client.send(kwargs))


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

    Answers one page of the history of streaming sessions, each with its status, start, duration, avatar and
    voice.

    Args:
        page (int | Unset): Which page to answer; the first unless given. Default: 1.
        page_size (int | Unset): How many sessions a page holds; 10 unless given. Default: 10.
        date_from (str | Unset): Leave out sessions before this ISO time, written YYYY-MM-DDTHH:MM:ssZ.
        date_to (str | Unset): Leave out sessions after this ISO time.
        status (ListSessionsStatus | Unset): List only the sessions in this status.
        token (str | Unset): The `next_pagination_token` of the page before, to continue from there.

    Returns:
        Status, headers, body and the typed value.

    Raises:
        errors.DecodeError: The answer has not the documented shape; the error names the field.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    kwargs = _get_kwargs(
        page=page,
        page_size=page_size,
        date_from=date_from,
        date_to=date_to,
        status=status,
        token=token,
    )
    return _build_response(client=client, response=await client.send_async(kwargs))


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

    Answers one page of the history of streaming sessions, each with its status, start, duration, avatar and
    voice.

    Args:
        page (int | Unset): Which page to answer; the first unless given. Default: 1.
        page_size (int | Unset): How many sessions a page holds; 10 unless given. Default: 10.
        date_from (str | Unset): Leave out sessions before this ISO time, written YYYY-MM-DDTHH:MM:ssZ.
        date_to (str | Unset): Leave out sessions after this ISO time.
        status (ListSessionsStatus | Unset): List only the sessions in this status.
        token (str | Unset): The `next_pagination_token` of the page before, to continue from there.

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

    Answers one page of the history of streaming sessions, each with its status, start, duration, avatar and
    voice.

    Args:
        page (int | Unset): Which page to answer; the first unless given. Default: 1.
        page_size (int | Unset): How many sessions a page holds; 10 unless given. Default: 10.
        date_from (str | Unset): Leave out sessions before this ISO time, written YYYY-MM-DDTHH:MM:ssZ.
        date_to (str | Unset): Leave out sessions after this ISO time.
        status (ListSessionsStatus | Unset): List only the sessions in this status.
        token (str | Unset): The `next_pagination_token` of the page before, to continue from there.

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
            page_size=page_size,
            date_from=date_from,
            date_to=date_to,
            status=status,
            token=token,
        )
    ).parsed
