"""Apply an overlay, which holds our corrections, to the vendor's document. The result is the contract to compile.

An action causes an error if its target does not exist, or if the vendor's document no longer has the content
that the action records. It causes a warning if it changes nothing: the vendor may have fixed the document.
"""

import copy
import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from jsonpath_rfc9535 import JSONPathError, JSONPathNode, find
from openapi_schema_validator import OAS31Validator

from .documents import SpecError, SpecWarning, check_valid, is_list, is_mapping, read_yaml
from .rooms import SPECS
from .shape import walk

DISAGREEMENT = "x-disagreement"
"""Under this key, an action records a contradiction: what `openapi.yaml` says, and what each other source says."""
DOCUMENT = "openapi.yaml"
OVERLAY = "overlay.yaml"


@frozen(kw_only=True)
class Finding:
    """A problem with one action of an overlay.

    Attributes:
        action: The action's number, from 1.
        target: The action's target, a JSONPath.
        problem: The problem and its remedy.
        fatal: True if the action was not applied.
    """

    action: int
    target: str
    problem: str
    fatal: bool

    def __str__(self) -> str:
        return f"action {self.action}: {self.problem}"


def contract(vendor: str, specs: Path = SPECS) -> dict[str, Any]:
    """Return the vendor's document with our overlay applied. Warn (SpecWarning) if an action changes nothing.

    Raises SpecError if an action fails, or if the result is not valid OpenAPI.
    """
    path = specs / vendor / OVERLAY
    document, findings = corrected(read_yaml(specs / vendor / DOCUMENT), read_overlay(path))
    if fatal := [finding for finding in findings if finding.fatal]:
        raise SpecError("\n".join(f"{path}, {finding}" for finding in fatal))
    for finding in findings:
        warnings.warn(f"{path}, {finding}", SpecWarning, stacklevel=2)
    where = f"{specs / vendor} with its overlay"
    check_valid(document, where=where)
    for place in (place for place, *_ in walk(document) if place.steps[-1:] == (".nullable",)):
        if not document["openapi"].startswith("3.0"):
            problem = f"OpenAPI 3.1 ignores `nullable`; write type: [..., 'null'] at {place}"
            warnings.warn(f"{where}: {problem}", SpecWarning, stacklevel=2)
    document.setdefault("paths", {})  # required by the generator, but optional in OpenAPI 3.1
    return document


def read_overlay(path: Path) -> dict[str, Any]:
    """Read an overlay. Raises SpecError if it is not valid."""
    overlay = read_yaml(path)
    schema = json.loads(Path(__file__).with_name("overlay.schema.json").read_text(encoding="utf-8"))
    if errors := sorted(OAS31Validator(schema).iter_errors(overlay), key=lambda error: error.json_path):
        raise SpecError("\n".join(f"{path}, at {error.json_path}: {error.message}" for error in errors))
    return overlay


def corrected(document: dict[str, Any], overlay: Mapping[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
    """Return the document after all actions that can be applied, and the problems found."""
    findings: list[Finding] = []
    for number, action in enumerate(overlay.get("actions", []), start=1):
        target: str = action["target"]
        try:
            changed = _applied(action, document)
        except (SpecError, JSONPathError) as error:
            problem = f"{target!r} is not a valid JSONPath: {error}" if isinstance(error, JSONPathError) else str(error)
            findings.append(Finding(action=number, target=target, problem=problem, fatal=True))
            continue
        if changed == document and action.keys() & {"update", "remove"}:
            problem = f"changes nothing at {target}; delete the action if the vendor has fixed the document"
            findings.append(Finding(action=number, target=target, problem=problem, fatal=False))
        document = changed
    return document, findings


def _applied(action: Mapping[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with one action applied. Raises SpecError or JSONPathError if that fails."""
    target = action["target"]
    if "update" not in action and not action.get("remove") and DISAGREEMENT not in action:
        raise SpecError("an action needs 'update' or 'remove: true'")
    changed = copy.deepcopy(document)
    nodes = {node.location: node for node in find(target, changed)}
    if not nodes:
        raise SpecError(f"target {target} matches nothing; correct it, or delete the action")
    said = action.get(DISAGREEMENT, {}).get(DOCUMENT)
    if not all(says(node.value, said) for node in nodes.values()):
        raise SpecError(f"{DOCUMENT} no longer has {said!r} at {target}; check if the action is still correct")
    if action.get("remove"):
        _remove(nodes)
    elif "update" in action:
        for node in nodes.values():
            _update(node, action["update"])
    return changed


def _remove(nodes: Mapping[tuple[int | str, ...], JSONPathNode]) -> None:
    # Deepest first, and lists from their end, to keep the other locations valid.
    for location in sorted(nodes, key=lambda each: (len(each), [step for step in each if isinstance(step, int)]))[::-1]:
        holder: Any = nodes[location].parent
        if holder is None:
            raise SpecError("an action cannot remove the whole document")
        del holder.value[location[-1]]


def _update(node: JSONPathNode, update: Any) -> None:
    value: Any = node.value
    if is_list(value):
        value += update if is_list(update) else [update]
    elif is_mapping(value) and is_mapping(update):
        value.update(_merged(value, update))
    elif is_mapping(value) or is_mapping(update) or is_list(update):
        raise SpecError(f"cannot merge the update at {node.path()}: update and target have different types")
    else:
        node.value = update


def _merged(value: Any, update: Any) -> Any:
    if is_mapping(value) and is_mapping(update):
        return {**value, **{name: _merged(value.get(name), item) for name, item in update.items()}}
    return value + update if is_list(value) and is_list(update) else update


def says(value: Any, said: Any) -> bool:
    """Return True if a part of the document contains everything in `said`."""
    if is_mapping(said) and is_mapping(value):
        return all(key in value and says(value[key], item) for key, item in said.items())
    return said is None or value == said
