"""The corpus is valid, and a part of it holds; `nox -s side_by_side` runs all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_schema_validator import OAS31Validator

from codegen.rooms import package_name
from tests.clients.payloads import spoiled_of
from tests.side_by_side.cases import SchemaCase
from tests.side_by_side.compiling import compile_ours
from tests.side_by_side.corpus import OPERATIONS, SCHEMAS
from tests.side_by_side.packages import Package
from tests.side_by_side.reading import not_kept, read
from tests.side_by_side.runner import run

STEP = 40
"""The tests run every case of this many."""
WHOLE = ["a schema of schemas", "four kinds of messages", "voices, personas and tools", "agents, rooms and messages"]
"""The schemas whose objects are drawn at random."""


def test_the_corpus_is_large_and_its_names_differ() -> None:
    assert (len(SCHEMAS), len(OPERATIONS)) == (369, 360)
    for cases in (SCHEMAS, OPERATIONS):
        assert [name for name, count in Counter(case.name for case in cases).items() if count > 1] == []


def test_every_valid_payload_is_valid() -> None:
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
    result = run(SCHEMAS[::STEP], OPERATIONS[::STEP], tmp_path, processes=1, types=False)
    assert [f"{outcome.name}: {outcome.ours}" for outcome in result.failures] == []


def test_any_object_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = {f"drawn_{number}": case for number, case in enumerate(SCHEMAS) if case.name in WHOLE}
    assert compile_ours({key: case.document for key, case in cases.items()}, tmp_path) == {}
    monkeypatch.syspath_prepend(tmp_path / "ours")

    @settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=200)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        key, case = data.draw(st.sampled_from(list(cases.items())))
        payload, _ = data.draw(spoiled_of(case.document, case.document["components"]["schemas"]["Root"]))
        if isinstance(payload, dict):
            assert list(not_kept(read(case, Package(package_name(key), tmp_path / "ours"), payload), payload)) == []

    check()
