# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
"""Build the requests of endpoints, and read the responses."""

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import quote

import httpx
from attrs import evolve, frozen

from . import _shapes as shape
from ._body import read_body
from ._model import Model, all_invalid_fields, json_type, to_json, to_text
from .errors import DecodeError, UnexpectedStatus, without_secrets
from .types import UNSET, File, Response


@frozen
class Body:
    """A documented request body.

    Attributes:
        type: The Python type of the value.
        kind: The httpx argument that takes the body: json, data, files or content.
        content_type: The content type, for the header.
    """

    type: Any
    kind: str
    content_type: str


def request(
    method: str,
    path: str,
    *,
    path_values: Mapping[str, Any] = {},
    query: Mapping[str, Any] = {},
    headers: Mapping[str, Any] = {},
    cookies: Mapping[str, Any] = {},
    body: Any = UNSET,
    bodies: Sequence[Body] = (),
) -> dict[str, Any]:
    """Return a request as arguments for httpx, without the parameters that are UNSET or None."""
    url = path.format(**{name: _segment(value) for name, value in path_values.items()})
    arguments: dict[str, Any] = {"method": method, "url": url}
    if query:
        arguments["params"] = _query(query)
    if cookies:
        arguments["cookies"] = _texts(cookies)
    header_texts = _texts(headers)
    if body is not UNSET:
        documented = _documented_body(body, bodies)
        arguments |= _content(documented.kind, body)
        if documented.kind != "files":  # httpx writes that header itself, with the boundary
            header_texts["Content-Type"] = documented.content_type
    if headers or bodies:
        arguments["headers"] = header_texts
    return arguments


def _segment(value: Any) -> str:
    # Also quote dots, because a segment "." or ".." would change the path.
    return quote(to_text(value), safe="").replace(".", "%2E")


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: to_text(value) for name, value in values.items() if value is not UNSET and value is not None}


def _query(values: Mapping[str, Any]) -> dict[str, Any]:
    query: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Model):
            query.update(value.to_dict())
        elif value is not UNSET and value is not None:
            query[name] = to_json(value)
    return query


def _documented_body(body: Any, bodies: Sequence[Body]) -> Body:
    for documented in bodies:
        if len(bodies) == 1 or isinstance(body, documented.type):
            return documented
    raise TypeError(f"body: a {type(body).__name__} is not one of the documented body types")


def _content(kind: str, body: Any) -> dict[str, Any]:
    if kind == "files":
        return {kind: body.to_multipart()}
    if kind == "data":
        return {kind: {name: _form_value(value) for name, value in to_json(body).items()}}
    if isinstance(body, File):  # as bytes, because httpx.AsyncClient cannot send a file as content
        return {kind: body.payload.read() if hasattr(body.payload, "read") else body.payload}
    # httpx sends no body for json=None.
    return {"content": b"null"} if body is None else {kind: to_json(body)}


def _form_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_form_value(item) for item in value]
    return json.dumps(value) if isinstance(value, dict) else value


@frozen
class Answer:
    """A documented response.

    Attributes:
        first: The first HTTP status that it applies to.
        last: The last HTTP status that it applies to.
        content: The shape of a JSON body, or the function `text` or `octets`; None for no body.
    """

    first: int
    last: int
    content: Any = None


def text(response: Response[None]) -> str:
    """Return the body as text, decoded with the charset in the response's headers."""
    content_type = {"content-type": response.headers.get("content-type", "")}
    return httpx.Response(200, headers=content_type, content=response.content).text


def octets(response: Response[None]) -> File:
    """Return the body as a binary file."""
    return File(payload=BytesIO(response.content))


def answer(response: Response[None], answers: Sequence[Answer], *, raise_on_unexpected_status: bool) -> Response[Any]:
    """Return the response with its typed value.

    Raises:
        errors.DecodeError: A success has another kind of body than documented.
        errors.UnexpectedStatus: The status is undocumented, and raise_on_unexpected_status is True.
    """
    known = next((each for each in answers if each.first <= response.status_code <= each.last), None)
    if known is None:
        if raise_on_unexpected_status:
            raise UnexpectedStatus(response.status_code, response.content)
        return response
    try:
        return _typed(response, known.content)
    except DecodeError as error:
        if 200 <= response.status_code < 300:
            error.content = response.content
            raise without_secrets(error) from None
        return response  # for example a proxy's error page, where the status is enough


def _typed(response: Response[None], content: Any) -> Response[Any]:
    if content is None:
        return response
    if not isinstance(content, shape.Shape):
        return evolve(response, parsed=content(response))
    typed = shape.decode(content, response.content)
    if typed is not shape.INVALID:
        return evolve(response, parsed=typed)
    value, invalid = read_body(response.content), dict[str, Any]()
    typed = content.read(value, "", invalid)
    if typed is shape.INVALID:
        raise DecodeError(content.expected, json_type(value))
    return evolve(response, parsed=typed, invalid_fields=all_invalid_fields(typed, invalid))
