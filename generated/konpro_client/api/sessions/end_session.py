# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from ... import _requests
from ... import _shapes as shape
from ...client import AuthenticatedClient, Client
from ...models.end_session_body import EndSessionBody
from ...models.error_response import ErrorResponse
from ...types import Response


def _get_kwargs(
    *,
    body: EndSessionBody,
) -> dict[str, Any]:
    return _requests.request(
        "post",
        "/v1/streaming/stop",
        body=body,
        bodies=_BODIES,
    )


_BODIES = [
    _requests.Body(EndSessionBody, "json", "application/json"),
]
_ANSWERS: list[_requests.Answer] = [
    _requests.Answer(200, 299, _requests.text),
    _requests.Answer(400, 499, shape.model("ErrorResponse")),
    _requests.Answer(500, 599, shape.model("ErrorResponse")),
]


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: EndSessionBody,
) -> Response[ErrorResponse | str]:
    """End a session

    Stops a running session.

    Args:
        body (EndSessionBody):

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
            body=body,
        ),
        _ANSWERS,
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: EndSessionBody,
) -> Response[ErrorResponse | str]:
    """End a session

    Stops a running session.

    Args:
        body (EndSessionBody):

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
            body=body,
        ),
        _ANSWERS,
    )


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: EndSessionBody,
) -> ErrorResponse | str | None:
    """End a session

    Stops a running session.

    Args:
        body (EndSessionBody):

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
        body=body,
    ).parsed


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: EndSessionBody,
) -> ErrorResponse | str | None:
    """End a session

    Stops a running session.

    Args:
        body (EndSessionBody):

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
            body=body,
        )
    ).parsed
