"""Documents as they lie in `specs/`, or as a vendor publishes them: YAML in, plain data out."""

import datetime
from pathlib import Path
from typing import Any, TypeGuard, cast

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from referencing.exceptions import Unresolvable
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

# Aliases are written out, and a few lines of them can stand for more than fits into any memory.
_MOST_VALUES = 5_000_000

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class SpecError(Exception):
    """A document cannot be used; the message names the file and what to do."""


class SpecWarning(UserWarning):
    """A document can be used, and yet somebody should look at it; the message names the file and what to do."""


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value is an object, as JSON calls it."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is a list."""
    return isinstance(value, list)


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file whose top is a mapping."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SpecError(f"{path}: {error.strerror}") from None
    return parse_yaml(text, str(path))


def parse_yaml(text: str, where: str) -> dict[str, Any]:
    """YAML, or JSON, whose top is a mapping, as JSON would have it: keys are text, and dates are, too."""
    try:
        content = cast(object, YAML(typ="safe", pure=True).load(text))  # pyright: ignore[reportUnknownMemberType]  # has no types
    except MarkedYAMLError as error:
        wrong: Any = error
        line = f", line {wrong.problem_mark.line + 1}" if wrong.problem_mark else ""
        raise SpecError(f"{where}{line}: no YAML, or cut off in the middle: {wrong.problem}") from None
    except (YAMLError, ValueError) as error:
        raise SpecError(f"{where}: no YAML: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise SpecError(f"{where}: nested too deeply to be read") from None
    if not isinstance(content, dict):
        raise SpecError(f"{where}: expected a mapping at the top, found {type(content).__name__}")
    _check_size(cast(object, content), where)
    return cast(dict[str, Any], as_json(cast(object, content)))


def _check_size(content: Any, where: str) -> None:
    """SpecError if it is endless, or too large, once its aliases are written out."""
    try:
        size = _size(content, {})
    except RecursionError:
        raise SpecError(
            f"{where}: nested too deeply to be read, or an alias stands inside what it stands for"
        ) from None
    if size > _MOST_VALUES:
        raise SpecError(f"{where}: has more than {_MOST_VALUES} values, once its aliases are written out")


def _size(value: Any, known: dict[int, int]) -> int:
    """How many values there are; what aliases share is counted wherever it stands, and looked at once."""
    if not is_mapping(value) and not is_list(value):
        return 1
    place = id(cast(object, value))
    if place not in known:
        items = value.values() if is_mapping(value) else cast(list[Any], value)
        known[place] = 1 + sum(_size(item, known) for item in items)
    return known[place]


def as_json(value: Any) -> Any:
    """A copy that shares no part with another, as JSON has it; YAML's aliases and dates are written out."""
    if isinstance(value, dict):
        return {_name(key): as_json(item) for key, item in cast(dict[object, object], value).items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in cast(list[object], value)]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _name(key: object) -> str:
    """A key as it is written: a field may be called `true` or `null`."""
    return {True: "true", False: "false", None: "null"}[key] if key is None or isinstance(key, bool) else str(key)


def check_version(document: dict[str, Any], *, where: str) -> None:
    """SpecError unless it says that it is OpenAPI 3.0 or 3.1."""
    version = str(document.get("openapi", ""))
    if not version.startswith(("3.0", "3.1")):
        found = f"OpenAPI {version}" if version else "Swagger 2.0" if "swagger" in document else "something else"
        raise SpecError(f"{where}: expected a document of OpenAPI 3.0 or 3.1, found {found}")
    if not isinstance(document.get("paths"), dict):
        raise SpecError(f"{where}: has no paths; was it cut off in the middle?")


def check_valid(document: dict[str, Any], *, where: str) -> None:
    """SpecError unless it is valid OpenAPI of the version that it says."""
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
