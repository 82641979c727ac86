"""Which of a vendor's operations are in use, and the part of a document that those need."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from attrs import frozen

from ..documents import METHODS, SpecError, is_list, is_mapping, read_yaml

FILE = "selection.yaml"


@frozen(order=True)
class Operation:
    """One operation, written as ``get /v1/sessions``."""

    method: str
    path: str

    @classmethod
    def written(cls, text: str) -> Self:
        """The operation of its written form; SpecError if it is none."""
        method, _, path = text.strip().partition(" ")
        if method.lower() not in METHODS or not path.strip().startswith("/"):
            raise SpecError(f"{text!r} is no operation; one is written like 'get /v1/sessions'")
        return cls(method.lower(), path.strip())

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@frozen(kw_only=True)
class Tables:
    """What a page of tables leaves unsaid: OpenAPI's version, what the API is called, and its schemas' names.

    `schemas` gives the name by the line that stands over a table.
    """

    openapi: str
    info: Mapping[str, str]
    schemas: Mapping[str, str]


@frozen(kw_only=True)
class Selection:
    """A vendor's `selection.yaml`: the operations in use, and how its page of tables is read, if it has one."""

    operations: tuple[Operation, ...]
    tables: Tables | None = None


def read_selection(folder: Path) -> Selection:
    """The selection in a vendor's folder. Raises SpecError."""
    path = folder / FILE
    content = read_yaml(path)
    try:
        tables = content.get("tables")
        return Selection(
            operations=tuple(map(Operation.written, content["operations"])),
            tables=None if tables is None else Tables(**tables),
        )
    except KeyError:
        raise SpecError(f"{path}: operations are missing, such as 'get /v1/sessions'") from None
    except (TypeError, AttributeError) as error:
        raise SpecError(f"{path}: not as it should be: {error}") from None


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Every operation of a document, in its order."""
    return [
        Operation(name, path)
        for path, item in _mapping(document.get("paths")).items()
        if path.startswith("/")
        for name, operation in _mapping(item).items()
        if name in METHODS and is_mapping(operation)
    ]


def selected(document: Mapping[str, Any], wanted: Iterable[Operation], name: str) -> dict[str, Any]:
    """The document with these operations alone, and what they refer to. Raises SpecError where any of it is missing."""
    chosen = set(wanted)
    check_there(chosen, operations(document), name)
    paths = {
        path: {key: value for key, value in item.items() if key not in METHODS or Operation(key, path) in chosen}
        for path, item in document["paths"].items()
        if any(each.path == path for each in chosen)
    }
    needed = _referred_to([*paths.values(), *_schemes(document, paths)], document, name)
    components = {
        kind: kept
        for kind, parts in _mapping(document.get("components")).items()
        if (kept := {key: part for key, part in _mapping(parts).items() if f"#/components/{kind}/{key}" in needed})
    }
    whole = {**document, "paths": paths, "components": components}
    return {key: value for key, value in whole.items() if key in _TOP and (value or key != "components")}


_TOP = ("openapi", "info", "jsonSchemaDialect", "servers", "security", "tags", "externalDocs", "paths", "components")


def check_there(wanted: Iterable[Operation], there: Sequence[Operation], name: str) -> None:
    """SpecError if an operation in use is not there."""
    if missing := sorted(set(wanted) - set(there)):
        raise SpecError("\n".join(_missing(each, there, name) for each in missing))


def _missing(operation: Operation, there: Sequence[Operation], name: str) -> str:
    alike = [str(each) for each in there if unversioned(each) == unversioned(operation)]
    listed = alike or [str(each) for each in there[:10]]
    what = "if it has moved, write its new path there" if alike else "give all of the vendor's pages at once"
    return f"{name}: `{operation}` is in use ({FILE}), and not in it; {what}; there: {', '.join(listed) or 'none'}"


def unversioned(operation: Operation) -> Operation:
    """The operation without the version in its path and without the names of the path's parameters."""
    return Operation(operation.method, re.sub(r"\{[^}]*\}", "{}", re.sub(r"/v\d+(?=/)", "", operation.path)))


def _schemes(document: Mapping[str, Any], paths: Mapping[str, Any]) -> list[dict[str, str]]:
    """References to the security schemes that are named, as if they were written like others."""
    holders = [document, *(item[method] for item in paths.values() for method in METHODS if method in item)]
    ways = [way for holder in holders for way in _list(holder.get("security"))]
    names = dict.fromkeys(key for way in ways for key in _mapping(way))
    return [{"$ref": f"#/components/securitySchemes/{key}"} for key in names]


# Fields that hold names which somebody has chosen, so that none of those is a field of OpenAPI.
_NAMED = frozenset(
    {"callbacks", "content", "dependentSchemas", "encoding", "headers", "links", "patternProperties", "properties"}
    | {"responses", "variables", "$defs"}
)
# Fields that hold data or words: what looks like a reference there is none, or one that no client needs.
_DATA = frozenset({"const", "default", "enum", "example", "examples"})


def _referred_to(parts: Iterable[Any], document: Mapping[str, Any], name: str) -> set[str]:
    found: set[str] = set()
    waiting: list[Any] = list(parts)
    while waiting:
        part = waiting.pop()
        if is_list(part):
            waiting += part
        elif is_mapping(part):
            fields = part
            for key, value in fields.items():
                if key in _NAMED and is_mapping(value):
                    waiting += value.values()
                elif key not in _DATA and not key.startswith("x-"):
                    waiting.append(value)
            for reference in _references(fields, document):
                if reference not in found:
                    found.add(reference)
                    waiting.append(_referred(reference, document, name))
    return found


def _references(fields: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    mapping = _mapping(fields.get("mapping") if isinstance(fields.get("propertyName"), str) else None)
    schemas = _mapping(_mapping(document.get("components")).get("schemas"))
    # A discriminator may give a schema by its name alone.
    named = [f"#/components/schemas/{each}" if each in schemas else each for each in map(str, mapping.values())]
    return [each for each in (fields.get("$ref"), *named) if isinstance(each, str)]


def _referred(reference: str, document: Mapping[str, Any], name: str) -> Any:
    if not reference.startswith("#/components/") or reference.count("/") != 3:
        raise SpecError(f"{name}: refers to {reference}, outside its components; put both into one document first")
    _, _, kind, key = reference.split("/")
    parts = _mapping(_mapping(document.get("components")).get(kind))
    if (known := key.replace("~1", "/").replace("~0", "~")) not in parts:
        raise SpecError(f"{name}: refers to {reference}, which it does not have; was it cut off in the middle?")
    return parts[known]


def _mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is a mapping; what should be one and is not is told by `check_valid`."""
    return value if is_mapping(value) else {}


def _list(value: Any) -> list[Any]:
    return value if is_list(value) else []
