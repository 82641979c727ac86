# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from ... import _requests
from ... import _shapes as shape
from ...client import AuthenticatedClient, Client
from ...models.end_session_answer import EndSessionAnswer
from ...models.error import Error
from ...types import Response


def _get_kwargs(
    session_id: str,
) -> dict[str, Any]:
    return _requests.request(
        "delete",
        "/api/messaging/sessions/{session_id}",
        path_values={
            "session_id": session_id,
        },
    )


_ANSWERS: list[_requests.Answer] = [
    _requests.Answer(200, 200, shape.model("EndSessionAnswer")),
    _requests.Answer(404, 404, shape.model("Error")),
    _requests.Answer(500, 500, shape.model("Error")),
    _requests.Answer(400, 499, shape.model("Error")),
    _requests.Answer(500, 599, shape.model("Error")),
]


def sync_detailed(
    session_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[EndSessionAnswer | Error]:
    """End a session

    Ends an active session.

    Args:
        session_id (str): The session's id.

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
            session_id=session_id,
        ),
        _ANSWERS,
    )


async def asyncio_detailed(
    session_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> Response[EndSessionAnswer | Error]:
    """End a session

    Ends an active session.

    Args:
        session_id (str): The session's id.

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
            session_id=session_id,
        ),
        _ANSWERS,
    )


def sync(
    session_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> EndSessionAnswer | Error | None:
    """End a session

    Ends an active session.

    Args:
        session_id (str): The session's id.

    Returns:
        The typed value. None if the document gives no body for the status, or if an error's body is not as documented.

    Raises:
        errors.DecodeError: The body of a success is not JSON, has another JSON type than documented, or is longer than
            client.max_body_size.
        errors.UnexpectedStatus: The status is undocumented, and client.raise_on_unexpected_status is True.
        httpx.HTTPError: The request failed or timed out.
    """

    return sync_detailed(
        session_id=session_id,
        client=client,
    ).parsed


async def asyncio(
    session_id: str,
    *,
    client: AuthenticatedClient | Client,
) -> EndSessionAnswer | Error | None:
    """End a session

    Ends an active session.

    Args:
        session_id (str): The session's id.

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
            session_id=session_id,
            client=client,
        )
    ).parsed
