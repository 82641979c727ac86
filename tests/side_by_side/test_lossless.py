"""The lossless promise, for any object of the schemas of some documents."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codegen.rooms import package_name
from tests.side_by_side.compiling import Compiled, compile_ours
from tests.side_by_side.corpus import products, recursion, unions
from tests.side_by_side.drawing import spoiled
from tests.side_by_side.packages import Package
from tests.side_by_side.reading import not_kept, read

NAMES = ("a schema of schemas", "calls by phone or by web", "four kinds of messages", "a union of unions")
RICH = [*products.CASES, *(case for case in (*recursion.CASES, *unions.CASES) if case.name in NAMES)]
CASES = {f"lossless_{number}": case for number, case in enumerate(RICH)}

each_document = pytest.mark.parametrize("key", CASES, ids=[case.name for case in RICH])


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The packages of all documents."""
    compiled = Compiled(tmp_path_factory.mktemp("lossless"))
    compiled.ours.mkdir()
    assert compile_ours({key: case.document for key, case in CASES.items()}, compiled) == {}
    sys.path.insert(0, str(compiled.ours))
    yield compiled.ours
    sys.path.remove(str(compiled.ours))


@each_document
@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_any_object_is_given_back_as_it_came(key: str, packages: Path, data: st.DataObject) -> None:
    case = CASES[key]
    payload = data.draw(spoiled(case.document, case.document["components"]["schemas"]["Root"]))
    assert list(not_kept(read(case, Package(package_name(key), packages), payload), payload)) == []
