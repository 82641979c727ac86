"""The parts of a case of the corpus, and short ways to write them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from attrs import NOTHING, field, frozen

Schema = dict[str, Any]
Document = dict[str, Any]

OLD, NEW = "3.0.3", "3.1.0"
"""The two versions of OpenAPI."""

# Schemas

STR: Schema = {"type": "string"}
INT: Schema = {"type": "integer"}
NUM: Schema = {"type": "number"}
BOOL: Schema = {"type": "boolean"}
NULL: Schema = {"type": "null"}
UUID_: Schema = {"type": "string", "format": "uuid"}
TIME: Schema = {"type": "string", "format": "date-time"}
DATE: Schema = {"type": "string", "format": "date"}
BINARY: Schema = {"type": "string", "format": "binary"}
FREE: Schema = {"type": "object"}


def obj(properties: Mapping[str, Schema], /, required: str = "", **more: Any) -> Schema:
    """An object; `required` names its required properties, separated by spaces."""
    schema = {"type": "object", "properties": dict(properties), **more}
    return {**schema, "required": required.split()} if required else schema


def closed(properties: Mapping[str, Schema], /, required: str = "") -> Schema:
    return obj(properties, required, additionalProperties=False)


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def map_of(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def one_of(*members: Schema, **more: Any) -> Schema:
    return {"oneOf": list(members), **more}


def any_of(*members: Schema) -> Schema:
    return {"anyOf": list(members)}


def all_of(*parts: Schema) -> Schema:
    return {"allOf": list(parts)}


def const(value: Any) -> Schema:
    return {"const": value}


def enum(*values: Any) -> Schema:
    return {"type": "string" if isinstance(values[0], str) else "integer", "enum": list(values)}


def nullable(schema: Schema) -> Schema:
    """The schema or null, as OpenAPI 3.0 says it."""
    return {**schema, "nullable": True}


def or_null(schema: Schema) -> Schema:
    """The schema or null, as OpenAPI 3.1 says it of a type."""
    return {**schema, "type": [schema["type"], "null"]}


# Cases of schemas


@frozen
class Reading:
    """A payload of the schema `Root`, and how it is read.

    Attributes:
        kinds: Names of types, by the place of a value in the model, such as `items[0].pet` or `[key]`.
        invalid: The `invalid_fields` of the model; such a payload is not compared with plain.
    """

    payload: dict[str, Any]
    kinds: Mapping[str, str] = field(factory=dict)
    invalid: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class SchemaCase:
    """A document whose schema `Root` is read, as the class `model`. `unreasonable` says why ours may fail, as plain."""

    name: str
    document: Document
    readings: tuple[Reading, ...]
    model: str = "Root"
    unreasonable: str = ""


def case(
    name: str, schemas: Mapping[str, Schema], /, *readings: Reading, version: str = NEW, **more: str
) -> SchemaCase:
    """Schemas by their names, of which `Root` is read; `more` are attributes of the case."""
    document = document_of(operation={"responses": {"200": answer_of(ref("Root"))}}, schemas=schemas, version=version)
    return SchemaCase(name=name, document=document, readings=readings, **more)


# Cases of operations


@frozen
class Make:
    """A value that each package makes for itself: an instance of a class of its models, or `File`.

    It is made of `fields`, by their names in Python; without these, of `payload` by `from_dict`, or as an enum's value.
    """

    class_name: str
    fields: Mapping[str, Any] | None = None
    payload: Any = None


def model(class_name: str, payload: Any, /) -> Make:
    return Make(class_name, payload=payload)


def new(class_name: str, /, **fields: Any) -> Make:
    return Make(class_name, fields)


def file(payload: bytes, file_name: str | None = None, mime_type: str | None = None) -> Make:
    return Make("File", {"payload": payload, "file_name": file_name, "mime_type": mime_type})


@frozen
class Answer:
    """An answer of the server."""

    status: int = 200
    content: bytes = b""
    content_type: str = ""


def json_answer(value: Any, status: int = 200, content_type: str = "application/json") -> Answer:
    return Answer(status, json.dumps(value).encode(), content_type)


@frozen
class Difference:
    """An aspect of the request, or `parsed`, in which ours rightly differs from plain, and why."""

    aspect: str
    reason: str


@frozen(kw_only=True)
class Call:
    """A call of the operation.

    Attributes:
        token: Credentials, if the client has some.
        sends: What ours must send, by aspect: method, path, query, headers, cookies, content_type, body.
        kind: The name of the type of the parsed value.
        gives: The parsed value, as JSON; NOTHING if it is not looked at.
        raises: The name of the exception that ours raises.
    """

    arguments: Mapping[str, Any]
    answer: Answer
    differences: tuple[Difference, ...]
    sends: Mapping[str, Any]
    gives: Any
    token: str | None = None
    kind: str = ""
    raises: str = ""

    def differs(self, aspect: str) -> bool:
        return any(difference.aspect == aspect for difference in self.differences)


def call(
    arguments: Mapping[str, Any] | None = None, /, answer: Answer | None = None, *differences: Difference, **more: Any
) -> Call:
    """A call with arguments by their names in Python; `more` are aspects of the request, and attributes of `Call`."""
    options: dict[str, Any] = {"gives": more.pop("gives", NOTHING)}
    options |= {name: more.pop(name) for name in ("token", "kind", "raises") if name in more}
    arguments, answer = arguments or {}, answer or Answer()
    return Call(arguments=arguments, answer=answer, differences=differences, sends=more, **options)


@frozen(kw_only=True)
class OperationCase:
    """A document with an operation that is called.

    Attributes:
        endpoint: The path of its module below the package's `api`.
        server: The base URL of a client that is given none; empty if it is not looked at.
        unreasonable: Why ours may fail, as plain does.
    """

    name: str
    document: Document
    calls: tuple[Call, ...]
    endpoint: str = "things.op"
    server: str = ""
    unreasonable: str = ""


def operation(
    name: str,
    /,
    *calls: Call,
    method: str = "",
    path: str = "/things",
    parameters: list[Any] | None = None,
    body: Schema | None = None,
    answers: Mapping[str, Any] | None = None,
    schemas: Mapping[str, Schema] | None = None,
    version: str = NEW,
    left_out: bool = False,
    more: Mapping[str, Any] | None = None,
    **others: Any,
) -> OperationCase:
    """An operation; `more` are further fields of it, and `others` attributes of the case or fields of the document.

    An operation that both leave out is not called.
    """
    whole: dict[str, Any] = {"responses": dict(answers or {"200": {"description": "Done."}}), **(more or {})}
    whole |= {"parameters": parameters} if parameters else {}
    whole |= {"requestBody": body} if body else {}
    options = {field: others.pop(field) for field in ("endpoint", "server", "unreasonable") if field in others}
    method = method or ("post" if body else "get")
    document = document_of(operation=whole, method=method, path=path, schemas=schemas or {}, version=version)
    document["components"] |= others.pop("components", {})
    document |= others
    return OperationCase(
        name=name,
        document={name: value for name, value in document.items() if value is not None},
        calls=() if left_out else calls or (call(),),
        **options,
    )


def document_of(
    *, operation: Schema, schemas: Mapping[str, Schema], version: str, method: str = "get", path: str = "/things"
) -> Document:
    whole = {"operationId": "op", "tags": ["things"], **operation}
    return {
        "openapi": version,
        "info": {"title": "Made up", "version": "1"},
        "servers": [{"url": "https://api.made-up.invalid"}],
        "security": [{"Token": []}],
        "paths": {path: {method: {name: value for name, value in whole.items() if value is not None}}},
        "components": {
            "schemas": dict(schemas),
            "securitySchemes": {"Token": {"type": "http", "scheme": "bearer"}},
        },
    }


def content(schema: Schema, media_type: str = "application/json", **more: Any) -> dict[str, Any]:
    return {media_type: {"schema": schema, **more}}


def answer_of(schema: Schema, media_type: str = "application/json") -> dict[str, Any]:
    return {"description": "Done.", "content": content(schema, media_type)}


def body_of(schema: Schema, media_type: str = "application/json", required: bool = True, **more: Any) -> Schema:
    return {"content": content(schema, media_type, **more), "required": required}


def parameter(where: str, name: str, schema: Schema, **more: Any) -> dict[str, Any]:
    """A parameter; one of the path is required."""
    required = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, "schema": schema, **required, **more}


query, header, cookie, in_path = (partial(parameter, where) for where in ("query", "header", "cookie", "path"))
