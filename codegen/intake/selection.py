"""Select the operations in use from a vendor's document, with everything that they refer to."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from attrs import frozen

from .. import documents
from ..access import PINS, SELECTION, read_pins, schemes
from ..documents import METHODS, SpecError, as_json, component, is_list, items, mapping_of, parts, read_yaml
from ..shape import reached

_TOP = ("openapi", "info", "jsonSchemaDialect", "servers", "security", "tags", "externalDocs", "paths", "components")
_COMPONENT = re.compile("#/components/[^/]+/[^/]+$")


@frozen(order=True)
class Operation:
    """An operation of an API, written as ``get /v1/sessions``."""

    method: str
    path: str

    @classmethod
    def written(cls, text: str) -> Self:
        """Return the operation that a text such as ``get /v1/sessions`` names. Raises SpecError."""
        method, _, path = text.strip().partition(" ")
        if method.lower() not in METHODS or not path.strip().startswith("/"):
            raise SpecError(f"{text!r} is not a valid operation; write it like 'get /v1/sessions'")
        return cls(method.lower(), path.strip())

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def read_selection(folder: Path) -> tuple[Operation, ...]:
    """Return the operations in a vendor's `selection.yaml`, and check its pins. Raises SpecError."""
    path = folder / SELECTION
    content = read_yaml(path)
    if unknown := sorted(content.keys() - {"operations", *PINS}):
        raise SpecError(f"{path}: unknown key {unknown[0]!r}; the valid keys are operations, {', '.join(PINS)}")
    listed = content.get("operations", [])
    if not is_list(listed) or not all(isinstance(each, str) for each in listed):
        raise SpecError(f"{path}: operations must be a list of strings such as 'get /v1/sessions'")
    read_pins(folder)
    return tuple(map(Operation.written, listed))


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Return all operations of a document, in its order."""
    return [Operation(method, path) for method, path, _ in documents.operations(document)]


def selected(document: Mapping[str, Any], wanted: Iterable[Operation], name: str) -> dict[str, Any]:
    """Return the document reduced to these operations and everything they refer to.

    Raises SpecError if the target of a reference is missing.
    """
    chosen = set(wanted)
    paths = {
        path: {
            key: _plain(key, value)
            for key, value in item.items()
            if key not in METHODS or Operation(key, path) in chosen
        }
        for path, item in document["paths"].items()
        if any(each.path == path for each in chosen)
    }
    asked = [{"$ref": f"#/components/securitySchemes/{each}"} for each in schemes({**document, "paths": paths})]
    needed = reached([*paths.values(), *asked], document)
    lost = _dangling(needed, document, name)
    components = {
        kind: kept
        for kind, each in mapping_of(document.get("components")).items()
        if (kept := {key: part for key, part in mapping_of(each).items() if f"#/components/{kind}/{key}" in needed})
    }
    whole = {**document, "paths": paths, "components": components}
    kept = as_json({key: value for key, value in whole.items() if key in _TOP and (value or key != "components")})
    for _, part in list(parts(kept)) if lost else ():
        for key in [key for key, item in items(part) if str(mapping_of(item).get("$ref")) in lost][::-1]:
            del part[key]
    return dict(kept)


def _plain(key: str, value: Any) -> Any:
    # Omit extensions such as x-mint, in which a documentation site repeats the description.
    return {name: each for name, each in value.items() if name[:2] != "x-"} if key in METHODS else value


def check_there(wanted: Iterable[Operation], there: Sequence[Operation], name: str) -> None:
    """Raise SpecError if an operation in use is missing from the vendor's document."""
    if missing := sorted(set(wanted) - set(there)):
        raise SpecError("\n".join(_missing(each, there, name) for each in missing))


def left_out(used: Iterable[Operation], ours: Mapping[str, Any], there: Sequence[Operation]) -> tuple[Operation, ...]:
    """Return the operations in use that the vendor's document lacks. The version in the path does not matter."""
    names, known = set(map(unversioned, there)), operations(ours)
    return tuple(each for each in used if each in known and unversioned(each) not in names)


def _missing(operation: Operation, there: Sequence[Operation], name: str) -> str:
    alike = [str(each) for each in there if unversioned(each) == unversioned(operation)]
    nearest = difflib.get_close_matches(str(operation), map(str, there), n=5, cutoff=0)
    moved = f"if it has moved, change its path in {SELECTION}"
    advice = moved if alike else "pass all of the vendor's pages in one command"
    listed = ", ".join(alike or nearest) or "none"
    return f"{name}: has no operation `{operation}`, which is in use; {advice}; similar operations: {listed}"


def unversioned(operation: Operation) -> Operation:
    """Return the operation with neither the version nor the names of parameters in its path."""
    return Operation(operation.method, re.sub(r"\{[^}]*\}", "{}", re.sub(r"/v\d+(?=/)", "", operation.path)))


def _dangling(references: Mapping[str, bool], document: Mapping[str, Any], name: str) -> set[str]:
    """Return the dangling references inside data, such as examples. Raises SpecError for other dangling references."""
    lost = {each for each in references if not _COMPONENT.match(each) or component(each, document) is None}
    for each in (each for each in lost if not references[each]):
        outside = "copy its target into the components of this document"
        advice = "check that the file is complete" if _COMPONENT.match(each) else outside
        raise SpecError(f"{name}: unresolved reference {each}; {advice}")
    return lost
