"""What a case of the corpus is made of, and short ways to write one."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
ANYTHING: Schema = {}


def obj(properties: Mapping[str, Schema], /, required: str = "", **more: Any) -> Schema:
    """An object; `required` names its required properties, separated by spaces."""
    schema = {"type": "object", "properties": dict(properties), **more}
    return {**schema, "required": required.split()} if required else schema


def closed(properties: Mapping[str, Schema], /, required: str = "", **more: Any) -> Schema:
    return obj(properties, required, additionalProperties=False, **more)


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def many(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def map_of(values: Schema, **more: Any) -> Schema:
    return {"type": "object", "additionalProperties": values, **more}


def one_of(*members: Schema, **more: Any) -> Schema:
    return {"oneOf": list(members), **more}


def any_of(*members: Schema, **more: Any) -> Schema:
    return {"anyOf": list(members), **more}


def all_of(*parts: Schema, **more: Any) -> Schema:
    return {"allOf": list(parts), **more}


def const(value: Any, **more: Any) -> Schema:
    return {"const": value, **more}


def enum(*values: Any, **more: Any) -> Schema:
    """An enum whose type is that of its values."""
    types = {int: "integer", str: "string"}
    found = list(dict.fromkeys(types[type(value)] for value in values if value is not None))
    return {**({"type": found[0]} if len(found) == 1 else {}), "enum": list(values), **more}


def nullable(schema: Schema) -> Schema:
    """The schema or null, as OpenAPI 3.0 says it."""
    return {**schema, "nullable": True}


def or_null(schema: Schema) -> Schema:
    """The schema or null, as OpenAPI 3.1 says it of a type."""
    return {**schema, "type": [schema["type"], "null"]}


# Cases of schemas

BEARER = {"type": "http", "scheme": "bearer"}


@frozen
class Reading:
    """A payload of the schema `Root`, and what becomes of it.

    Attributes:
        payload: A valid payload, unless `invalid` is given.
        kinds: Names of types, by the place of a value in the model, such as `items[0].pet` or `[key]`.
        invalid: The `invalid_fields` of the model; such a payload is not compared with plain.
    """

    payload: dict[str, Any]
    kinds: Mapping[str, str] = field(factory=dict)
    invalid: Mapping[str, Any] | None = None


def reads(payload: dict[str, Any], places: Mapping[str, str] | None = None, /, **kinds: str) -> Reading:
    return Reading(payload, {**(places or {}), **kinds})


def keeps(payload: dict[str, Any], places: Mapping[str, Any] | None = None, /, **invalid: Any) -> Reading:
    """A payload with odd values; `invalid` are those that are kept in `invalid_fields` of the model itself."""
    return Reading(payload, {}, {**(places or {}), **invalid})


@frozen(kw_only=True)
class SchemaCase:
    """A document whose schema `Root` is read.

    Attributes:
        model: The class that both generators make of it.
        unreasonable: Why ours may fail, as plain does.
    """

    name: str
    document: Document
    readings: tuple[Reading, ...]
    model: str = "Root"
    unreasonable: str = ""


def case(
    name: str,
    root: Schema,
    /,
    *readings: Reading,
    version: str = NEW,
    model: str = "Root",
    unreasonable: str = "",
    schemas: Mapping[str, Schema] | None = None,
    **others: Schema,
) -> SchemaCase:
    """A schema called `Root`, next to other schemas by their names."""
    answers = {"200": answer_of(ref("Root"))}
    document = document_of(
        operation={"responses": answers}, schemas={**(schemas or {}), **others, "Root": root}, version=version
    )
    return SchemaCase(name=name, document=document, readings=readings, model=model, unreasonable=unreasonable)


# Cases of operations


@frozen
class Make:
    """A value that each of the two packages makes for itself.

    Attributes:
        class_name: A class of its models, or `File`.
        fields: The arguments of the constructor, by their names in Python.
        payload: What `from_dict` reads, or the value of an enum; not given if there are fields.
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
    """What the server answers."""

    status: int = 200
    content: bytes = b""
    content_type: str = ""


@frozen
class Difference:
    """An aspect of the request, or `parsed`, in which ours rightly differs from plain, and why."""

    aspect: str
    reason: str


@frozen(kw_only=True)
class Call:
    """A call of the operation.

    Attributes:
        arguments: By their names in Python.
        token: Credentials, if the client has some.
        sends: What ours must send, by aspect: method, path, query, headers, cookies, content_type, body.
        kind: The name of the type of the parsed value.
        gives: The parsed value, as JSON; NOTHING if it is not looked at.
        raises: The name of the exception that ours raises.
        differences: Where ours need not send or give what plain does.
    """

    arguments: Mapping[str, Any]
    answer: Answer
    token: str | None
    sends: Mapping[str, Any]
    kind: str
    gives: Any
    raises: str
    differences: tuple[Difference, ...]

    def differs(self, aspect: str) -> bool:
        return any(difference.aspect == aspect for difference in self.differences)


def call(
    arguments: Mapping[str, Any] | None = None,
    /,
    answer: Answer | None = None,
    *differences: Difference,
    token: str | None = None,
    kind: str = "",
    gives: Any = NOTHING,
    raises: str = "",
    **sends: Any,
) -> Call:
    return Call(
        arguments=arguments or {},
        answer=answer or Answer(),
        token=token,
        sends=sends,
        kind=kind,
        gives=gives,
        raises=raises,
        differences=differences,
    )


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
    endpoint: str = "things.op",
    server: str = "",
    left_out: bool = False,
    unreasonable: str = "",
    components: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
    **top: Any,
) -> OperationCase:
    """An operation; `more` are further fields of it, and `top` further fields of the document.

    An operation that both leave out is not called.
    """
    whole: dict[str, Any] = {"responses": dict(answers or {"200": {"description": "Done."}}), **(more or {})}
    whole |= {"parameters": parameters} if parameters else {}
    whole |= {"requestBody": body} if body else {}
    document = document_of(
        operation=whole,
        method=method or ("post" if body else "get"),
        path=path,
        schemas=schemas or {},
        version=version,
        components=components or {},
    )
    document |= top
    return OperationCase(
        name=name,
        document={name: value for name, value in document.items() if value is not None},
        calls=() if left_out else calls or (call(),),
        endpoint=endpoint,
        server=server,
        unreasonable=unreasonable,
    )


def document_of(
    *,
    operation: Mapping[str, Any],
    schemas: Mapping[str, Schema],
    version: str,
    method: str = "get",
    path: str = "/things",
    components: Mapping[str, Any] | None = None,
) -> Document:
    return {
        "openapi": version,
        "info": {"title": "Made up", "version": "1"},
        "servers": [{"url": "https://api.made-up.invalid"}],
        "security": [{"Token": []}],
        "paths": {path: {method: {"operationId": "op", "tags": ["things"], **operation}}},
        "components": {"schemas": dict(schemas), "securitySchemes": {"Token": BEARER}, **(components or {})},
    }


def content(schema: Schema, media_type: str = "application/json", **more: Any) -> dict[str, Any]:
    return {media_type: {"schema": schema, **more}}


def answer_of(schema: Schema, media_type: str = "application/json") -> dict[str, Any]:
    return {"description": "Done.", "content": content(schema, media_type)}


def body_of(schema: Schema, media_type: str = "application/json", required: bool = True, **more: Any) -> Schema:
    return {"content": content(schema, media_type, **more), "required": required}


def parameter(name: str, where: str, schema: Schema, **more: Any) -> dict[str, Any]:
    """A parameter; one of the path is required."""
    required = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, "schema": schema, **required, **more}


def query(name: str, schema: Schema, **more: Any) -> dict[str, Any]:
    return parameter(name, "query", schema, **more)


def header(name: str, schema: Schema, **more: Any) -> dict[str, Any]:
    return parameter(name, "header", schema, **more)


def cookie(name: str, schema: Schema, **more: Any) -> dict[str, Any]:
    return parameter(name, "cookie", schema, **more)


def in_path(name: str, schema: Schema, **more: Any) -> dict[str, Any]:
    return parameter(name, "path", schema, **more)


def json_answer(value: Any, status: int = 200, content_type: str = "application/json") -> Answer:
    return Answer(status, json.dumps(value).encode(), content_type)
