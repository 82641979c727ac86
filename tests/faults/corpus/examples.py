"""Answers as the documents describe them: drawn from the response's schema, the same at every run."""

from __future__ import annotations

import random
import uuid
from typing import Any

from attrs import frozen

from tests.clients.contracts import Schema
from tests.faults.corpus.endpoint import Endpoint, put

RECORDS = 4


def example(endpoint: Endpoint, seed: str) -> dict[str, Any]:
    """A successful answer: a list of `RECORDS` records, or one record."""
    promised = next(answer for answer in endpoint.operation.answers if answer.is_success)
    document: dict[str, Any] = _Example(endpoint, random.Random(seed)).of(promised.schema)
    document.pop(endpoint.without, None)
    for place, value in endpoint.numbers(RECORDS, 1).items():
        put(document, place, value)
    return document


def enum_fields(endpoint: Endpoint) -> set[str]:
    """The fields of a record that have one of a few documented values."""
    schemas: dict[str, Schema] = endpoint.operation.client.document["components"]["schemas"]
    resolved = endpoint.operation.client.resolved
    properties: dict[str, Schema] = schemas[endpoint.model]["properties"]
    return {name for name, promise in properties.items() if "enum" in resolved(promise)}


@frozen
class _Example:
    endpoint: Endpoint
    random: random.Random

    def of(self, schema: Schema) -> Any:
        schema = self.endpoint.operation.client.resolved(schema)
        if "allOf" in schema:
            parts = [self.of(part) for part in schema["allOf"]]
            return {name: value for part in parts for name, value in part.items()}
        if "oneOf" in schema:
            return self.of(schema["oneOf"][0])
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        return self._of_type(schema)

    def _of_type(self, schema: Schema) -> Any:
        kinds = schema.get("type", "object")
        kind, *others = kinds if isinstance(kinds, list) else [kinds]
        if "null" in others and self.random.random() < 0.2:
            return None
        match kind:
            case "object":
                properties = schema.get("properties", {"note": {"type": "string"}})
                return {name: self.of(promise) for name, promise in properties.items()}
            case "array":
                return [self.of(schema["items"]) for _ in range(RECORDS)]
            case "boolean":
                return self.random.random() < 0.5
            case "integer":
                return self.random.randrange(1, 10**6)
            case "number":
                return self.random.randrange(1, 10**6) / 4
            case _:
                return self._text(schema.get("format"))

    def _text(self, format: str | None) -> str:
        match format:
            case "uuid":
                return str(uuid.UUID(bytes=self.random.randbytes(16), version=4))
            case "date-time":
                minute, second = self.random.randrange(60), self.random.randrange(60)
                return f"2026-04-20T09:{minute:02}:{second:02}.{self.random.randrange(1000):03}Z"
            case _:
                return self.random.randbytes(12).hex()  # as long as a MongoDB ObjectId
