"""The corpus is as it should be, and a part of it holds; all of it is run by `nox -s side_by_side`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS31Validator

from tests.side_by_side.cases import SchemaCase
from tests.side_by_side.corpus import OPERATIONS, SCHEMAS
from tests.side_by_side.runner import run

STEP = 40
"""Every so many-th case is run here."""


def test_the_corpus_is_large_and_every_case_has_a_name_of_its_own() -> None:
    assert len(SCHEMAS) >= 150
    assert len(OPERATIONS) >= 100
    for cases in (SCHEMAS, OPERATIONS):
        assert [name for name, count in Counter(case.name for case in cases).items() if count > 1] == []


def test_every_payload_that_is_said_to_be_valid_is() -> None:
    assert [wrong for case in SCHEMAS for wrong in wrong_with_payloads(case)] == []


def wrong_with_payloads(case: SchemaCase) -> Iterator[str]:
    components = loose(case.document["components"])
    validator = OAS31Validator({"$ref": "#/components/schemas/Root", "components": components})
    for reading in case.readings:
        if reading.invalid is None:
            yield from [f"{case.name}: {error.message}" for error in validator.iter_errors(reading.payload)]


def loose(schema: Any) -> Any:
    """A schema in which several members of a `oneOf` may fit, and null wherever 3.0 says `nullable`."""
    if isinstance(schema, list):
        return [loose(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {"anyOf" if key == "oneOf" else key: loose(value) for key, value in schema.items()}
    return {"anyOf": [inner, {"type": "null"}]} if inner.pop("nullable", False) is True else inner


def test_a_part_of_the_corpus_holds(tmp_path: Path) -> None:
    result = run(SCHEMAS[::STEP], OPERATIONS[::STEP], tmp_path, processes=1)
    assert [f"{outcome.name}: {outcome.ours}" for outcome in result.failures] == []
