"""A client uses the pinned server and the pinned header for credentials; without pins, the document's first ones."""

import re
import runpy
import warnings
from pathlib import Path
from typing import Any

import pytest

from codegen.access import defaults
from codegen.documents import SpecError, SpecWarning, read_yaml
from codegen.overlay import corrected
from tests.codegen.documents import action, document

TABLES = read_yaml(Path(__file__).with_name("tables.yaml"))
EU, US = {"url": "https://eu.tiny.invalid"}, {"url": "https://us.tiny.invalid"}
KEYS = {
    "Key": {"type": "apiKey", "in": "header", "name": "x-tiny-key"},
    "Org": {"type": "apiKey", "in": "header", "name": "X-Org"},
    "Token": {"type": "http", "scheme": "bearer"},
    "Other": {"type": "http", "scheme": "basic"},
}


def values(tmp_path: Path, whole: dict[str, Any], selection: str = "") -> list[str]:
    folder = tmp_path / "tiny"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "selection.yaml").write_text(selection or "operations: []", encoding="utf-8")
    path = folder / "defaults.py"
    path.write_text(defaults(folder, whole), encoding="utf-8")
    made = runpy.run_path(str(path))
    return [made["SERVER"], made["AUTH_HEADER"], made["AUTH_PREFIX"]]


def secured(top: Any, operation: Any = None, **keys: Any) -> dict[str, Any]:
    whole = document(security=top)
    whole["components"]["securitySchemes"] = {**KEYS, **keys}
    if operation is not None:
        whole["paths"]["/session"]["get"]["security"] = operation
    return whole


def test_the_server_is_pinned_or_the_first(tmp_path: Path) -> None:
    for servers, selection, expected in TABLES["servers"]:
        assert values(tmp_path, document(servers=servers), selection)[0] == expected


def test_credentials_are_sent_as_the_scheme_says(tmp_path: Path) -> None:
    for scheme, expected in TABLES["schemes"]:
        assert values(tmp_path, secured([{"Key": []}], Key=scheme))[1:] == expected, scheme
    for scheme, message in TABLES["unsent"]:
        with pytest.warns(SpecWarning, match=rf"specs/tiny: the client sends a bearer token, not .* Key.*{message}"):
            assert values(tmp_path, secured([{"Key": []}], Key=scheme))[1:] == ["Authorization", "Bearer"]


def test_requirements_of_document_and_operations(tmp_path: Path) -> None:
    for number, (top, operation, selection, sent, warning) in enumerate(TABLES["requirements"]):
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            assert values(tmp_path, secured(top, operation), selection)[1:] == sent, number
        messages = [str(each.message) for each in warned]
        assert len(messages) == (1 if warning else 0), number
        assert all(re.search(warning, message) for message in messages), number


def test_an_operation_at_another_server_is_a_warning(tmp_path: Path) -> None:
    for path in ("$.paths['/session']", "$.paths['/session'].get"):
        whole, _ = corrected(document(servers=[EU]), {"actions": [action(path, update={"servers": [US]})]})
        with pytest.warns(SpecWarning, match="get /session is served at https://us.tiny.invalid, .* pass base_url"):
            assert values(tmp_path, whole)[0] == EU["url"]


def test_a_pin_that_the_document_lacks_is_refused(tmp_path: Path) -> None:
    for selection, message in TABLES["lost"]:
        with pytest.raises(SpecError, match=f"selection.yaml: .*{message}.*; update the pin"):
            values(tmp_path, document(servers=[EU]), selection)
