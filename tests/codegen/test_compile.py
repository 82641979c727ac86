"""What becomes of a document: the same bytes everywhere, whole or not at all."""

from __future__ import annotations

import hashlib
import re
import runpy
import tempfile
from pathlib import Path
from typing import Any

import pytest

from codegen.compile import compile_client
from codegen.overlay import SpecError
from codegen.rooms import package_name
from tests.codegen.documents import VENDOR, action, document, secured_by, write
from tests.codegen.packages import files

HOSTILE = 'line-length = 40\n[format]\nquote-style = "single"\n'


def test_the_same_bytes_come_out_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A real document: the tests' own has no line that other settings would break.
    expected = files(compile_client("akool", tmp_path / "plain"))
    hostile = tmp_path / "hostile"
    hostile.mkdir()
    (hostile / "ruff.toml").write_text(HOSTILE)
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 40\n")
    monkeypatch.chdir(hostile)
    monkeypatch.setattr(tempfile, "tempdir", str(hostile))  # where the package is put together
    for name, value in {"LC_ALL": "C", "TZ": "Asia/Kathmandu", "COLUMNS": "40", "PYTHONHASHSEED": "1"}.items():
        monkeypatch.setenv(name, value)
    assert files(compile_client("akool", hostile / "generated")) == expected


def test_the_package_is_named_after_the_vendor_and_typed(compiled: Path) -> None:
    assert compiled.name == package_name(VENDOR)
    assert (compiled / "py.typed").read_bytes() == b""


def test_a_package_that_is_there_is_replaced_as_a_whole(specs: Path, compiled: Path, tmp_path: Path) -> None:
    stale = tmp_path / package_name(VENDOR) / "models" / "stale.py"
    stale.parent.mkdir(parents=True)
    stale.write_text("")
    assert files(compile_client(VENDOR, tmp_path, specs)) == files(compiled)


def test_every_module_says_where_it_comes_from(specs: Path, compiled: Path) -> None:
    modules = {name: content.decode() for name, content in files(compiled).items() if name.endswith(".py")}
    assert all(
        text.startswith("# Generated from specs/tiny by `nox -s generate -- tiny`.") for text in modules.values()
    )
    hashes = dict(re.findall(r"^# specs/tiny/(.+): sha256 (\w+)$", modules["__init__.py"], re.MULTILINE))
    documents = ("openapi.yaml", "overlay.yaml")
    assert hashes == {name: hashlib.sha256((specs / VENDOR / name).read_bytes()).hexdigest() for name in documents}
    assert not any("sha256" in text for name, text in modules.items() if name != "__init__.py")


def test_server_and_credentials_are_the_documents(compiled: Path) -> None:
    defaults = runpy.run_path(str(compiled / "defaults.py"))
    assert defaults["SERVER"] == "https://api.tiny.invalid"
    assert (defaults["AUTH_HEADER"], defaults["AUTH_PREFIX"]) == ("x-tiny-key", "")


def test_a_bearer_token_is_sent_as_one(tmp_path: Path) -> None:
    specs = write(tmp_path / "specs", secured_by({"type": "http", "scheme": "bearer"}))
    defaults = runpy.run_path(str(compile_client(VENDOR, tmp_path, specs) / "defaults.py"))
    assert (defaults["AUTH_HEADER"], defaults["AUTH_PREFIX"]) == ("Authorization", "Bearer")


@pytest.mark.parametrize(
    "whole",
    [secured_by({"type": "apiKey", "in": "query", "name": "key"}), document(security=[])],
    ids=["in the query", "none"],
)
def test_credentials_of_another_kind_are_refused(tmp_path: Path, whole: dict[str, Any]) -> None:
    with pytest.raises(SpecError, match=r"specs/tiny: the first security scheme is .*; supported are"):
        compile_client(VENDOR, tmp_path, write(tmp_path / "specs", whole))


def test_a_document_without_a_server_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="specs/tiny: no servers"):
        compile_client(VENDOR, tmp_path, write(tmp_path / "specs", document(servers=[])))


def test_parameters_of_a_path_as_a_whole_are_its_operations(tmp_path: Path) -> None:
    whole = document()
    whole["paths"]["/session"]["summary"] = "Sessions"
    whole["paths"]["/session"]["parameters"] = [
        {"name": "zone", "in": "query", "description": 'Called "zone"', "schema": {"type": "string"}}
    ]
    package = compile_client(VENDOR, tmp_path, write(tmp_path / "specs", whole))
    assert "zone: str | Unset = UNSET" in (package / "api/sessions/get_session.py").read_text(encoding="utf-8")


def test_a_description_that_ends_in_a_quotation_mark_compiles(tmp_path: Path) -> None:
    whole = document()
    whole["components"]["schemas"]["Session"]["description"] = 'The "session"'
    whole["components"]["schemas"]["Session"]["properties"]["id"]["description"] = 'The "id"'
    compile_client(VENDOR, tmp_path, write(tmp_path / "specs", whole))


LEFT_OUT = {
    "an answer that is no JSON": action(
        "$.paths['/session'].get.responses",
        update={"201": {"description": "It.", "content": {"application/xml": {"schema": {"type": "string"}}}}},
    ),
    "a field that no reader is there for": action(
        "$.components.schemas.Session.properties", update={"file": {"type": "string", "format": "binary"}}
    ),
}


@pytest.mark.parametrize("change", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_the_generator_would_leave_out_or_misread_is_refused_and_nothing_is_touched(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    before = tmp_path / package_name(VENDOR) / "before.py"
    before.parent.mkdir()
    before.write_text("")
    with pytest.raises(SpecError, match="openapi-python-client does not compile specs/tiny"):
        compile_client(VENDOR, tmp_path, write(tmp_path / "specs", document(), [change]))
    assert list(files(before.parent)) == ["before.py"]


def test_a_parameters_own_description_reaches_its_users(compiled: Path) -> None:
    assert "size (int | Unset): How many." in (compiled / "api/sessions/get_session.py").read_text(encoding="utf-8")
