# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from ... import _requests
from ... import _shapes as shape
from ...client import AuthenticatedClient, Client
from ...models.api_response import ApiResponse
from ...models.session_detail_envelope import SessionDetailEnvelope
from ...types import Response


def _get_kwargs(
    *,
    id: str,
) -> dict[str, Any]:
    return _requests.request(
        "get",
        "/api/open/v4/liveAvatar/session/detail",
        query={
            "id": id,
        },
    )


_ANSWERS: list[_requests.Answer] = [
    _requests.Answer(200, 200, shape.model("SessionDetailEnvelope")),
    _requests.Answer(400, 499, shape.model("ApiResponse")),
    _requests.Answer(500, 599, shape.model("ApiResponse")),
]


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    id: str,
) -> Response[ApiResponse | SessionDetailEnvelope]:
    """Look up one session

    Answers the full record of the session with the given id.

    Args:
        id (str): Which session to look up; the value of `_id` that the call creating it answered.

    Returns:
        Status, headers, body and the typed value.

    Raises:
        errors.DecodeError: The answer is not JSON, or not of the documented JSON type.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    return client.call(
        _get_kwargs(
            id=id,
        ),
        _ANSWERS,
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    id: str,
) -> Response[ApiResponse | SessionDetailEnvelope]:
    """Look up one session

    Answers the full record of the session with the given id.

    Args:
        id (str): Which session to look up; the value of `_id` that the call creating it answered.

    Returns:
        Status, headers, body and the typed value.

    Raises:
        errors.DecodeError: The answer is not JSON, or not of the documented JSON type.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    return await client.call_async(
        _get_kwargs(
            id=id,
        ),
        _ANSWERS,
    )


def sync(
    *,
    client: AuthenticatedClient | Client,
    id: str,
) -> ApiResponse | SessionDetailEnvelope | None:
    """Look up one session

    Answers the full record of the session with the given id.

    Args:
        id (str): Which session to look up; the value of `_id` that the call creating it answered.

    Returns:
        The typed value; None where the status has no documented one, and for an error without a documented body.

    Raises:
        errors.DecodeError: The answer is not JSON, or not of the documented JSON type.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    return sync_detailed(
        client=client,
        id=id,
    ).parsed


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    id: str,
) -> ApiResponse | SessionDetailEnvelope | None:
    """Look up one session

    Answers the full record of the session with the given id.

    Args:
        id (str): Which session to look up; the value of `_id` that the call creating it answered.

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
            id=id,
        )
    ).parsed
