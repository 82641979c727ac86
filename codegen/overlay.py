"""From the vendor's document and our corrections to the contract that is compiled.

Corrections are held to account. One whose target is gone, or that was made against something that the vendor's document
says no more, is an error; one that no longer changes anything, since the vendor says it himself now, is a warning.
"""

import copy
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from attrs import frozen
from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.ext.parser import ExtentedJsonPathParser
from oas_patch.overlay import apply_overlay  # pyright: ignore[reportUnknownVariableType]  # has no types

from .documents import SpecError, SpecWarning, check_valid, is_list, is_mapping, read_yaml
from .rooms import SPECS
from .shape import walk

DISAGREEMENT = "x-disagreement"
"""In an action: what each source says at its target; `openapi.yaml` stands for the document beside the overlay."""
DOCUMENT = "openapi.yaml"

# Making a parser takes longer than all paths of an overlay take to be parsed.
_PARSER = ExtentedJsonPathParser()


@frozen(kw_only=True)
class Finding:
    """What is to be said of one action. If it is fatal, the action could not be applied."""

    action: int
    target: str
    problem: str
    fatal: bool

    def __str__(self) -> str:
        return f"action {self.action}: {self.problem}"


def contract(vendor: str, specs: Path = SPECS) -> dict[str, Any]:
    """The vendor's OpenAPI document with our overlay applied, checked; references are left as they are.

    Raises SpecError where an action has lost its target; warns (SpecWarning) where one has become needless.
    """
    path = specs / vendor / "overlay.yaml"
    document, findings = corrected(read_yaml(specs / vendor / DOCUMENT), read_yaml(path))
    if fatal := [finding for finding in findings if finding.fatal]:
        raise SpecError("\n".join(f"{path}, {finding}" for finding in fatal))
    for finding in findings:
        warnings.warn(f"{path}, {finding}", SpecWarning, stacklevel=2)
    check_valid(document, where=f"{specs / vendor} with its overlay")
    _warn_of_older_ways(document, where=f"{specs / vendor} with its overlay")
    return document


def _warn_of_older_ways(document: dict[str, Any], *, where: str) -> None:
    if not str(document["openapi"]).startswith("3.0"):
        for place in (place for place, _, _ in walk(document) if place.steps[-1:] == (".nullable",)):
            problem = f"`nullable` means nothing in OpenAPI 3.1; write type: [..., 'null'] at {place}"
            warnings.warn(f"{where}: {problem}", SpecWarning, stacklevel=3)


def corrected(document: dict[str, Any], overlay: Mapping[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
    """The document with every action applied that can be, and what is to be said of the others."""
    findings: list[Finding] = []
    for number, action in enumerate(actions(overlay), start=1):
        document, finding = _with_action(document, action, number)
        findings += [finding] if finding else []
    return document, findings


def actions(overlay: Mapping[str, Any]) -> list[Any]:
    """The overlay's actions, in their order."""
    listed: object = overlay.get("actions") or []
    if not is_list(listed):
        raise SpecError("overlay.yaml: actions are a list")
    return listed


def matches(target: str, document: dict[str, Any]) -> list[Any]:
    """What is at a JSONPath, each with its `value` and `full_path`; raises JSONPathError."""
    parsed: Any = _PARSER.parse(target)  # pyright: ignore[reportUnknownMemberType]  # has no types
    return cast(list[Any], parsed.find(document))


def _with_action(document: dict[str, Any], action: Any, number: int) -> tuple[dict[str, Any], Finding | None]:
    fields = action if is_mapping(action) else {}
    target = str(fields.get("target") or "")

    def finding(problem: str, *, fatal: bool = True) -> Finding:
        return Finding(action=number, target=target, problem=problem, fatal=fatal)

    if problem := _unusable(fields, document):
        return document, finding(problem)
    # oas-patch passes over an action without a target or without effect.
    changed: dict[str, Any] = apply_overlay(copy.deepcopy(document), {"actions": [fields]})
    if changed == document and DISAGREEMENT not in fields:
        problem = f"changes nothing at {target}; drop the action if the vendor's document has it now"
        return document, finding(problem, fatal=False)
    return changed, None


def _unusable(action: Mapping[str, Any], document: dict[str, Any]) -> str | None:
    """Why the action cannot be applied, and what to do."""
    if not action.get("description") or not action.get("target"):
        return "an action has a 'target', and a 'description' that says why and from which source"
    if not action.keys() & {"update", "remove", "copy", DISAGREEMENT}:
        return "an action has an 'update', or 'remove: true'"
    target = action["target"]
    try:
        found = matches(target, document)
    except JSONPathError as error:
        return f"{target!r} is no JSONPath: {error}"
    if not found:
        return f"nothing is at {target}; adapt the target, or drop the action if it is obsolete"
    record: object = action.get(DISAGREEMENT) or {}
    if not is_mapping(record):
        return f"{DISAGREEMENT} says by source what each says, such as '{DOCUMENT}: ...'"
    said = record.get(DOCUMENT)
    if any(not says(match.value, said) for match in found):
        return f"{DOCUMENT} does not say {said!r} at {target} any more; look again at what is right, and why"
    return None


def says(value: Any, said: Any) -> bool:
    """Whether a part of the document says at least this."""
    if is_mapping(said) and is_mapping(value):
        fields, wanted = value, said
        return all(key in fields and says(fields[key], item) for key, item in wanted.items())
    return said is None or value == said
