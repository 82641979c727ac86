"""Payloads drawn from the schemas of the contracts: as documented, plausible, and spoiled.

- documented: valid by the schema;
- plausible: with what an API may do without warning: null, a missing field, a new field, a new value of an enum, a
  string that is not of its documented format;
- spoiled: plausible but for one place, where a value of any JSON type stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any
from uuid import UUID

from attrs import frozen
from hypothesis import strategies as st

from tests.clients.contracts import Client, Documented, Schema

Payloads = st.SearchStrategy[Any]
Place = tuple[str | int, ...]
"""The names and indices that lead from the top to a value."""

SECRET = "secret-"
"""How every text begins that stands in a secret's field, in a field that is not documented, or in a wrong place."""

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
WHOLE = st.integers() | st.integers(-(2**53), 2**53).map(float)
SECRETS = st.text().map(SECRET.__add__)


def _json(texts: st.SearchStrategy[str]) -> Payloads:
    return st.recursive(
        st.none() | st.booleans() | NUMBERS | texts,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
        max_leaves=4,
    )


ANYTHING = _json(st.text())
UNKNOWN = _json(SECRETS)
INTRUDERS = UNKNOWN | st.dictionaries(st.sampled_from(["_id", "data", "error", "code"]), SECRETS, max_size=2)
ZONES = st.just(UTC) | st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
FORMATS: dict[str, st.SearchStrategy[str]] = {
    "uuid": st.uuids().map(str),
    "password": SECRETS,
    "date-time": st.datetimes(timezones=ZONES).map(lambda time: time.isoformat().replace("+00:00", "Z")),
}
SCALARS: dict[str | None, Payloads] = {
    "null": st.none(),
    "boolean": st.booleans(),
    "number": NUMBERS,
    "string": st.text(),
}


@cache
def documented(answer: Documented) -> Payloads:
    return _Drawing(answer.client, plausible=False).of(answer.schema)


@cache
def plausible(answer: Documented) -> Payloads:
    return _Drawing(answer.client, plausible=True).of(answer.schema)


@st.composite
def spoiled(draw: st.DrawFn, answer: Documented) -> tuple[Any, Place]:
    """A payload, and the place in it where any value may stand."""
    payload = draw(plausible(answer))
    place = draw(st.sampled_from(list(_places(payload))))
    return _replaced(payload, place, draw(INTRUDERS)), place


@frozen
class _Drawing:
    client: Client
    plausible: bool

    def of(self, schema: Schema) -> Payloads:
        schema = self.client.resolved(schema)
        kinds = schema.get("type")
        if "allOf" in schema:
            return self._object(self._merged(schema["allOf"]))
        if alternatives := schema.get("oneOf", schema.get("anyOf")):
            return st.one_of([self.of(alternative) for alternative in alternatives])
        if isinstance(kinds, list):
            return st.one_of([self.of({**schema, "type": kind}) for kind in kinds])
        if schema.get("enum") == [None]:  # how OpenAPI 3.0 says null
            return st.none()
        values = self._values(schema)
        return st.none() | values if schema.get("nullable") else values

    def _values(self, schema: Schema) -> Payloads:
        kind = schema.get("type")
        if "enum" in schema:
            known = st.sampled_from(schema["enum"])
            return known | self._values({"type": kind}) if self.plausible else known
        if kind == "array":
            return st.lists(self.of(schema["items"]), max_size=2)
        if kind == "object":
            return self._object(schema)
        if kind == "string" and schema.get("format") in FORMATS:
            documented = FORMATS[schema["format"]]
            return documented | st.text() if self.plausible else documented
        return {**SCALARS, "integer": WHOLE if self.plausible else st.integers(), None: ANYTHING}[kind]

    def _object(self, schema: Schema) -> Payloads:
        fields = {name: self.of(promise) for name, promise in schema.get("properties", {}).items()}
        required = [] if self.plausible else schema.get("required", [])
        if self.plausible:
            fields = {name: st.none() | values for name, values in fields.items()}
        known = st.fixed_dictionaries(
            {name: fields[name] for name in required},
            optional={name: values for name, values in fields.items() if name not in required},
        )
        new = st.dictionaries(st.text().filter(lambda name: name not in fields), UNKNOWN, max_size=1)
        return st.builds(lambda some, more: {**some, **more}, known, new)

    def _merged(self, parts: list[Schema]) -> Schema:
        parts = [self.client.resolved(part) for part in parts]
        return {
            "type": "object",
            "properties": {name: promise for part in parts for name, promise in part.get("properties", {}).items()},
            "required": [name for part in parts for name in part.get("required", [])],
        }


def _places(payload: Any, at: Place = ()) -> Iterator[Place]:
    yield at
    steps = payload.items() if isinstance(payload, dict) else enumerate(payload) if isinstance(payload, list) else ()
    for step, value in steps:
        yield from _places(value, (*at, step))


def _replaced(payload: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    copy = payload.copy()
    copy[place[0]] = _replaced(payload[place[0]], place[1:], value)
    return copy


def place_of(path: str) -> Place:
    """The place that the path of an invalid field names."""
    return tuple(int(index) if index else name for index, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", path))


def value_at(payload: Any, place: Place) -> Any:
    for step in place:
        payload = payload[step]
    return payload


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def as_values(payload: Any) -> Any:
    """A payload whose UUIDs and timestamps are values, which compare alike however they were written.

    Raises TypeError for what the JSON decoder never gives, such as an enum's member.
    """
    if type(payload) not in {dict, list, str, bool, int, float, type(None)}:
        raise TypeError(f"no plain JSON: {payload!r}")
    if isinstance(payload, dict):
        return {name: as_values(value) for name, value in payload.items()}
    if isinstance(payload, list):
        return [as_values(value) for value in payload]
    if isinstance(payload, bool):
        return ("boolean", payload)  # which equals 0 or 1 in Python, but not in JSON
    return _text_as_value(payload) if isinstance(payload, str) else payload


def _text_as_value(text: str) -> UUID | datetime | str:
    if _UUID.fullmatch(text):
        return UUID(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text
