"""The cases of answers and of other parts of a document. Most are in `operations.yaml`; some are easier in Python.

A case in YAML has one `call`, or several `calls`. A call has the server's answer, as `json` or `text`, and the required
request and parsed value. `gives` is both the JSON answer and the parsed value. `answer` is the schema for status 200.
All cases have the `SCHEMAS`, and `$ref` is the name of a schema.
"""

# ruff: noqa: F403, F405  # the functions for a case

import json
from pathlib import Path
from typing import Any

from codegen.documents import METHODS, read_yaml
from tests.side_by_side.cases import *
from tests.side_by_side.corpus.schemas import with_references

OCTETS = "application/octet-stream"
TOKEN = "made-up"
DONE = {"200": {"description": "Done."}}
SCHEMAS = {
    "Thing": obj({"name": STR, "size": INT}, "name"),
    "Problem": obj({"error": STR, "code": INT}),
    "Colour": enum("red", "green"),
    "Other": obj({"other": BOOL}, "other"),
}


def _case(name: str, fields: dict[str, Any]) -> OperationCase:
    shared = {name: schema for name, schema in SCHEMAS.items() if f"#/components/schemas/{name}'" in str(fields)}
    calls = fields.pop("calls", [fields.pop("call", {})])
    answers = {"200": answer_of(fields.pop("answer"))} if "answer" in fields else fields.pop("responses", {})
    components = fields.pop("components", {})
    if "schemes" in fields:
        components["securitySchemes"] = fields.pop("schemes")
    if "paths" in fields:
        fields["paths"] = {path: _completed(item) for path, item in fields["paths"].items()}
    fields |= {"schemas": {**shared, **fields.get("schemas", {})}, "components": components}
    more, top = fields.pop("operation", {}), fields.pop("document", {})
    return operation(name, *map(_call, calls), answers=answers, left_out=not calls, more=more, **top, **fields)


def _completed(item: dict[str, Any]) -> dict[str, Any]:
    usual = {"tags": ["things"], "responses": DONE}
    return {name: {**usual, **held} if name in METHODS else held for name, held in item.items()}


def _call(fields: dict[str, Any]) -> Call:
    value, status = fields.pop("json", fields.get("gives", ...)), fields.pop("status", 200)
    kind = fields.pop("content_type", "" if value is ... else "application/json")
    content = fields.pop("text", "") if value is ... else json.dumps(value)
    token = {"token": TOKEN} if fields.pop("token", False) else {}
    return call({}, Answer(status, content.encode(), kind), **token, **fields)


def gives(name: str, schema: Schema, media_type: str, *calls: Call) -> OperationCase:
    return operation(name, *calls, answers={"200": answer_of(schema, media_type)})


# fmt: off
MADE = (
    gives("plain text", STR, "text/plain",
        call({}, Answer(200, "grüße".encode(), "text/plain; charset=utf-8"), kind="str", gives="grüße"),
        call({}, Answer(200, b"", "text/plain"), kind="str")),
    gives("plain text in Latin-1", STR, "text/plain", call({},
        Answer(200, "grüße".encode("latin-1"), "text/plain; charset=iso-8859-1"), kind="str", gives="grüße")),
    gives("bytes", BINARY, OCTETS, call({}, Answer(200, b"\x00\xff", OCTETS), kind="File", gives="\x00\xff"),
        call({}, Answer(200, b"", OCTETS), kind="File")),
    gives("bytes that are called a text", STR, OCTETS,
        call({}, Answer(200, b"ab", OCTETS), Difference("parsed", "plain says it is a str, and gives bytes"))),
    operation("a huge description", more={"description": "Words, *more* words \\ and `code`.\n\n" * 300}),
    operation("several methods of a path", call(method="GET"), paths={"/things": {method: {"responses": DONE,
        "operationId": "op" if method == "get" else f"{method}Op", "tags": ["things"]} for method in METHODS}}),
)
# fmt: on
CASES = (
    *(
        _case(name, with_references(fields))
        for name, fields in read_yaml(Path(__file__).with_name("operations.yaml")).items()
    ),
    *MADE,
)
