"""A made-up vendor whose document has everything that a client can trip over, once each."""

from __future__ import annotations

from typing import Any

from tests.codegen.documents import document

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
NULL: Schema = {"type": "null"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def record(required: list[str] | None = None, /, **fields: Schema) -> Schema:
    return {"type": "object", "properties": fields, **({"required": required} if required else {})}


def list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def map_of(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def one_of(*members: Schema, **more: Any) -> Schema:
    return {"oneOf": list(members), **more}


def closed(schema: Schema) -> Schema:
    return {**schema, "additionalProperties": False}


ODD_SCHEMAS = ["Any", "Mapping", "UUID", "Response", "Self", "Literal", "Model", "File", "Unset", "Foo", "FooWire"]
"""Names that the generated modules might use themselves."""
ODD_FIELDS = ["field", "from_json", "to_model", "to_dict", "invalid_fields", "additional_properties", "class", "self"]
ODD_FIELDS += [
    "datetime",
    "str",
    "_items",
    "_described",
    "cls",
    "model",
    "shape",
    "with.dot",
    "a-b",
    'a "quoted" name',
    "back\\slash",
    "a[0]",
    "UNSET",
    "Point",
]
"""Names that could get into the way of Python's, or of a path."""

SCHEMAS: dict[str, Schema] = {
    "Whole": record(
        id={"type": "string", "format": "uuid"},
        at={"type": "string", "format": "date-time"},
        day={"type": "string", "format": "date"},
        count=INTEGER,
        price={"type": "number"},
        flag={"type": "boolean"},
        name=TEXT,
        secret={"type": "string", "format": "password"},
        kind=ref("Kind"),
        level={"type": "integer", "enum": [1, 2]},
        maybe_kind={"type": ["string", "null"], "enum": ["a", "b", None]},
        fixed={"const": "whole"},
        seven={"const": 7},
        nothing=NULL,
        blob={"type": "string", "format": "binary"},
        ids=list_of({"type": "string", "format": "uuid"}),
        kinds=list_of(ref("Kind")),
        texts=list_of(one_of(TEXT, NULL)),
        numbers=list_of(INTEGER),
        rows=list_of(list_of(ref("Point"))),
        points=map_of(ref("Point")),
        lists=map_of(list_of(ref("Point"))),
        either=map_of(one_of(TEXT, ref("Point"))),
        counts=map_of(INTEGER),
        tree=ref("Tree"),
        forest=ref("Forest"),
        egg=ref("Egg"),
        closed=ref("Closed"),
        animal=ref("Animal"),
        call=one_of(ref("PhoneCall"), ref("WebCall")),
        event=one_of(ref("Started"), ref("Ended")),
        contact=one_of(ref("ByMail"), ref("ByPhone")),
        place=one_of(ref("Point"), ref("Address")),
        scalar=one_of(INTEGER, TEXT, {"type": "boolean"}, NULL),
        moment=one_of({"type": "string", "format": "date-time"}, INTEGER),
        anything={},
        a=list_of(INTEGER),
    ),
    "Kind": {"type": "string", "enum": ["a", "b"]},
    "Point": record(x=INTEGER, at={"type": "string", "format": "date-time"}, kind=ref("Kind")),
    "Tree": record(name=TEXT, branches=list_of(ref("Tree")), seen={"type": "string", "format": "date-time"}),
    "Forest": map_of(ref("Forest")),
    "Egg": map_of(ref("Hen")),
    "Hen": map_of(ref("Egg")),
    "Closed": closed(record(at={"type": "string", "format": "date-time"}, point=ref("Point"))),
    # Unions, by what their members are told apart: a discriminator, constants, enums, required fields, what fits best.
    "Animal": one_of(
        ref("Cat"),
        ref("Dog"),
        discriminator={"propertyName": "sort", "mapping": {"feline": "#/components/schemas/Cat", "canine": "Dog"}},
    ),
    "Cat": closed(record(sort=TEXT, name=TEXT)),
    "Dog": closed(record(sort=TEXT, name=TEXT)),
    "PhoneCall": record(type={"const": "phone"}, id=TEXT),
    "WebCall": record(type={"const": "web"}, id=TEXT),
    "Started": record(status={"type": "string", "enum": ["new", "running"]}, id=TEXT),
    "Ended": record(status={"type": "string", "enum": ["done", "failed"]}, id=TEXT),
    "ByMail": record(["mail"], name=TEXT, mail=TEXT),
    "ByPhone": record(["phone"], name=TEXT, phone=TEXT),
    "Address": closed(record(street=TEXT, x=TEXT)),
    "Odd": record(**dict.fromkeys(ODD_FIELDS, TEXT), a=list_of(INTEGER)),
    "Names": record(**{f"one{number}": ref(name) for number, name in enumerate(ODD_SCHEMAS)}),
    **{name: record(x=TEXT) for name in ODD_SCHEMAS},
    # Only sent; sent and received.
    "Order": record(["item", "amount"], item=TEXT, amount=INTEGER, note=TEXT),
    "Note": record(["text"], text=TEXT, kind=ref("Kind")),
    "Form": record(
        ["file"],
        file={"type": "string", "format": "binary"},
        files=list_of({"type": "string", "format": "binary"}),
        point=ref("Point"),
        flag={"type": "boolean"},
        day={"type": "string", "format": "date"},
        numbers=list_of(INTEGER),
    ),
    "Plain": record(name=TEXT, count=INTEGER, kind=ref("Kind")),
}

VALUES: dict[str, Any] = {
    "id": "6f9619ff-8b86-d011-b42d-00c04fc964ff",
    "at": "2026-03-01T10:00:00+00:00",
    "day": "2026-03-01",
    "count": 3,
    "price": 1.5,
    "flag": True,
    "name": "n",
    "secret": "s3cret",
    "kind": "a",
    "level": 2,
    "maybe_kind": None,
    "fixed": "whole",
    "seven": 7,
    "nothing": None,
    "blob": "bytes",
    "ids": ["6f9619ff-8b86-d011-b42d-00c04fc964ff", "not a UUID"],
    "kinds": ["a", "b", "c"],
    "texts": ["a", None, "b"],
    "numbers": [1, 2],
    "rows": [[{"x": 1, "at": "2026-03-01T10:00:00+00:00"}], []],
    "points": {"one": {"x": 1, "kind": "b"}, "two": {}},
    "lists": {"one": [{"x": 1}, {}], "none": []},
    "either": {"text": "t", "point": {"x": 5}},
    "counts": {"one": 1, "two": 2},
    "tree": {"name": "root", "branches": [{"name": "leaf", "branches": [], "seen": "2026-03-01T10:00:00+00:00"}]},
    "forest": {"a": {"b": {"c": {}}}},
    "egg": {"hen": {"egg": {}}},
    "closed": {"at": "2026-03-01T10:00:00+00:00", "point": {"x": 1}},
    "animal": {"sort": "canine", "name": "Rex"},
    "call": {"type": "web", "id": "c"},
    "event": {"status": "done", "id": "e"},
    "contact": {"name": "n", "phone": "1"},
    "place": {"street": "s", "x": "9"},
    "scalar": "text",
    "moment": "2026-03-01T10:00:00+00:00",
    "anything": [{"a": [1.5]}],
    "a": [1],
}
"""An object as documented, with each field."""

PARAMETERS: dict[str, tuple[Schema, Any]] = {
    "text": (TEXT, "ä &=?/#"),
    "number": (INTEGER, 7),
    "price": ({"type": "number"}, 1.5),
    "flag": ({"type": "boolean"}, True),
    "kind": (ref("Kind"), "b"),
    "level": ({"type": "integer", "enum": [1, 2]}, 2),
    "day": ({"type": "string", "format": "date"}, "2026-03-01"),
    "at": ({"type": "string", "format": "date-time"}, "2026-03-01T10:00:00+00:00"),
    "id": ({"type": "string", "format": "uuid"}, "6f9619ff-8b86-d011-b42d-00c04fc964ff"),
    "fixed": ({"const": "whole"}, "whole"),
}
"""A parameter of each type, and a value as JSON has it."""

IN_HEADERS = ["number", "price", "flag", "kind", "level"]
"""Those that openapi-python-client allows there, and whose value here can stand there."""


def rich() -> Schema:
    """The whole document."""
    whole = document()
    whole["components"]["schemas"] = SCHEMAS
    json, octets = "application/json", "application/octet-stream"
    whole["paths"] = {
        "/whole": {"get": _operation("get_whole", answer={json: ref("Whole")})},
        "/odd": {"get": _operation("get_odd", answer={json: ref("Odd")})},
        "/names": {"get": _operation("get_names", answer={json: ref("Names")})},
        "/maybe": {"get": _operation("get_maybe", answer={json: one_of(ref("Point"), NULL)})},
        "/points": {"get": _operation("list_points", answer={json: list_of(ref("Point"))})},
        "/table": {"get": _operation("get_table", answer={json: one_of(list_of(INTEGER), TEXT)})},
        "/file": {"get": _operation("get_file", answer={octets: {"type": "string", "format": "binary"}})},
        "/text": {"get": _operation("get_text", answer={"text/plain": TEXT})},
        "/orders": {"post": _operation("post_order", {json: ref("Order")})},
        "/notes": {"post": _operation("post_note", {json: ref("Note")}, answer={json: ref("Note")})},
        "/forms": {"post": _operation("post_form", {"multipart/form-data": ref("Form")})},
        "/plains": {"post": _operation("post_plain", {"multipart/form-data": ref("Plain")})},
        "/fields": {"post": _operation("post_fields", {"application/x-www-form-urlencoded": ref("Plain")})},
        "/files": {"post": _operation("post_file", {octets: {"type": "string", "format": "binary"}})},
        "/several": {
            "post": _operation("post_several", {json: ref("Note"), "multipart/form-data": ref("Plain")}),
        },
        "/maps": {"post": _operation("post_map", {json: map_of(ref("Point"))})},
        "/places/{text}/{number}/{flag}/{kind}/{day}/{id}": {
            "get": {
                **_operation("get_place"),
                "parameters": [
                    *(_parameter("path", each, each) for each in ("text", "number", "flag", "kind", "day", "id")),
                    *(_parameter("query", f"q-{each}", each) for each in PARAMETERS),
                    *(_parameter("header", f"X-{each}", each) for each in IN_HEADERS),
                    *(_parameter("cookie", f"c-{each}", each) for each in ("number", "flag", "kind")),
                    {"name": "kinds", "in": "query", "schema": list_of(ref("Kind"))},
                ],
            }
        },
    }
    return whole


def _parameter(place: str, name: str, of: str) -> Schema:
    return {"name": name, "in": place, "required": place == "path", "schema": PARAMETERS[of][0]}


def _operation(name: str, body: Schema | None = None, answer: Schema | None = None) -> Schema:
    said: Schema = {"operationId": name, "tags": ["things"], "responses": {"200": {"description": "It."}}}
    if answer:
        said["responses"]["200"]["content"] = {kind: {"schema": schema} for kind, schema in answer.items()}
    if body:
        said["requestBody"] = {
            "required": True,
            "content": {kind: {"schema": schema} for kind, schema in body.items()},
        }
    return said
