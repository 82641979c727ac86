"""Make the requests of endpoints, and read the answers."""

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
    """One way to send a body: the type of its value, how httpx is given it, and its content type."""

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
    """Return the arguments for httpx; a parameter that is UNSET or None is not sent."""
    asked: dict[str, Any] = {"method": method, "url": path.format(**{k: _segment(v) for k, v in path_values.items()})}
    if query:
        asked["params"] = _query(query)
    if cookies:
        asked["cookies"] = _texts(cookies)
    sent = _texts(headers)
    if body is not UNSET:
        way = _way(body, bodies)
        asked |= _content(way.kind, body)
        if way.kind != "files":  # httpx writes that one, with the boundary
            sent["Content-Type"] = way.content_type
    if headers or bodies:
        asked["headers"] = sent
    return asked


def _segment(value: Any) -> str:
    # Dots too: a segment "." or ".." would lead to another path.
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


def _way(body: Any, bodies: Sequence[Body]) -> Body:
    for way in bodies:
        if len(bodies) == 1 or isinstance(body, way.type):
            return way
    raise TypeError(f"body: a {type(body).__name__} is none of the documented kinds of body")


def _content(kind: str, body: Any) -> dict[str, Any]:
    if kind == "files":
        return {kind: body.to_multipart()}
    if kind == "data":
        return {kind: {name: _form_value(value) for name, value in to_json(body).items()}}
    if isinstance(body, File):  # as bytes: httpx can send a stream either synchronously or asynchronously
        return {kind: body.payload.read() if hasattr(body.payload, "read") else body.payload}
    # httpx takes None for no body at all.
    return {"content": b"null"} if body is None else {kind: to_json(body)}


def _form_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_form_value(item) for item in value]
    return json.dumps(value) if isinstance(value, dict) else value


@frozen
class Answer:
    """A documented answer.

    Attributes:
        first: The first status that it may have.
        last: The last status that it may have.
        content: The shape of a JSON body, or `text`, or `octets`; None without a body.
    """

    first: int
    last: int
    content: Any = None


def text(response: Response[None]) -> str:
    """Return a body that is text, in the charset that the answer names."""
    content_type = {"content-type": response.headers.get("content-type", "")}
    return httpx.Response(200, headers=content_type, content=response.content).text


def octets(response: Response[None]) -> File:
    """Return a body that is binary."""
    return File(payload=BytesIO(response.content))


def answer(response: Response[None], answers: Sequence[Answer], *, raise_on_unexpected_status: bool) -> Response[Any]:
    """Return the answer with its typed value.

    Raises:
        errors.DecodeError: A success without the documented kind of body.
        errors.UnexpectedStatus: The document does not know the status, and the client is to raise at such a one.
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
        return response  # such as an error page of a proxy: the status says it all


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
