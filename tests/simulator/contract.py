"""Checks an answer against the vendor's document in `specs/`."""

from functools import reduce
from typing import Any
from urllib.parse import quote

from openapi_schema_validator import OAS30Validator, OAS31Validator, oas30_format_checker, oas31_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.clients.contracts import Client

DOCUMENT = "urn:contract"


def validate(vendor: str, path: str, method: str, status: int, body: object) -> None:
    """Assert that `body` is as documented for this status; KeyError if the document does not have the status.

    `path` is the document's own, with its parameters in braces.
    """
    document = Client(vendor).document
    operation = ("paths", path, method.lower(), "responses")
    schema = (*operation, _answer(_at(document, operation), status), "content", "application/json", "schema")
    _at(document, schema)
    # The schema's references point into its document.
    pointer = "".join(f"/{_escaped(step)}" for step in schema)
    registry = Registry[Any]().with_resource(DOCUMENT, DRAFT202012.create_resource(document))
    dialect, formats = _dialect(document)
    validator = dialect({"$ref": f"{DOCUMENT}#{pointer}"}, registry=registry, format_checker=formats)
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(body)]
    assert not errors, f"{vendor}, {method} {path}, {status}: {errors}"


def record_fields(vendor: str, schema: str) -> set[str]:
    """Return the documented fields of a schema."""
    return set(Client(vendor).document["components"]["schemas"][schema]["properties"])


def _dialect(document: dict[str, Any]) -> Any:
    if document["openapi"].startswith("3.0"):
        return OAS30Validator, oas30_format_checker
    return OAS31Validator, oas31_format_checker


def _answer(responses: dict[str, Any], status: int) -> str:
    """An exact status wins over a range such as 4XX."""
    return str(status) if str(status) in responses else f"{status // 100}XX"


def _at(document: dict[str, Any], steps: tuple[str, ...]) -> Any:
    return reduce(lambda part, step: part[step], steps, document)


def _escaped(step: str) -> str:
    """Escape a step of a JSON pointer within a URI."""
    return quote(step.replace("~", "~0").replace("/", "~1"), safe="")
