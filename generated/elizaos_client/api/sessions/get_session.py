# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from typing import Any
from urllib.parse import quote

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.session_info import SessionInfo
from ...types import (
    Response,
)


def _get_kwargs(
    session_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        # Dots too: a segment "." or ".." would lead to another path.
        "url": "/api/messaging/sessions/{session_id}".format(
            session_id=quote(str(session_id), safe="").replace(".", "%2E"),
        ),
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: Response[Any]) -> Error | SessionInfo | None:
    if response.status_code == 200:
        return SessionInfo.from_json(response.content)

    if 400 <= response.status_code <= 499:
        return Error.from_json(response.content)

    if 500 <= response.status_code <= 599:
        return Error.from_json(response.content)

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    return None


def _build_response(*, client: AuthenticatedClient | Client, response: Response[Any]) -> Response[Error | SessionInfo]:
    try:
        parsed = _parse_response(client=client, response=response)
    except errors.DecodeError as error:
        if 200 <= response.status_code < 300:
            error.content = response.content
            raise errors.without_secrets(error)
        parsed = None  # an error page of a proxy, say: the status tells what there is to tell
    return Response(status_code=response.status_code, content=response.content, headers=response.headers, parsed=parsed)


def sync_detailed(
    session_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Error | SessionInfo]:
    """Get one session

    One active session by its id.

    Args:
        session_id (str): The session's id, as the list gives it.

    Returns:
        Status, headers, body and the typed value.

    Raises:
        errors.DecodeError: The answer has not the documented shape; the error names the field.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    kwargs = _get_kwargs(
        session_id=session_id,
    )
    return _build_response(client=client, response=client.send(kwargs))


async def asyncio_detailed(
    session_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[Error | SessionInfo]:
    """Get one session

    One active session by its id.

    Args:
        session_id (str): The session's id, as the list gives it.

    Returns:
        Status, headers, body and the typed value.

    Raises:
        errors.DecodeError: The answer has not the documented shape; the error names the field.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    kwargs = _get_kwargs(
        session_id=session_id,
    )
    return _build_response(client=client, response=await client.send_async(kwargs))


def sync(
    session_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Error | SessionInfo | None:
    """Get one session

    One active session by its id.

    Args:
        session_id (str): The session's id, as the list gives it.

    Returns:
        The typed value; None where the status has no documented one, and for an error without a documented body.

    Raises:
        errors.DecodeError: The answer has not the documented shape; the error names the field.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    return sync_detailed(
        session_id=session_id,
        client=client,
    ).parsed


async def asyncio(
    session_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Error | SessionInfo | None:
    """Get one session

    One active session by its id.

    Args:
        session_id (str): The session's id, as the list gives it.

    Returns:
        The typed value; None where the status has no documented one, and for an error without a documented body.

    Raises:
        errors.DecodeError: The answer has not the documented shape; the error names the field.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    return (
        await asyncio_detailed(
            session_id=session_id,
            client=client,
        )
    ).parsed
