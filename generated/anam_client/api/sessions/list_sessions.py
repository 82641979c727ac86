# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
from typing import Any
from uuid import UUID

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.session_page import SessionPage
from ...types import (
    UNSET,
    Response,
    Unset,
)


def _get_kwargs(
    *,
    page: int | Unset = 1,
    per_page: int | Unset = 10,
    search: str | Unset = UNSET,
    api_key_id: UUID | Unset = UNSET,
    persona_id: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["page"] = page

    params["perPage"] = per_page

    params["search"] = search

    json_api_key_id: str | Unset = UNSET
    if not isinstance(api_key_id, Unset):
        json_api_key_id = str(api_key_id)
    params["apiKeyId"] = json_api_key_id

    json_persona_id: str | Unset = UNSET
    if not isinstance(persona_id, Unset):
        json_persona_id = str(persona_id)
    params["personaId"] = json_persona_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/sessions",
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: Response[Any]) -> Error | SessionPage | None:
    if response.status_code == 200:
        return SessionPage.from_json(response.content)

    if response.status_code == 400:
        return Error.from_json(response.content)

    if response.status_code == 401:
        return Error.from_json(response.content)

    if response.status_code == 402:
        return Error.from_json(response.content)

    if response.status_code == 403:
        return Error.from_json(response.content)

    if response.status_code == 429:
        return Error.from_json(response.content)

    if response.status_code == 500:
        return Error.from_json(response.content)

    if 400 <= response.status_code <= 499:
        return Error.from_json(response.content)

    if 500 <= response.status_code <= 599:
        return Error.from_json(response.content)

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    return None


def _build_response(*, client: AuthenticatedClient | Client, response: Response[Any]) -> Response[Error | SessionPage]:
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
    per_page: int | Unset = 10,
    search: str | Unset = UNSET,
    api_key_id: UUID | Unset = UNSET,
    persona_id: UUID | Unset = UNSET,
) -> Response[Error | SessionPage]:
    """List sessions page by page

    Answers one page of the sessions that belong to the caller's organization, running and ended alike. The
    filters narrow it.

    Args:
        page (int | Unset): Which page to answer, counted from 1. Default: 1.
        per_page (int | Unset): How many sessions a page holds, 100 at most. Default: 10.
        search (str | Unset): Text to look for in a session's id and in its client label.
        api_key_id (UUID | Unset): List only what this API key started.
        persona_id (UUID | Unset): List only conversations with this persona.

    Returns:
        Status, headers, body and the typed value.

    Raises:
        errors.DecodeError: The answer has not the documented shape; the error names the field.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    kwargs = _get_kwargs(
        page=page,
        per_page=per_page,
        search=search,
        api_key_id=api_key_id,
        persona_id=persona_id,
    )
    return _build_response(client=client, response=client.send(kwargs))


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    per_page: int | Unset = 10,
    search: str | Unset = UNSET,
    api_key_id: UUID | Unset = UNSET,
    persona_id: UUID | Unset = UNSET,
) -> Response[Error | SessionPage]:
    """List sessions page by page

    Answers one page of the sessions that belong to the caller's organization, running and ended alike. The
    filters narrow it.

    Args:
        page (int | Unset): Which page to answer, counted from 1. Default: 1.
        per_page (int | Unset): How many sessions a page holds, 100 at most. Default: 10.
        search (str | Unset): Text to look for in a session's id and in its client label.
        api_key_id (UUID | Unset): List only what this API key started.
        persona_id (UUID | Unset): List only conversations with this persona.

    Returns:
        Status, headers, body and the typed value.

    Raises:
        errors.DecodeError: The answer has not the documented shape; the error names the field.
        errors.UnexpectedStatus: The status is not documented, and client.raise_on_unexpected_status is set.
        httpx.HTTPError: The request could not be made or was not answered in time.
    """

    kwargs = _get_kwargs(
        page=page,
        per_page=per_page,
        search=search,
        api_key_id=api_key_id,
        persona_id=persona_id,
    )
    return _build_response(client=client, response=await client.send_async(kwargs))


def sync(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    per_page: int | Unset = 10,
    search: str | Unset = UNSET,
    api_key_id: UUID | Unset = UNSET,
    persona_id: UUID | Unset = UNSET,
) -> Error | SessionPage | None:
    """List sessions page by page

    Answers one page of the sessions that belong to the caller's organization, running and ended alike. The
    filters narrow it.

    Args:
        page (int | Unset): Which page to answer, counted from 1. Default: 1.
        per_page (int | Unset): How many sessions a page holds, 100 at most. Default: 10.
        search (str | Unset): Text to look for in a session's id and in its client label.
        api_key_id (UUID | Unset): List only what this API key started.
        persona_id (UUID | Unset): List only conversations with this persona.

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
        per_page=per_page,
        search=search,
        api_key_id=api_key_id,
        persona_id=persona_id,
    ).parsed


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    page: int | Unset = 1,
    per_page: int | Unset = 10,
    search: str | Unset = UNSET,
    api_key_id: UUID | Unset = UNSET,
    persona_id: UUID | Unset = UNSET,
) -> Error | SessionPage | None:
    """List sessions page by page

    Answers one page of the sessions that belong to the caller's organization, running and ended alike. The
    filters narrow it.

    Args:
        page (int | Unset): Which page to answer, counted from 1. Default: 1.
        per_page (int | Unset): How many sessions a page holds, 100 at most. Default: 10.
        search (str | Unset): Text to look for in a session's id and in its client label.
        api_key_id (UUID | Unset): List only what this API key started.
        persona_id (UUID | Unset): List only conversations with this persona.

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
            per_page=per_page,
            search=search,
            api_key_id=api_key_id,
            persona_id=persona_id,
        )
    ).parsed
