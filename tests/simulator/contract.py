"""Checks an answer against the vendor's document in `specs/`."""

from functools import reduce
from operator import getitem
from typing import Any
from urllib.parse import quote

from openapi_schema_validator import OAS30Validator, OAS31Validator, oas30_format_checker, oas31_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.clients.contracts import Client

DOCUMENT = "urn:contract"
DIALECTS: dict[str, Any] = {
    "3.0": (OAS30Validator, oas30_format_checker),
    "3.1": (OAS31Validator, oas31_format_checker),
}


def validate(vendor: str, path: str, method: str, status: int, body: object) -> None:
    """Assert that `body` is as documented for this status. KeyError if the status is undocumented.

    `path` is the path in the document, with parameters in braces.
    """
    document = Client(vendor).document
    operation = ("paths", path, method.lower(), "responses")
    documented = reduce(getitem, operation, document)
    answer = str(status) if str(status) in documented else f"{status // 100}XX"  # an exact status takes precedence
    schema = (*operation, answer, "content", "application/json", "schema")
    reduce(getitem, schema, document)
    # The schema's references point into its document.
    pointer = "".join(f"/{quote(step.replace('~', '~0').replace('/', '~1'), safe='')}" for step in schema)
    registry = Registry[Any]().with_resource(DOCUMENT, DRAFT202012.create_resource(document))
    dialect, formats = DIALECTS[document["openapi"][:3]]
    validator = dialect({"$ref": f"{DOCUMENT}#{pointer}"}, registry=registry, format_checker=formats)
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(body)]
    assert not errors, f"{vendor}, {method} {path}, {status}: {errors}"


def record_fields(vendor: str, schema: str) -> set[str]:
    """Return the documented fields of a schema."""
    return set(Client(vendor).document["components"]["schemas"][schema]["properties"])
