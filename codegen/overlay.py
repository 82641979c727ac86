"""From the vendor's document and our corrections to the contract that is compiled."""

import copy
from pathlib import Path
from typing import Any, cast

from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.ext import parse  # pyright: ignore[reportUnknownVariableType]  # has no types
from oas_patch.overlay import apply_overlay  # pyright: ignore[reportUnknownVariableType]  # has no types
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from ruamel.yaml import YAML

from .rooms import SPECS


class SpecError(Exception):
    """A document under `specs/` cannot be used; the message names the file and what to do."""


def contract(vendor: str, specs: Path = SPECS) -> dict[str, Any]:
    """The vendor's OpenAPI document with our overlay applied, checked; references are left as they are."""
    document = read_yaml(specs / vendor / "openapi.yaml")
    overlay_path = specs / vendor / "overlay.yaml"
    overlay = read_yaml(overlay_path)
    for number, action in enumerate(overlay.get("actions", []), start=1):
        document = _apply(action, document, where=f"{overlay_path}, action {number}")
    _check(document, where=f"{specs / vendor} with its overlay")
    return document


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file whose top is a mapping."""
    content = cast(object, YAML(typ="safe").load(path.read_text(encoding="utf-8")))  # pyright: ignore[reportUnknownMemberType]  # has no types
    if not isinstance(content, dict):
        raise SpecError(f"{path}: expected a mapping at the top, found {type(content).__name__}")
    return cast(dict[str, Any], content)


def _apply(action: Any, document: dict[str, Any], *, where: str) -> dict[str, Any]:
    # oas-patch passes over an action without a target or without effect; a correction that corrects nothing is wrong.
    fields = cast(dict[str, Any], action) if isinstance(action, dict) else {}
    if not fields.get("description") or not fields.get("target"):
        raise SpecError(f"{where}: an action has a 'target', and a 'description' that says why and from which source")
    target = fields["target"]
    try:
        matches = cast(list[object], parse(target).find(document))  # pyright: ignore[reportUnknownMemberType]  # no types
    except JSONPathError as error:
        raise SpecError(f"{where}: {target!r} is no JSONPath: {error}") from None
    if not matches:
        raise SpecError(f"{where}: nothing is at {target}; adapt the target, or drop the action if it is obsolete")
    changed: dict[str, Any] = apply_overlay(copy.deepcopy(document), {"actions": [action]})
    if changed == document:
        raise SpecError(f"{where}: changes nothing at {target}; drop the action if the vendor's document has it now")
    return changed


def _check(document: dict[str, Any], *, where: str) -> None:
    version = str(document.get("openapi", ""))
    validator = OpenAPIV30SpecValidator if version.startswith("3.0") else OpenAPIV31SpecValidator
    for error in validator(document).iter_errors():
        raise SpecError(f"{where}: not valid OpenAPI {version} at {error.json_path}: {error.message}")
