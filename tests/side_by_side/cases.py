"""The parts of a case in the corpus, and short functions to write them."""

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
    """Return the schema of an object; `required` names its required properties, separated by spaces."""
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
    """Return a schema that also allows null, in the form of OpenAPI 3.1."""
    return {**schema, "type": [schema["type"], "null"]}


# Cases of schemas


@frozen
class Reading:
    """A payload for `Root`, the required type names by place (such as `items[0].pet`), and its `invalid_fields`.

    The comparison with plain's package omits payloads with invalid fields.
    """

    payload: dict[str, Any]
    kinds: Mapping[str, str] = field(factory=dict)
    invalid: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class SchemaCase:
    """A document with a schema `Root`, read as the class `model`. `unreasonable` is the reason why both may fail."""

    name: str
    document: Document
    readings: tuple[Reading, ...]
    model: str = "Root"
    unreasonable: str = ""


def case(
    name: str, schemas: Mapping[str, Schema], /, *readings: Reading, version: str = NEW, **more: str
) -> SchemaCase:
    """Return a case with these schemas, including `Root`; `more` are attributes of the case."""
    document = document_of(operation={"responses": {"200": answer_of(ref("Root"))}}, schemas=schemas, version=version)
    return SchemaCase(name=name, document=document, readings=readings, **more)


# Cases of operations


@frozen
class Make:
    """A value that each package creates with its own class: a model, an enum or `File`.

    Its arguments are the `fields`, by Python name. Without them, `payload` is for `from_dict`, or is an enum's value.
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
    """An aspect of the request, or `parsed`, in which our package differs from plain's on purpose, and the reason."""

    aspect: str
    reason: str


@frozen(kw_only=True)
class Call:
    """One call of an operation, and its required results.

    Attributes:
        token: The client's credentials, if any.
        sends: The required request, by aspect: method, path, query, headers, cookies, content_type, body.
        kind: The name of the type of the parsed value.
        gives: The parsed value, as JSON; NOTHING for any value.
        raises: The name of the exception that our package must raise.
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
    """Return a call with these arguments, by Python name; `more` are aspects of the request, attributes of `Call`."""
    options: dict[str, Any] = {"gives": more.pop("gives", NOTHING)}
    options |= {name: more.pop(name) for name in ("token", "kind", "raises") if name in more}
    arguments, answer = arguments or {}, answer or Answer()
    return Call(arguments=arguments, answer=answer, differences=differences, sends=more, **options)


@frozen(kw_only=True)
class OperationCase:
    """A document with one operation, and calls of it; `endpoint` is the operation's module in the package `api`.

    `server` is the client's default base URL, and `unreasonable` is the reason why both packages may fail.
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
    """Return a case; `more` are fields of the operation, `others` are attributes of the case or fields of the document.

    `left_out` means that both generators omit the operation, so it has no calls.
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
