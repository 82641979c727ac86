"""Objects drawn from the schemas of a document: about as documented, and with any JSON put into some places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from tests.side_by_side.examples import resolved
from tests.side_by_side.odd import VALUES, places, replaced

DEPTH = 4
"""How deep a recursive schema is followed."""
SPOILED = 3
"""In how many places at most any JSON may stand."""

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
ANYTHING: st.SearchStrategy[Any] = st.sampled_from(VALUES) | st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2), max_leaves=4
)
TEXTS: dict[str | None, st.SearchStrategy[str]] = {
    "uuid": st.uuids().map(str),
    "date": st.dates().map(str),
    "date-time": st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
}
NUMBERS: st.SearchStrategy[Any] = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def spoiled(draw: st.DrawFn, document: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """An object of the schema, with any JSON in some places of it, but not at its top."""
    drawn = _Drawing(draw, document).value(schema, DEPTH)
    payload: dict[str, Any] = drawn if isinstance(drawn, dict) else {}
    for _ in range(draw(st.integers(0, SPOILED))):
        found = list(places(payload))[1:]
        if found:
            payload = replaced(payload, draw(st.sampled_from(found)), draw(ANYTHING))
    return payload


@frozen
class _Drawing:
    draw: Callable[[st.SearchStrategy[Any]], Any]
    document: Mapping[str, Any]

    def value(self, schema: Mapping[str, Any], depth: int) -> Any:
        schema = resolved(self.document, schema)
        types = schema.get("type")
        kind = self.draw(st.sampled_from(types)) if isinstance(types, list) else types
        if schema.get("nullable") and self.draw(st.booleans()):
            return None
        if members := schema.get("oneOf", schema.get("anyOf")):
            drawn = self.value(self.draw(st.sampled_from(members)), depth)
            return self._merged([drawn], schema, depth) if "properties" in schema else drawn
        if "allOf" in schema:
            return self._merged([self.value(part, depth) for part in schema["allOf"]], schema, depth)
        if "const" in schema or "enum" in schema:
            return self.draw(st.sampled_from(schema.get("enum", [schema.get("const")])))
        return self._of_kind(kind or ("object" if "properties" in schema else None), schema, depth)

    def _merged(self, parts: list[Any], schema: Mapping[str, Any], depth: int) -> Any:
        objects = [part for part in [*parts, self._object(schema, depth)] if isinstance(part, dict)]
        return {key: value for part in objects for key, value in part.items()} if len(objects) > 1 else parts[0]

    def _of_kind(self, kind: str | None, schema: Mapping[str, Any], depth: int) -> Any:
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            count = self.draw(st.integers(0, 2)) if depth > 0 else 0
            return [self.value(schema.get("items", {}), depth - 1) for _ in range(count)]
        if kind == "string":
            return self.draw(TEXTS.get(schema.get("format"), st.text()))
        simple = {"integer": st.integers(), "number": NUMBERS, "boolean": st.booleans(), "null": st.none()}
        return self.draw(simple.get(str(kind), ANYTHING))

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        required = schema.get("required", [])
        fields = schema.get("properties", {})
        names = [name for name in fields if name in required or (depth > 0 and self.draw(st.booleans()))]
        drawn = {name: self.value(fields[name], depth - 1) for name in names}
        further = schema.get("additionalProperties", True)
        if further and depth > 0:
            values = further if isinstance(further, Mapping) else {}
            new = self.draw(st.lists(st.text(), max_size=1))
            drawn |= {name: self.value(values, depth - 1) for name in new if name not in fields}
        return drawn
