# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any
from uuid import UUID

from ... import _requests
from ... import _shapes as shape
from ...client import AuthenticatedClient, Client
from ...models.end_session_answer import EndSessionAnswer
from ...models.error import Error
from ...types import Response


def _get_kwargs(
    id: UUID,
) -> dict[str, Any]:
    return _requests.request(
        "post",
        "/v1/sessions/{id}/stop",
        path_values={
            "id": id,
        },
    )


_ANSWERS: list[_requests.Answer] = [
    _requests.Answer(200, 200, shape.model("EndSessionAnswer")),
    _requests.Answer(400, 400, shape.model("Error")),
    _requests.Answer(401, 401, shape.model("Error")),
    _requests.Answer(402, 402, shape.model("Error")),
    _requests.Answer(403, 403, shape.model("Error")),
    _requests.Answer(404, 404, shape.model("Error")),
    _requests.Answer(429, 429, shape.model("Error")),
    _requests.Answer(500, 500, shape.model("Error")),
    _requests.Answer(400, 499, shape.model("Error")),
    _requests.Answer(500, 599, shape.model("Error")),
]


def sync_detailed(
    id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Response[EndSessionAnswer | Error]:
    """End a session

    Asks the engine that runs a session to disconnect its client and end it. The end is recorded a little
    later, so the session may still look active at first. A session without an engine, such as one over
    LiveKit or Agora, gets 404. If the engine refuses, for example because the session has ended, its status
    is passed on.

    Args:
        id (UUID): Id of the session.

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
            id=id,
        ),
        _ANSWERS,
    )


async def asyncio_detailed(
    id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> Response[EndSessionAnswer | Error]:
    """End a session

    Asks the engine that runs a session to disconnect its client and end it. The end is recorded a little
    later, so the session may still look active at first. A session without an engine, such as one over
    LiveKit or Agora, gets 404. If the engine refuses, for example because the session has ended, its status
    is passed on.

    Args:
        id (UUID): Id of the session.

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
            id=id,
        ),
        _ANSWERS,
    )


def sync(
    id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> EndSessionAnswer | Error | None:
    """End a session

    Asks the engine that runs a session to disconnect its client and end it. The end is recorded a little
    later, so the session may still look active at first. A session without an engine, such as one over
    LiveKit or Agora, gets 404. If the engine refuses, for example because the session has ended, its status
    is passed on.

    Args:
        id (UUID): Id of the session.

    Returns:
        The typed value. None if the document gives no body for the status, or if an error's body is not as documented.

    Raises:
        errors.DecodeError: The body of a success is not JSON, has another JSON type than documented, or is longer than
            client.max_body_size.
        errors.UnexpectedStatus: The status is undocumented, and client.raise_on_unexpected_status is True.
        httpx.HTTPError: The request failed or timed out.
    """

    return sync_detailed(
        id=id,
        client=client,
    ).parsed


async def asyncio(
    id: UUID,
    *,
    client: AuthenticatedClient | Client,
) -> EndSessionAnswer | Error | None:
    """End a session

    Asks the engine that runs a session to disconnect its client and end it. The end is recorded a little
    later, so the session may still look active at first. A session without an engine, such as one over
    LiveKit or Agora, gets 404. If the engine refuses, for example because the session has ended, its status
    is passed on.

    Args:
        id (UUID): Id of the session.

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
            id=id,
            client=client,
        )
    ).parsed
