# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from __future__ import annotations

from typing import Any

from ... import _requests
from ... import _shapes as shape
from ...client import AuthenticatedClient, Client
from ...models.concurrency_status import ConcurrencyStatus
from ...models.error import Error
from ...types import Response


def _get_kwargs() -> dict[str, Any]:
    return _requests.request(
        "get",
        "/v1/sessions/concurrency",
    )


_ANSWERS: list[_requests.Answer] = [
    _requests.Answer(200, 200, shape.model("ConcurrencyStatus")),
    _requests.Answer(401, 401, shape.model("Error")),
    _requests.Answer(402, 402, shape.model("Error")),
    _requests.Answer(403, 403, shape.model("Error")),
    _requests.Answer(429, 429, shape.model("Error")),
    _requests.Answer(500, 500, shape.model("Error")),
    _requests.Answer(400, 499, shape.model("Error")),
    _requests.Answer(500, 599, shape.model("Error")),
]


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
) -> Response[ConcurrencyStatus | Error]:
    """Get the sessions in use and their limit

    Returns how many sessions the organization may run at the same time, and about how many it runs now. The
    count may be too high for a short time. The limit itself is checked when a session is created.

    Returns:
        The response: status, headers, body and typed value.

    Raises:
        errors.DecodeError: The body of a success is not JSON, has another JSON type than documented, or is longer than
            client.max_body_size.
        errors.UnexpectedStatus: The status is undocumented, and client.raise_on_unexpected_status is True.
        httpx.HTTPError: The request failed or timed out.
    """

    return client.call(_get_kwargs(), _ANSWERS)


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
) -> Response[ConcurrencyStatus | Error]:
    """Get the sessions in use and their limit

    Returns how many sessions the organization may run at the same time, and about how many it runs now. The
    count may be too high for a short time. The limit itself is checked when a session is created.

    Returns:
        The response: status, headers, body and typed value.

    Raises:
        errors.DecodeError: The body of a success is not JSON, has another JSON type than documented, or is longer than
            client.max_body_size.
        errors.UnexpectedStatus: The status is undocumented, and client.raise_on_unexpected_status is True.
        httpx.HTTPError: The request failed or timed out.
    """

    return await client.call_async(_get_kwargs(), _ANSWERS)


def sync(
    *,
    client: AuthenticatedClient | Client,
) -> ConcurrencyStatus | Error | None:
    """Get the sessions in use and their limit

    Returns how many sessions the organization may run at the same time, and about how many it runs now. The
    count may be too high for a short time. The limit itself is checked when a session is created.

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
    ).parsed


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
) -> ConcurrencyStatus | Error | None:
    """Get the sessions in use and their limit

    Returns how many sessions the organization may run at the same time, and about how many it runs now. The
    count may be too high for a short time. The limit itself is checked when a session is created.

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
        )
    ).parsed
