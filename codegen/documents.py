"""Documents as they lie in `specs/`, or as a vendor publishes them: YAML in, plain data out."""

import datetime
from pathlib import Path
from typing import Any, cast

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class SpecError(Exception):
    """A document cannot be used; the message names the file and what to do."""


class SpecWarning(UserWarning):
    """A document can be used, and yet somebody should look at it; the message names the file and what to do."""


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
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise SpecError(f"{where}{line}: no YAML, or cut off in the middle: {error.problem}") from None
    except (YAMLError, ValueError) as error:
        raise SpecError(f"{where}: no YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(content, dict):
        raise SpecError(f"{where}: expected a mapping at the top, found {type(content).__name__}")
    return as_json(cast(object, content))


def as_json(value: Any) -> Any:
    """A copy that shares no part with another, as JSON has it; YAML's aliases and dates are written out."""
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in cast(dict[object, object], value).items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in cast(list[object], value)]
    return value.isoformat() if isinstance(value, datetime.date) else value


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
    for error in validator(document).iter_errors():
        raise SpecError(f"{where}: not valid OpenAPI {version} at {error.json_path}: {error.message}")
