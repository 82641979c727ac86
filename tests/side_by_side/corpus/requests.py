"""Parameters and bodies of requests: each type in each place, and special cases."""

# ruff: noqa: F403, F405  # the functions for a case

import datetime
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from tests.side_by_side.cases import *

KEY = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
MOMENT, DAY = datetime.datetime(2031, 5, 6, 7, 8, 9, tzinfo=datetime.UTC), datetime.date(2031, 5, 6)
RED, GREEN, TWO = model("Colour", "red"), model("Colour", "green"), model("Level", 2)
ENUMS = {"Colour": enum("red", "green"), "Level": enum(1, 2)}
FORM, MULTIPART, OCTETS = "application/x-www-form-urlencoded", "multipart/form-data", "application/octet-stream"
JSON = "application/json"
TRUE = "plain writes True, which JSON and forms write as true"

# By name: the schema, and values, each with its texts in a request.
TYPES: dict[str, tuple[Schema, list[tuple[Any, ...]]]] = {
    "a text": (STR, [("a", "a")]),
    "a whole number": (INT, [(5, "5"), (0, "0")]),
    "a number": (NUM, [(0.5, "0.5")]),
    "a boolean": (BOOL, [(True, "true"), (False, "false")]),
    "a day": (DATE, [(DAY, "2031-05-06")]),
    "a time": (TIME, [(MOMENT, "2031-05-06T07:08:09+00:00")]),
    "a UUID": (UUID_, [(UUID(KEY), KEY)]),
    "an enum": (ref("Colour"), [(RED, "red")]),
    "an enum of numbers": (ref("Level"), [(TWO, "2")]),
    "a nullable text": (or_null(STR), [("a", "a")]),
    "a text or number": (any_of(INT, STR), [(5, "5"), ("a", "a")]),
    "a time or text": (any_of(TIME, STR), [(MOMENT, "2031-05-06T07:08:09+00:00"), ("a", "a")]),
    "a constant": ({"const": "a"}, [("a", "a")]),
    "texts": (many(STR), [(["a", "b"], "a", "b")]),
    "numbers": (many(INT), [([1, 2], "1", "2")]),
    "enums": (many(ref("Colour")), [([RED, GREEN], "red", "green")]),
    "days": (many(DATE), [([DAY], "2031-05-06")]),
}
LISTS = {"texts", "numbers", "enums", "days"}
# Both generators omit operations with these parameters.
LEFT_OUT = {
    "header": {"a day", "a time", "a time or text", "a constant", *LISTS},
    "path": {"a nullable text", *LISTS},
    "cookie": LISTS,
}


def aspects(place: str, texts: Sequence[str]) -> dict[str, Any]:
    """Return the request that a parameter called x must send."""
    found: dict[str, dict[str, Any]] = {
        "query": {"query": [("x", text) for text in texts]},
        "header": {"headers": {"x": texts[0]} if texts else {}},
        "cookie": {"cookies": [f"x={text}" for text in texts]},
        "path": {"path": "".join(f"/base/things/{quote(text, safe='')}" for text in texts)},
    }
    return found[place]


def differs(place: str, value: Any) -> list[Difference]:
    odd = place == "path" and isinstance(value, bool | datetime.datetime)
    return [Difference("path", "plain writes True, and a space in a time")] if odd else []


def parameters(place: str, *, required: bool) -> Iterator[OperationCase]:
    """Yield a case for each type in this place."""
    for name, (schema, values) in TYPES.items():
        calls = [call({"x": value}, None, *differs(place, value), **aspects(place, texts)) for value, *texts in values]
        absent = [] if required else [call({}, **aspects(place, ()))]
        yield operation(
            f"{name} in the {place}{', required' if required else ''}",
            *(*calls, *absent),
            path="/things/{x}" if place == "path" else "/things",
            parameters=[parameter(place, "x", schema, required=required)],
            schemas=ENUMS,
            left_out=name in LEFT_OUT.get(place, ()),
        )


def fields(media_type: str) -> Iterator[OperationCase]:
    """Yield a case for each type as a field of a body of this content type."""
    for name, (schema, values) in TYPES.items():
        calls = [
            call(
                {"body": new("OpBody", x=value)},
                None,
                *([Difference("body", TRUE)] if (media_type, name) == (MULTIPART, "a boolean") else []),
                body={
                    JSON: {"x": 2 if value is TWO else value if isinstance(value, int | float) else texts[0]},
                    FORM: [("x", text) for text in texts],
                    MULTIPART: [("x", None, "text/plain", text.encode()) for text in texts],
                }[media_type],
            )
            for value, *texts in values
            if media_type != JSON or not isinstance(value, list)
        ]
        body, known = body_of(obj({"x": schema}), media_type), {**SCHEMAS, **ENUMS}
        yield operation(f"{name} in a body, {media_type}", *calls, body=body, schemas=known, left_out=not calls)


# fmt: off
PARAMETERS = (
    *(case for place in ("query", "header", "cookie") for case in parameters(place, required=False)),
    *(case for place in ("query", "header", "cookie", "path") for case in parameters(place, required=True)),
    operation("odd texts", *(call({"id": text, "x": text}) for text in ("a&b=c ü+%", "a/b ?#ü%", "")[:2]),
        path="/things/{id}", parameters=[in_path("id", STR), query("x", STR)]),
    operation("defaults in the query", call({}, query=[("a", "x"), ("b", "5"), ("c", "true"), ("day", "2031-05-06")]),
        call({"a": "y", "b": 6, "c": False}), parameters=[query("a", {**STR, "default": "x"}),
        query("b", {**INT, "default": 5}), query("c", {**BOOL, "default": True}),
        query("day", {**DATE, "default": "2031-05-06"})]),
    operation("an inline enum with a default", call({}, query=[("sort", "up")]),
        call({"sort": model("OpSort", "down")}, query=[("sort", "down")]),
        parameters=[query("sort", {**enum("up", "down"), "default": "up"})]),
    operation("nulls and an empty list in the query", call({"x": None, "y": None, "z": []}, query=[]), schemas=ENUMS,
        parameters=[query("x", or_null(STR)), query("y", any_of(ref("Colour"), {"type": "null"})),
        query("z", many(STR))]),
    operation("an object in the query", call({"filter_": model("Filter", {"from": "2031-05-06", "colour": "red"})},
        query=[("colour", "red"), ("from", "2031-05-06")]), call(), parameters=[query("filter", ref("Filter"))],
        schemas={"Filter": obj({"from": DATE, "colour": ref("Colour")}), **ENUMS}),
    operation("odd names in the query", call({"a_b": "1", "filterid": "2", "class_": "3", "x": "4", "ab": "5"},
        query=[("$x", "4"), ('a"b', "5"), ("a-b", "1"), ("class", "3"), ("filter[id]", "2")]),
        parameters=[query(name, STR) for name in ("a-b", "filter[id]", "class", "$x", 'a"b')]),
    operation("names that the functions use in the query", call({"client_query": "1", "url_query": "2", "params": "3",
        "headers": "4"}, None, Difference("query", "plain writes its own dict where `params` belongs"),
        query=[("client", "1"), ("headers", "4"), ("params", "3"), ("url", "2")]),
        parameters=[query(name, STR) for name in ("client", "url", "params", "headers")]),
    operation("a parameter called body next to a body", parameters=[query("body", STR)], body=body_of(STR),
        unreasonable="plain makes a function with two arguments of one name"),
    operation("one name in the path, the query and a header", call({"id_path": "1", "id_query": "2", "id": "3"},
        path="/base/things/1", query=[("id", "2")], headers={"id": "3"}), path="/things/{id}",
        parameters=[in_path("id", STR), query("id", STR), header("id", STR)]),
    operation("dots in the path", call({"id": ".."}, None,
        Difference("path", "httpx would resolve the segment, and ask for another path"),
        path="/base/things/%2E%2E/parts"), call({"id": "a.b"}), path="/things/{id}/parts",
        parameters=[in_path("id", STR)]),
    operation("three parameters in the path", call({"class_": "1", "b": 2, "c_d": "3"}, path="/base/1/2:all/3.json"),
        path="/{class}/{b}:all/{c-d}.json", parameters=[in_path("c-d", STR), in_path("class", STR), in_path("b", INT)]),
    operation("parameters of the path as a whole", call({"id": "a", "x": 5}, path="/base/things/a", query=[("x", "5")]),
        path="/things/{id}", paths={"/things/{id}": {"parameters": [in_path("id", STR), query("x", STR)],
        "get": {"operationId": "op", "tags": ["things"], "parameters": [query("x", INT)],
        "responses": {"200": {"description": "Done."}}}}}),
    operation("references to parameters", call({"x": 5, "id": "a"}, query=[("x", "5")], path="/base/things/a"),
        parameters=[{"$ref": "#/components/parameters/X"}, {"$ref": "#/components/parameters/Id"}], path="/things/{id}",
        components={"parameters": {"X": query("x", INT), "Id": in_path("id", STR)}}),
    operation("a parameter with content instead of a schema",
        parameters=[{"name": "x", "in": "query", "content": {JSON: {"schema": {"type": "object"}}}}, query("y", STR)]),
    operation("parameters of all places", call({"id": 1, "q": "2", "x_h": "3", "x_i": None, "s_id": "4"},
        path="/base/things/1", query=[("q", "2")], headers={"x-h": "3", "y": "a"}, cookies=["s-id=4"]),
        path="/things/{id}", parameters=[cookie("s-id", STR), header("X-H", STR, required=True), in_path("id", INT),
        header("X-I", or_null(STR)), header("Y", {**STR, "default": "a"}), query("q", STR)]),
)

THING = obj({"name": STR, "size": INT, "at": TIME}, "name")
DEEP = obj({"thing": ref("Thing"), "things": many(ref("Thing")), "by_name": map_of(ref("Thing"))}, "thing things")
SCHEMAS = {"Thing": THING, "Deep": DEEP, **ENUMS}
NAMED, NAME = new("Thing", name="a", size=5), {"name": "a", "size": 5}
NO_TYPE = Difference("content_type", "plain names the type of a body that is not there")
NOTHING_SENT = call({}, None, NO_TYPE, body=b"")


def sends(name: str, schema: Schema, *calls: Any, **more: Any) -> OperationCase:
    """Return a case with one content type. Each of `calls` is a Call, or a body and its required request."""
    options = {key: more.pop(key) for key in ("media_type", "required") if key in more}
    made = [each if isinstance(each, Call) else given(*each) for each in calls]
    return operation(name, *made, body=body_of(schema, **options), schemas={**SCHEMAS, **more})


def several(name: str, bodies: dict[str, Schema], *calls: Call, required: bool = True) -> OperationCase:
    content = {media_type: {"schema": schema} for media_type, schema in bodies.items()}
    known = {**SCHEMAS, "Titled": obj({"title": STR}, "title"), "Upload": obj({"file": BINARY}, "file")}
    return operation(name, *calls, body={"required": required, "content": content}, schemas=known)


def given(value: Any, /, *body: Any, **more: Any) -> Call:
    return call({"body": value}, **({"body": body[0]} if body else {}), **more)


BODIES = (
    *(case for media_type in (JSON, FORM, MULTIPART) for case in fields(media_type)),
    sends("a model as the body", ref("Thing"), given(NAMED, body=NAME, content_type=JSON),
        given(new("Thing", size=5), raises="TypeError")),
    sends("a model with models", ref("Deep"),
        (new("Deep", thing=NAMED, things=[NAMED]), {"thing": NAME, "things": [NAME]}),
        (model("Deep", {"thing": NAME, "things": [], "by_name": {"k": NAME}, "new": [1]}),),
        given(new("Deep", thing=new("Thing"), things=[]), raises="TypeError"),
        given(new("Deep", things=[]), raises="TypeError")),
    sends("an optional model as the body", ref("Thing"), NOTHING_SENT, (NAMED, NAME), required=False),
    *(sends(f"{schema.get('type', 'an enum')} as the body", schema, (value, value if value != RED else "red"))
        for schema, value in ((NUM, 0), (BOOL, False), (ref("Colour"), RED))),
    sends("anything as the body", {}, ({"a": [1, None]}, {"a": [1, None]}), (5, 5)),
    sends("a map of models as the body", map_of(ref("Thing")), (model("OpBody", {"k": NAME}), {"k": NAME})),
    sends("a union as the body", any_of(ref("Thing"), STR, many(ref("Deep"))), (NAMED, NAME), ("a", "a"),
        ([new("Deep", thing=NAMED, things=[])], [{"thing": NAME, "things": []}])),
    sends("a nullable model as the body", any_of(ref("Thing"), {"type": "null"}), (NAMED, NAME),
        call({"body": None}, None, Difference("body", "plain sends nothing for a null body"))),
    sends("nulls and defaults in a body", obj({"a": or_null(STR), "b": {**INT, "default": 1}}, "a"),
        (new("OpBody", a=None), {"a": None, "b": 1}), (new("OpBody", a="x", b=2), {"a": "x", "b": 2})),
    sends("a recursive body", ref("Node"),
        (new("Node", name="a", children=[new("Node", name="b")]), {"name": "a", "children": [{"name": "b"}]}),
        Node=obj({"name": STR, "children": many(ref("Node"))}, "name")),
    *(sends(f"odd names, {kind}", obj({"a b": STR, 'c"d': STR, "class": STR, "ü": STR}),
        (model("OpBody", {"a b": "x", "class": "y", "ü": "z"}),), media_type=kind) for kind in (JSON, FORM, MULTIPART)),
    *(sends(f"a body, {kind}", ref("Thing"), given(NAMED, body=NAME, content_type=kind), media_type=kind)
        for kind in ("application/vnd.made-up+json", "application/merge-patch+json")),
    sends("bytes as the body", BINARY, NOTHING_SENT, given(file(b"\x00\xff"), body=b"\x00\xff", content_type=OCTETS),
        media_type=OCTETS, required=False),
    sends("a form", ref("Thing"), NOTHING_SENT, given(NAMED, body=[("name", "a"), ("size", "5")], content_type=FORM),
        (new("Thing", name="a&b =ü"), [("name", "a&b =ü")]), media_type=FORM, required=False),
    sends("a form with a nested object", obj({"inner": obj({"a": INT})}), call({"body": model("OpBody",
        {"inner": {"a": 1}})}, None, Difference("body", "plain writes the dict as Python shows it"),
        body=[("inner", '{"a": 1}')]), media_type=FORM),
    sends("a multipart body with files", obj({"name": STR, "file": BINARY, "files": many(BINARY)}, "name"),
        (new("OpBody", name="a", file=file(b"\x00\xff", "b.bin", "image/png")),
        [("file", "b.bin", "image/png", b"\x00\xff"), ("name", None, "text/plain", b"a")]), (new("OpBody", name="a"),),
        (new("OpBody", name="a", files=[file(b"x", "a.txt"), file(b"y", "b.txt")]),), media_type=MULTIPART),
    sends("a multipart body with models", obj({"thing": ref("Thing"), "things": many(ref("Thing"))}),
        (new("OpBody", thing=NAMED, things=[NAMED]),), media_type=MULTIPART),
    sends("a multipart body with further fields", obj({"a": STR}, additionalProperties=STR),
        (model("OpBody", {"a": "x", "more": "y"}),), media_type=MULTIPART),
    several("a body as JSON or as a form", {JSON: ref("Thing"), FORM: ref("Titled")}, call({}), given(NAMED, body=NAME,
        content_type=JSON), given(new("Titled", title="b"), body=[("title", "b")], content_type=FORM), required=False),
    several("a body as JSON, multipart or bytes", {JSON: ref("Thing"), MULTIPART: ref("Upload"), OCTETS: BINARY},
        given(NAMED, content_type=JSON), given(file(b"x"), content_type=OCTETS, body=b"x"),
        given(new("Upload", file=file(b"x", "a.txt")), content_type=MULTIPART)),
    several("inline bodies of two content types", {JSON: obj({"a": STR}), FORM: obj({"a": STR})},
        given(new("OpJsonBody", a="x")), given(new("OpDataBody", a="x"))),
    operation("a reference to a reference to a body", given(NAMED, body=NAME), schemas=SCHEMAS,
        body={"$ref": "#/components/requestBodies/Again"}, components={"requestBodies": {"Again":
        {"$ref": "#/components/requestBodies/Thing"}, "Thing": body_of(ref("Thing"))}}),
    *(operation(f"a body of a {method}",
        call({"id": "a", "x": 1, "y": "b", "body": NAMED}, json_answer({"size": "odd"}),
        method=method.upper(), path="/base/things/a", query=[("x", "1")], headers={"y": "b"}, body=NAME, kind="Thing",
        gives={"size": "odd"}), method=method, path="/things/{id}", parameters=[in_path("id", STR), query("x", INT),
        header("Y", STR)], body=body_of(ref("Thing")), answers={"200": answer_of(ref("Thing"))}, schemas=SCHEMAS)
        for method in ("put", "patch", "delete")),
    operation("a body with a description", given(NAMED), schemas=SCHEMAS,
        body={**body_of(ref("Thing"), example={"name": "a"}), "description": 'Says "this" \\'}),
)
# fmt: on
