"""Select the operations in use from a vendor's document, with all that they refer to."""

import difflib
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from attrs import frozen

from .. import documents
from ..access import PINS, SELECTION, read_pins
from ..documents import METHODS, SpecError, is_list, is_mapping, list_of, mapping_of, read_yaml


@frozen(order=True)
class Operation:
    """One operation, written as ``get /v1/sessions``."""

    method: str
    path: str

    @classmethod
    def written(cls, text: str) -> Self:
        """Read an operation. Raises SpecError."""
        method, _, path = text.strip().partition(" ")
        if method.lower() not in METHODS or not path.strip().startswith("/"):
            raise SpecError(f"{text!r} is not a valid operation; write it like 'get /v1/sessions'")
        return cls(method.lower(), path.strip())

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def read_selection(folder: Path) -> tuple[Operation, ...]:
    """Return the operations that a vendor's folder lists, and check its pins. Raises SpecError."""
    path = folder / SELECTION
    content = read_yaml(path)
    if unknown := sorted(content.keys() - {"operations", *PINS}):
        raise SpecError(f"{path}: unknown key {unknown[0]!r}; expected operations, {', '.join(PINS)}")
    listed = content.get("operations", [])
    if not is_list(listed) or not all(isinstance(each, str) for each in listed):
        raise SpecError(f"{path}: operations is a list of texts such as 'get /v1/sessions'")
    read_pins(folder)
    return tuple(map(Operation.written, listed))


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Return every operation of a document, in its order."""
    return [Operation(method, path) for method, path, _ in documents.operations(document)]


def selected(document: Mapping[str, Any], wanted: Iterable[Operation], name: str) -> dict[str, Any]:
    """Return the document with these operations and what they refer to. Raises SpecError if a part is missing."""
    chosen = set(wanted)
    check_there(chosen, operations(document), name)
    paths = {
        path: {key: value for key, value in item.items() if key not in METHODS or Operation(key, path) in chosen}
        for path, item in document["paths"].items()
        if any(each.path == path for each in chosen)
    }
    needed, lost = _referred_to([*paths.values(), *_schemes({**document, "paths": paths})], document, name)
    components = {
        kind: kept
        for kind, parts in mapping_of(document.get("components")).items()
        if (kept := {key: part for key, part in mapping_of(parts).items() if f"#/components/{kind}/{key}" in needed})
    }
    whole = {**document, "paths": paths, "components": components}
    kept = {key: value for key, value in whole.items() if key in _TOP and (value or key != "components")}
    return {key: _without(lost, value) for key, value in kept.items()}


_TOP = ("openapi", "info", "jsonSchemaDialect", "servers", "security", "tags", "externalDocs", "paths", "components")


def check_there(wanted: Iterable[Operation], there: Sequence[Operation], name: str) -> None:
    """Raise SpecError if an operation in use is not there."""
    if missing := sorted(set(wanted) - set(there)):
        raise SpecError("\n".join(_missing(each, there, name) for each in missing))


def _missing(operation: Operation, there: Sequence[Operation], name: str) -> str:
    alike = [str(each) for each in there if unversioned(each) == unversioned(operation)]
    nearest = difflib.get_close_matches(str(operation), map(str, there), n=5, cutoff=0)
    what = "if it has moved, write its new path there" if alike else "give all of the vendor's pages at once"
    listed = ", ".join(alike or nearest) or "none"
    return f"{name}: `{operation}` is in use ({SELECTION}), and not in it; {what}; the nearest there: {listed}"


def unversioned(operation: Operation) -> Operation:
    """Return the operation without the version in its path and without the names of the path's parameters."""
    return Operation(operation.method, re.sub(r"\{[^}]*\}", "{}", re.sub(r"/v\d+(?=/)", "", operation.path)))


def _schemes(document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return references to the security schemes that are named."""
    holders = [document, *(operation for *_, operation in documents.operations(document))]
    ways = [way for holder in holders for way in list_of(holder.get("security"))]
    names = dict.fromkeys(key for way in ways for key in mapping_of(way))
    return [{"$ref": f"#/components/securitySchemes/{key}"} for key in names]


# Fields that hold names which somebody has chosen, so that none of those is a field of OpenAPI.
_NAMED = frozenset(
    {"callbacks", "content", "dependentSchemas", "encoding", "headers", "links", "patternProperties"}
    | {"properties", "responses", "variables", "$defs"}
)
# Fields that hold data: what looks like a reference there need not be one.
_DATA = frozenset({"const", "default", "enum", "example", "examples", "value"})


def _referred_to(parts: Iterable[Any], document: Mapping[str, Any], name: str) -> tuple[set[str], set[str]]:
    """Return every reference that the parts need, also through others, and those in data that lead nowhere."""
    found: set[str] = set()
    lost: set[str] = set()
    waiting = [(part, False) for part in parts]
    while waiting:
        part, data = waiting.pop()
        if is_list(part):
            waiting += [(item, data) for item in part]
        elif is_mapping(part):
            waiting += _inside(part, data)
            for reference in _references(part, document):
                if reference not in found | lost:
                    target = _referred(reference, document, name, data=data)
                    (lost if target is None else found).add(reference)
                    waiting.append((target, data))
    return found, lost


def _without(lost: Container[str], part: Any) -> Any:
    """Return a part of a document without the references that lead nowhere."""
    if is_mapping(part):
        return {
            key: _without(lost, item) for key, item in part.items() if str(mapping_of(item).get("$ref")) not in lost
        }
    if is_list(part):
        return [_without(lost, item) for item in part if str(mapping_of(item).get("$ref")) not in lost]
    return part


def _inside(part: Mapping[str, Any], data: bool) -> Iterator[tuple[Any, bool]]:
    for key, value in part.items():
        if key in _NAMED and is_mapping(value):
            yield from ((item, data) for item in value.values())
        else:
            yield value, data or key in _DATA or key.startswith("x-")


def _references(part: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    mapping = mapping_of(part.get("mapping") if isinstance(part.get("propertyName"), str) else None)
    schemas = mapping_of(mapping_of(document.get("components")).get("schemas"))
    # A discriminator may give a schema by its name alone.
    named = [f"#/components/schemas/{each}" if each in schemas else each for each in map(str, mapping.values())]
    return [each for each in (part.get("$ref"), *named) if isinstance(each, str)]


def _referred(reference: str, document: Mapping[str, Any], name: str, *, data: bool) -> Any:
    """Return what a reference leads to. In data it may lead nowhere; else raises SpecError."""
    whole = reference.startswith("#/components/") and reference.count("/") == 3
    if not whole and not data:
        raise SpecError(f"{name}: refers to {reference}, outside its components; put both into one document first")
    kind, _, key = reference.removeprefix("#/components/").partition("/")
    found = mapping_of(mapping_of(document.get("components")).get(kind) if whole else None)
    known = key.replace("~1", "/").replace("~0", "~")
    if known not in found and not data:
        raise SpecError(f"{name}: refers to {reference}, which it does not have; was it cut off in the middle?")
    return found.get(known)
