"""Read YAML and OpenAPI documents as plain data."""

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeGuard, cast

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from referencing.exceptions import Unresolvable
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

Steps: TypeAlias = tuple[str | int, ...]
"""The keys and indices that lead to a part of a document."""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class SpecError(Exception):
    """A document cannot be used. The message names the file and the remedy."""


class SpecWarning(UserWarning):
    """A document can be used, but needs a check. The message names the file and the remedy."""


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def mapping_of(value: object) -> Mapping[str, Any]:
    return value if is_mapping(value) else {}


def list_of(value: object) -> list[Any]:
    return value if is_list(value) else []


def parts(value: object, path: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Yield a value and everything inside it, at any depth, each with its path."""
    yield path, value
    for key, item in items(value):
        yield from parts(item, (*path, key))


def references(value: object) -> dict[Steps, str]:
    return {steps: part for steps, part in parts(value) if steps[-1:] == ("$ref",) and isinstance(part, str)}


def items(value: object) -> Iterable[tuple[str | int, Any]]:
    """Return the keys and items of an object or a list; nothing for other values."""
    return value.items() if is_mapping(value) else enumerate(list_of(value))


def component(reference: str, document: Mapping[str, Any]) -> Any:
    """Return the component that a reference such as `#/components/schemas/Session` names; None if it does not exist."""
    part: Any = document
    for step in reference.removeprefix("#/").split("/"):
        part = mapping_of(part).get(step.replace("~1", "/").replace("~0", "~"))
    return part


def resolved(value: Any, document: Mapping[str, Any]) -> Any:
    """Return the target of a reference ({} if it does not exist), or the value itself if it is not a reference."""
    seen: set[str] = set()
    while is_mapping(value) and isinstance(reference := value.get("$ref"), str):
        found = None if reference in seen else component(reference, document)
        seen.add(reference)
        value = {} if found is None else found
    return cast(Any, value)


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the method, the path and the content of every operation, in the document's order."""
    for path, item in mapping_of(document.get("paths")).items():
        for method, operation in mapping_of(item).items():
            if method in METHODS and path.startswith("/") and is_mapping(operation):
                yield method, path, operation


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file that contains a mapping. Raises SpecError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SpecError(f"{path}: {error.strerror}") from None
    return parse_yaml(text, str(path))


def parse_yaml(text: str, where: str) -> dict[str, Any]:
    """Read YAML or JSON that contains a mapping. Keys and dates become strings, as in JSON. Raises SpecError."""
    try:
        content = as_json(_json(text, where) if text.lstrip().startswith("{") else _yaml(text, where))
    except RecursionError:
        raise SpecError(f"{where}: the document is nested too deeply, or an alias contains itself") from None
    if not is_mapping(content):
        raise SpecError(f"{where}: expected a mapping at the top level, found {type(content).__name__}")
    return content


# JSON has its own reader, because the YAML parser is 300 times slower, and does not join escaped surrogate pairs.
def _json(text: str, where: str) -> object:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            ((twice, _),) = Counter(key for key, _ in pairs).most_common(1)
            raise ValueError(f"duplicate key {twice!r}; remove one of the two")
        return dict(pairs)

    try:
        return cast(object, json.loads(text, object_pairs_hook=once))
    except ValueError as error:  # Python also raises ValueError for a number with thousands of digits
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise SpecError(f"{where}{line}: not valid JSON, or truncated: {error}") from None


def _yaml(text: str, where: str) -> object:
    try:
        return cast(object, YAML(typ="safe", pure=True).load(text))  # pyright: ignore[reportUnknownMemberType]  # has no types
    except MarkedYAMLError as error:
        wrong: Any = error
        line = f", line {wrong.problem_mark.line + 1}" if wrong.problem_mark else ""
        raise SpecError(f"{where}{line}: not valid YAML, or truncated: {wrong.problem}") from None
    except ReaderError as error:
        at: int = cast(Any, error).position
        line = f", line {text[:at].count(chr(10)) + 1}"
        raise SpecError(f"{where}{line}: YAML does not allow the character U+{ord(text[at]):04X}; remove it") from None
    except (YAMLError, ValueError) as error:
        raise SpecError(f"{where}: not valid YAML: {str(error).splitlines()[0]}") from None


def as_json(value: Any) -> Any:
    """Return a copy as JSON data: YAML aliases are expanded, and dates become strings."""
    if isinstance(value, dict):
        return {key_text(key): as_json(item) for key, item in cast(dict[object, object], value).items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in cast(list[object], value)]
    return value.isoformat() if isinstance(value, datetime.date) else value


def key_text(key: object) -> str:
    """Return a key as text. YAML reads a key such as `true` or `null` as a boolean or as null."""
    return {True: "true", False: "false", None: "null"}[key] if key is None or isinstance(key, bool) else str(key)


def check_version(document: dict[str, Any], *, where: str) -> None:
    """Raise SpecError unless the document declares OpenAPI 3.0 or 3.1 and has paths."""
    version = str(document.get("openapi", ""))
    if not version.startswith(("3.0", "3.1")):
        found = f"OpenAPI {version}" if version else "Swagger 2.0" if "swagger" in document else "something else"
        raise SpecError(f"{where}: expected an OpenAPI 3.0 or 3.1 document, found {found}")
    if not isinstance(document.get("paths"), dict):
        raise SpecError(f"{where}: the document has no paths; check that the file is complete")


def check_valid(document: dict[str, Any], *, where: str) -> None:
    """Raise SpecError unless the document is valid for its OpenAPI version."""
    version = str(document.get("openapi", ""))
    validator = OpenAPIV30SpecValidator if version.startswith("3.0") else OpenAPIV31SpecValidator
    try:
        error = next(validator(document).iter_errors(), None)
    except Unresolvable as lost:
        raise SpecError(f"{where}: unresolved reference {lost.ref}; check that the document is complete") from None
    except RecursionError:
        raise SpecError(f"{where}: the document is nested too deeply, or a reference leads back to itself") from None
    except (AttributeError, KeyError, TypeError) as broken:  # if a reference leads to the wrong kind of object
        raise SpecError(f"{where}: not valid OpenAPI {version}: the validator raised {broken!r}") from None
    if error:
        raise SpecError(f"{where}: not valid OpenAPI {version} at {error.json_path}: {error.message}")
