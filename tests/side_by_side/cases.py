"""The parts of a case of the corpus, and short ways to write them."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from attrs import NOTHING, field, frozen

from tests.codegen import documents

Schema = dict[str, Any]
Document = dict[str, Any]

OLD, NEW = "3.0.3", "3.1.0"
"""The two versions of OpenAPI."""

STR: Schema = {"type": "string"}
INT: Schema = {"type": "integer"}
NUM: Schema = {"type": "number"}
BOOL: Schema = {"type": "boolean"}
UUID_: Schema = {"type": "string", "format": "uuid"}
TIME: Schema = {"type": "string", "format": "date-time"}
DATE: Schema = {"type": "string", "format": "date"}
BINARY: Schema = {"type": "string", "format": "binary"}


def obj(properties: Mapping[str, Schema], /, required: str = "", **more: Any) -> Schema:
    """An object; `required` names its required properties, separated by spaces."""
    schema = {"type": "object", "properties": dict(properties), **more}
    return {**schema, "required": required.split()} if required else schema


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def map_of(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def any_of(*members: Schema) -> Schema:
    return {"anyOf": list(members)}


def enum(*values: Any) -> Schema:
    return {"type": "string" if isinstance(values[0], str) else "integer", "enum": list(values)}


def or_null(schema: Schema) -> Schema:
    """The schema or null, as OpenAPI 3.1 says it of a type."""
    return {**schema, "type": [schema["type"], "null"]}


# Cases of schemas


@frozen
class Reading:
    """A payload of `Root`; the names of types, by places such as `items[0].pet` or `[key]`; and the `invalid_fields`.

    A payload with invalid fields is not compared with plain.
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
    status: int = 200
    content: bytes = b""
    content_type: str = ""


def json_answer(value: Any, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value).encode(), "application/json")


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
    """A document with an operation that is called; `endpoint` is its module, below the package's `api`.

    `server` is the base URL of a client that is given none, and `unreasonable` says why ours may fail, as plain does.
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
    schemes = {"Token": {"type": "http", "scheme": "bearer"}}
    return documents.document(
        openapi=version,
        servers=[{"url": "https://api.made-up.invalid"}],
        security=[{"Token": []}],
        paths={path: {method: {name: value for name, value in whole.items() if value is not None}}},
        components={"schemas": dict(schemas), "securitySchemes": schemes},
    )


def content(schema: Schema, media_type: str = "application/json", **more: Any) -> dict[str, Any]:
    return {media_type: {"schema": schema, **more}}


def answer_of(schema: Schema, media_type: str = "application/json") -> dict[str, Any]:
    return {"description": "Done.", "content": content(schema, media_type)}


def body_of(schema: Schema, media_type: str = "application/json", required: bool = True, **more: Any) -> Schema:
    return {"content": content(schema, media_type, **more), "required": required}


def parameter(where: str, name: str, schema: Schema, **more: Any) -> dict[str, Any]:
    required = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, "schema": schema, **required, **more}


query, header, cookie, in_path = (partial(parameter, where) for where in ("query", "header", "cookie", "path"))
