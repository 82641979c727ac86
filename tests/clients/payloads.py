"""Random payloads for the schemas of a document: plausible ones, and spoiled ones.

A plausible payload has what an API may do without warning: null, a missing field, a new field, a new value of an enum,
a string that is not of its documented format. In a spoiled payload, one value is replaced by a value of any JSON type.
"""

from collections.abc import Callable
from datetime import UTC, timedelta, timezone
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from tests.clients.contracts import Schema, resolved
from tests.odd import VALUES, Place, places, replaced

Payloads = st.SearchStrategy[Any]

DEPTH = 5  # levels of a recursive schema
SECRET = "secret-"
"""The beginning of every text in a secret or undocumented field, or in a wrong place."""

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
SECRETS = st.text().map(SECRET.__add__)


def _json(texts: st.SearchStrategy[str]) -> Payloads:
    return st.recursive(
        st.none() | st.booleans() | NUMBERS | texts,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
        max_leaves=4,
    )


ANYTHING = _json(st.text())
UNKNOWN = _json(SECRETS)
INTRUDERS = (
    UNKNOWN
    | st.sampled_from([value for value in VALUES if "odd" not in str(value)])
    | st.dictionaries(st.sampled_from(["_id", "data", "error", "code"]), SECRETS, max_size=2)
)
ZONES = st.just(UTC) | st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
FORMATS: dict[str | None, st.SearchStrategy[str]] = {
    "uuid": st.uuids().map(str),
    "password": SECRETS,
    "date": st.dates().map(str),
    "date-time": st.datetimes(timezones=ZONES).map(lambda time: time.isoformat().replace("+00:00", "Z")),
}
SCALARS: dict[str | None, Payloads] = {
    "null": st.none(),
    "boolean": st.booleans(),
    "number": NUMBERS,
    "string": st.text(),
    "integer": st.integers() | st.integers(-(2**53), 2**53).map(float),
    None: ANYTHING,
}


@st.composite
def plausible(draw: st.DrawFn, document: Schema, schema: Schema) -> Any:
    return _Drawing(draw, document).of(schema, DEPTH)


@st.composite
def spoiled(draw: st.DrawFn, document: Schema, schema: Schema) -> tuple[Any, Place]:
    """A payload with one value replaced by any JSON value, and the place of that value."""
    payload = draw(plausible(document, schema))
    place = draw(st.sampled_from(list(places(payload))))
    return replaced(payload, place, draw(INTRUDERS)), place


@frozen
class _Drawing:
    draw: Callable[[Payloads], Any]
    document: Schema

    def of(self, schema: Schema, depth: int) -> Any:
        schema = self._merged(schema)
        kinds = schema.get("type", "object" if "properties" in schema else None)
        kind = self.draw(st.sampled_from(kinds)) if isinstance(kinds, list) else kinds
        if schema.get("enum") == [None] or (schema.get("nullable") and self.draw(st.booleans())):
            return None
        if members := schema.get("oneOf", schema.get("anyOf")):
            return self.of(self.draw(st.sampled_from(members)), depth)
        if "enum" in schema or "const" in schema:
            return self.draw(st.sampled_from(schema.get("enum", [schema.get("const")])) | SCALARS[kind])
        if kind == "array":
            count = self.draw(st.integers(0, 2)) if depth > 0 else 0
            return [self.of(schema.get("items", {}), depth - 1) for _ in range(count)]
        if kind == "object":
            return self._object(schema, depth)
        return self.draw(FORMATS[schema["format"]] | st.text() if schema.get("format") in FORMATS else SCALARS[kind])

    def _object(self, schema: Schema, depth: int) -> dict[str, Any]:
        fields, drawn = schema.get("properties", {}), dict[str, Any]()
        for name, promise in fields.items():
            if depth > 0 and self.draw(st.booleans()):
                null = self.draw(st.integers(0, 9)) == 0
                drawn[name] = None if null else self.of(promise, depth - 1)
        further = schema.get("additionalProperties")
        if depth > 0 and (name := self.draw(st.text())) not in fields:
            drawn[name] = self.of(further, depth - 1) if isinstance(further, dict) else self.draw(UNKNOWN)
        return drawn

    def _merged(self, schema: Schema) -> Schema:
        schema = resolved(self.document, schema)
        if "allOf" not in schema:
            return schema
        parts = [self._merged(part) for part in schema["allOf"]]
        properties = {name: promise for part in parts for name, promise in part.get("properties", {}).items()}
        return {"type": "object", "properties": properties}
