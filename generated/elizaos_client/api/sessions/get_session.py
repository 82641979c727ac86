# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from ... import _requests
from ... import _shapes as shape
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.session_info import SessionInfo
from ...types import Response


def _get_kwargs(
    session_id: str,
) -> dict[str, Any]:
    return _requests.request(
        "get",
        "/api/messaging/sessions/{session_id}",
        path_values={
            "session_id": session_id,
        },
    )


_ANSWERS: list[_requests.Answer] = [
    _requests.Answer(200, 200, shape.model("SessionInfo")),
    _requests.Answer(400, 499, shape.model("Error")),
    _requests.Answer(500, 599, shape.model("Error")),
]


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
        errors.DecodeError: The answer is not JSON, or not of the documented JSON type.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    return client.call(
        _get_kwargs(
            session_id=session_id,
        ),
        _ANSWERS,
    )


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
        errors.DecodeError: The answer is not JSON, or not of the documented JSON type.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    return await client.call_async(
        _get_kwargs(
            session_id=session_id,
        ),
        _ANSWERS,
    )


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
        errors.DecodeError: The answer is not JSON, or not of the documented JSON type.
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
        errors.DecodeError: The answer is not JSON, or not of the documented JSON type.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    return (
        await asyncio_detailed(
            session_id=session_id,
            client=client,
        )
    ).parsed
