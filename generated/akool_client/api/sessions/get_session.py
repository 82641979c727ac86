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
    """Get one session

    Returns the full record of the session with this id.

    Args:
        id (str): Id of the session; the `_id` in the response that created it.

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
    *,
    client: AuthenticatedClient | Client,
    id: str,
) -> Response[ApiResponse | SessionDetailEnvelope]:
    """Get one session

    Returns the full record of the session with this id.

    Args:
        id (str): Id of the session; the `_id` in the response that created it.

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
    *,
    client: AuthenticatedClient | Client,
    id: str,
) -> ApiResponse | SessionDetailEnvelope | None:
    """Get one session

    Returns the full record of the session with this id.

    Args:
        id (str): Id of the session; the `_id` in the response that created it.

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
        id=id,
    ).parsed


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    id: str,
) -> ApiResponse | SessionDetailEnvelope | None:
    """Get one session

    Returns the full record of the session with this id.

    Args:
        id (str): Id of the session; the `_id` in the response that created it.

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
            id=id,
        )
    ).parsed
