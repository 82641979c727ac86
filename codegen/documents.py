"""Read documents, ours and the vendors': YAML in, plain data out."""

import contextlib
import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard, cast

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from referencing.exceptions import Unresolvable
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

# Aliases are written out, and a few lines of them can stand for more than fits into any memory.
_MOST_VALUES = 5_000_000

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class SpecError(Exception):
    """A document cannot be used; the message names the file and what to do."""


class SpecWarning(UserWarning):
    """A document can be used, and yet somebody should look at it; the message names the file and what to do."""


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a value is an object, as JSON calls it."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value is a list."""
    return isinstance(value, list)


def mapping_of(value: object) -> Mapping[str, Any]:
    """Return the value if it is an object, else an empty one."""
    return value if is_mapping(value) else {}


def list_of(value: object) -> list[Any]:
    """Return the value if it is a list, else an empty one."""
    return value if is_list(value) else []


def objects(part: object) -> Iterator[dict[str, Any]]:
    """Yield every object in a part of a document, at any depth."""
    if is_mapping(part):
        yield part
    for item in part.values() if is_mapping(part) else list_of(part):
        yield from objects(item)


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the method, the path and the content of every operation of a document, in its order."""
    for path, item in mapping_of(document.get("paths")).items():
        for method, operation in mapping_of(item).items():
            if method in METHODS and path.startswith("/") and is_mapping(operation):
                yield method, path, operation


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file whose top is a mapping. Raises SpecError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SpecError(f"{path}: {error.strerror}") from None
    return parse_yaml(text, str(path))


def parse_yaml(text: str, where: str) -> dict[str, Any]:
    """Read YAML whose top is a mapping, as JSON would have it: keys are texts, and so are dates. Raises SpecError."""
    if text.startswith("{"):
        with contextlib.suppress(ValueError, RecursionError):  # else YAML's parser says what is wrong, and where
            return cast(dict[str, Any], json.loads(text, object_pairs_hook=_once))
    try:
        content = cast(object, YAML(typ="safe", pure=True).load(text))  # pyright: ignore[reportUnknownMemberType]  # has no types
    except MarkedYAMLError as error:
        wrong: Any = error
        line = f", line {wrong.problem_mark.line + 1}" if wrong.problem_mark else ""
        raise SpecError(f"{where}{line}: not valid YAML, or cut off in the middle: {wrong.problem}") from None
    except ReaderError as error:
        at: int = cast(Any, error).position
        before, character = text[:at], f"U+{ord(text[at]):04X}"
        where = f"{where}, line {before.count(chr(10)) + 1}"
        raise SpecError(f"{where}: YAML cannot carry the character {character}; remove it") from None
    except (YAMLError, ValueError) as error:
        raise SpecError(f"{where}: not valid YAML: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise SpecError(f"{where}: nested too deeply to be read") from None
    if not isinstance(content, dict):
        raise SpecError(f"{where}: expected a mapping at the top, found {type(content).__name__}")
    _check_size(cast(object, content), where)
    return cast(dict[str, Any], as_json(cast(object, content)))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON. Raises ValueError if a key is there twice."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


def _check_size(content: Any, where: str) -> None:
    """Raise SpecError if the content is endless, or too large, once its aliases are written out."""
    try:
        size = _size(content, {})
    except RecursionError:
        raise SpecError(
            f"{where}: nested too deeply to be read, or an alias stands inside what it stands for"
        ) from None
    if size > _MOST_VALUES:
        raise SpecError(f"{where}: has more than {_MOST_VALUES} values, once its aliases are written out")


def _size(value: Any, known: dict[int, int]) -> int:
    """Return the number of values; a part that aliases share counts wherever it stands, and is visited once."""
    if not is_mapping(value) and not is_list(value):
        return 1
    place = id(cast(object, value))
    if place not in known:
        items = value.values() if is_mapping(value) else cast(list[Any], value)
        known[place] = 1 + sum(_size(item, known) for item in items)
    return known[place]


def as_json(value: Any) -> Any:
    """Return a copy as JSON has it, with YAML's aliases and dates written out."""
    if isinstance(value, dict):
        return {key_text(key): as_json(item) for key, item in cast(dict[object, object], value).items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in cast(list[object], value)]
    return value.isoformat() if isinstance(value, datetime.date) else value


def key_text(key: object) -> str:
    """Return a key as it is written: a field may be called `true` or `null`."""
    return {True: "true", False: "false", None: "null"}[key] if key is None or isinstance(key, bool) else str(key)


def check_version(document: dict[str, Any], *, where: str) -> None:
    """Raise SpecError unless the document says that it is OpenAPI 3.0 or 3.1."""
    version = str(document.get("openapi", ""))
    if not version.startswith(("3.0", "3.1")):
        found = f"OpenAPI {version}" if version else "Swagger 2.0" if "swagger" in document else "something else"
        raise SpecError(f"{where}: expected a document of OpenAPI 3.0 or 3.1, found {found}")
    if not isinstance(document.get("paths"), dict):
        raise SpecError(f"{where}: has no paths; was it cut off in the middle?")


def check_valid(document: dict[str, Any], *, where: str) -> None:
    """Raise SpecError unless the document is valid OpenAPI of its version."""
    version = str(document.get("openapi", ""))
    validator = OpenAPIV30SpecValidator if version.startswith("3.0") else OpenAPIV31SpecValidator
    try:
        error = next(validator(document).iter_errors(), None)
    except Unresolvable as lost:
        raise SpecError(f"{where}: refers to {lost.ref}, which is not there") from None
    except RecursionError:
        raise SpecError(f"{where}: nested too deeply to be checked, or a reference leads to itself") from None
    except (AttributeError, KeyError, TypeError) as broken:  # from a reference to a thing of another kind
        raise SpecError(f"{where}: not valid OpenAPI {version}: {broken!r} where it was checked") from None
    if error:
        raise SpecError(f"{where}: not valid OpenAPI {version} at {error.json_path}: {error.message}")
