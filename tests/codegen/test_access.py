"""Where a client sends requests and credentials: as pinned, else as the document says first."""

from __future__ import annotations

import re
import runpy
import warnings
from pathlib import Path
from typing import Any

import pytest

from codegen.access import defaults
from codegen.documents import SpecError, SpecWarning
from tests.codegen.documents import document

EU, US = {"url": "https://eu.tiny.invalid"}, {"url": "https://us.tiny.invalid"}
KEYS = {
    "Key": {"type": "apiKey", "in": "header", "name": "x-tiny-key"},
    "Org": {"type": "apiKey", "in": "header", "name": "X-Org"},
    "Token": {"type": "http", "scheme": "bearer"},
}


def values(tmp_path: Path, whole: dict[str, Any], selection: str = "") -> tuple[str, str, str]:
    """SERVER, AUTH_HEADER and AUTH_PREFIX."""
    folder = tmp_path / "tiny"
    folder.mkdir(exist_ok=True)
    if selection:
        (folder / "selection.yaml").write_text(selection, encoding="utf-8")
    path = tmp_path / "defaults.py"
    path.write_text(defaults(folder, whole), encoding="utf-8")
    made = runpy.run_path(str(path))
    return made["SERVER"], made["AUTH_HEADER"], made["AUTH_PREFIX"]


def secured_by(scheme: dict[str, Any]) -> dict[str, Any]:
    """The document with another security scheme."""
    whole = document()
    whole["components"]["securitySchemes"]["Key"] = scheme
    return whole


REGION = {"url": "https://{region}.tiny.invalid/{v}", "variables": {"region": {"default": "eu"}, "v": {"default": "1"}}}
SERVERS: list[tuple[Any, str, str]] = [
    ([EU, US], "", "https://eu.tiny.invalid"),
    ([EU, US], "server: https://us.tiny.invalid", "https://us.tiny.invalid"),
    ([REGION], "", "https://eu.tiny.invalid/1"),
    ([REGION], "server: https://eu.tiny.invalid/1", "https://eu.tiny.invalid/1"),
    ([{"url": "https://{region}.tiny.invalid"}], "", ""),
    ([{"url": "/v1"}], "", ""),
    ([{"url": "/v1"}, EU], "", "https://eu.tiny.invalid"),
    ([], "", ""),
]


@pytest.mark.parametrize(("servers", "selection", "expected"), SERVERS, ids=map(str, range(len(SERVERS))))
def test_the_server_is_pinned_or_the_first(tmp_path: Path, servers: Any, selection: str, expected: str) -> None:
    assert values(tmp_path, document(servers=servers), selection)[0] == expected


BEARER = ("Authorization", "Bearer")
SCHEMES: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"type": "apiKey", "in": "header", "name": "k"}, ("k", "")),
    ({"type": "http", "scheme": "bearer"}, BEARER),
    ({"type": "http", "scheme": "Bearer"}, BEARER),
    ({"type": "http", "scheme": "Basic"}, ("Authorization", "Basic")),
    ({"type": "oauth2", "flows": {}}, BEARER),
    ({"type": "openIdConnect", "openIdConnectUrl": "https://tiny.invalid"}, BEARER),
    ({"$ref": "#/components/securitySchemes/Other"}, ("Authorization", "Basic")),
]


def test_credentials_are_sent_as_the_scheme_says(tmp_path: Path) -> None:
    for scheme, expected in SCHEMES:
        whole = secured_by(scheme)
        whole["components"]["securitySchemes"]["Other"] = {"type": "http", "scheme": "basic"}
        assert values(tmp_path, whole)[1:] == expected, scheme


UNSENT: list[tuple[dict[str, Any], str]] = [
    ({"type": "apiKey", "in": "query", "name": "key"}, r"pass it with httpx_args={'params': {'key': \.\.\.}}"),
    ({"type": "apiKey", "in": "cookie", "name": "key"}, r"pass it with httpx_args={'cookies': {'key': \.\.\.}}"),
    ({"type": "http", "scheme": "digest"}, "pass what it needs with headers="),
    ({"type": "mutualTLS"}, "pass what it needs with headers="),
    ({}, "the document does not define it; pass what it needs"),
]


def test_a_scheme_that_cannot_be_sent_is_a_warning(tmp_path: Path) -> None:
    for scheme, message in UNSENT:
        with pytest.warns(SpecWarning, match=rf"specs/tiny: the client cannot send the security scheme Key.*{message}"):
            assert values(tmp_path, secured_by(scheme))[1:] == BEARER


def secured(top: Any, operation: Any = None) -> dict[str, Any]:
    """A document with these requirements at its top and at its operation."""
    whole = document()
    del whole["security"]
    whole["components"]["securitySchemes"] = KEYS
    if top is not None:
        whole["security"] = top
    if operation is not None:
        whole["paths"]["/session"]["get"]["security"] = operation
    return whole


REQUIREMENTS: list[tuple[Any, Any, str, tuple[str, str], str]] = [
    # document's, operation's, selection, sent, warning
    (None, None, "", BEARER, ""),
    ([], None, "", BEARER, ""),
    (None, [{"Key": []}], "", ("x-tiny-key", ""), ""),
    ([], [{"Key": []}], "", ("x-tiny-key", ""), ""),
    ([{}, {"Key": []}], None, "", ("x-tiny-key", ""), ""),
    ([{"Key": []}, {"Token": []}], None, "security: Token", BEARER, ""),
    ([{"Key": []}], [], "", ("x-tiny-key", ""), ""),
    ([{"Key": []}], [{"Token": []}, {"Key": []}], "", ("x-tiny-key", ""), ""),
    ([{"Key": []}], [{"Token": []}], "", ("x-tiny-key", ""), "get /session: .* scheme Token"),
    ([{"Key": [], "Org": []}], None, "", ("x-tiny-key", ""), r"get /session: .* Org \(pass it with headers={'X-Org'"),
    ([{"Key": [], "Org": []}, {"Key": []}], None, "", ("x-tiny-key", ""), ""),
    ([{"Key": []}], None, "security: Token", BEARER, "get /session: the client does not send the security scheme Key"),
]


@pytest.mark.parametrize(
    ("top", "operation", "selection", "sent", "warning"), REQUIREMENTS, ids=map(str, range(len(REQUIREMENTS)))
)
def test_requirements_of_document_and_operations(
    tmp_path: Path, top: Any, operation: Any, selection: str, sent: tuple[str, str], warning: str
) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        assert values(tmp_path, secured(top, operation), selection)[1:] == sent
    assert len(warned) == (1 if warning else 0)
    for each in warned:
        assert each.category is SpecWarning
        assert re.search(warning, str(each.message))


def test_an_operation_at_another_server_is_a_warning(tmp_path: Path) -> None:
    for place in ("path", "operation"):
        whole = document(servers=[EU])
        item = whole["paths"]["/session"]
        (item if place == "path" else item["get"])["servers"] = [US]
        with pytest.warns(SpecWarning, match="get /session is served at https://us.tiny.invalid, .* pass base_url"):
            assert values(tmp_path, whole)[0] == EU["url"]


LOST: list[tuple[str, str]] = [
    ("server: https://us.tiny.invalid", "the pinned server https://us.tiny.invalid is gone; requests would go to https://eu"),
    ("security: Token", "the pinned scheme Token is gone; credentials would be sent as `x-tiny-key`"),
    ("security: Key\nheader: x-old", "the pinned header is `x-old`; credentials would be sent as `x-tiny-key`"),
]  # fmt: skip


def test_a_pin_that_the_document_lacks_is_refused(tmp_path: Path) -> None:
    for selection, message in LOST:
        with pytest.raises(SpecError, match=f"selection.yaml: {message}.*; decide, and change the pin"):
            values(tmp_path, document(servers=[EU]), selection)
