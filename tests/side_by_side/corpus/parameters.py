"""Parameters of the query, the path, headers and cookies."""

import datetime
from uuid import UUID

from tests.side_by_side.cases import (
    BOOL,
    DATE,
    FREE,
    INT,
    NULL,
    NUM,
    OLD,
    STR,
    TIME,
    UUID_,
    Difference,
    any_of,
    body_of,
    call,
    const,
    cookie,
    enum,
    header,
    in_path,
    many,
    model,
    nullable,
    obj,
    operation,
    or_null,
    query,
    ref,
)

KEY = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
MOMENT = datetime.datetime(2031, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)
DAY = datetime.date(2031, 5, 6)
COLOUR = enum("red", "green")
LEVEL = enum(1, 2)
RED, TWO = model("Colour", "red"), model("Level", 2)
ENUMS = {"Colour": COLOUR, "Level": LEVEL}


CASES = (
    operation(
        "a text in the query",
        call({"x": "a"}, query=[("x", "a")]),
        call({}, query=[]),
        call({"x": "a&b=c ü+%"}, query=[("x", "a&b=c ü+%")]),
        call({"x": ""}, query=[("x", "")]),
        parameters=[query("x", STR)],
    ),
    operation(
        "a required text in the query",
        call({"x": "a"}, query=[("x", "a")]),
        parameters=[query("x", STR, required=True)],
    ),
    operation(
        "whole numbers in the query",
        call({"x": 5}, query=[("x", "5")]),
        call({"x": 0}, query=[("x", "0")]),
        parameters=[query("x", INT)],
    ),
    operation(
        "numbers in the query", call({"x": 0.5}, query=[("x", "0.5")]), call({"x": 2}), parameters=[query("x", NUM)]
    ),
    operation(
        "booleans in the query",
        call({"x": True}, query=[("x", "true")]),
        call({"x": False}, query=[("x", "false")]),
        parameters=[query("x", BOOL)],
    ),
    operation(
        "dates in the query", call({"x": DAY}, query=[("x", "2031-05-06")]), call(), parameters=[query("x", DATE)]
    ),
    operation(
        "dates and times in the query",
        call({"x": MOMENT}, query=[("x", "2031-05-06T07:08:09+00:00")]),
        call(),
        parameters=[query("x", TIME)],
    ),
    operation(
        "required dates in the query",
        call({"x": DAY, "y": MOMENT}),
        parameters=[query("x", DATE, required=True), query("y", TIME, required=True)],
    ),
    operation("UUIDs in the query", call({"x": UUID(KEY)}, query=[("x", KEY)]), call(), parameters=[query("x", UUID_)]),
    operation(
        "an enum in the query",
        call({"x": RED}, query=[("x", "red")]),
        call(),
        parameters=[query("x", ref("Colour"))],
        schemas=ENUMS,
    ),
    operation(
        "an enum of numbers in the query",
        call({"x": TWO}, query=[("x", "2")]),
        call(),
        parameters=[query("x", ref("Level"))],
        schemas=ENUMS,
    ),
    operation(
        "a required enum in the query",
        call({"x": RED}, query=[("x", "red")]),
        parameters=[query("x", ref("Colour"), required=True)],
        schemas=ENUMS,
    ),
    operation(
        "an inline enum in the query",
        call({"sort": model("OpSort", "down")}, query=[("sort", "down")]),
        parameters=[query("sort", enum("up", "down"))],
    ),
    operation(
        "an enum with a default in the query",
        call({}, query=[("sort", "up")]),
        call({"sort": model("OpSort", "down")}, query=[("sort", "down")]),
        parameters=[query("sort", {**enum("up", "down"), "default": "up"})],
    ),
    operation(
        "defaults in the query",
        call({}, query=[("a", "x"), ("b", "5"), ("c", "true")]),
        call({"a": "y", "b": 6, "c": False}),
        parameters=[
            query("a", {**STR, "default": "x"}),
            query("b", {**INT, "default": 5}),
            query("c", {**BOOL, "default": True}),
        ],
    ),
    operation(
        "a default date in the query",
        call({}, query=[("x", "2031-05-06")]),
        parameters=[query("x", {**DATE, "default": "2031-05-06"})],
    ),
    operation(
        "a nullable text in the query",
        call({"x": None}, query=[]),
        call({"x": "a"}, query=[("x", "a")]),
        parameters=[query("x", or_null(STR))],
    ),
    operation(
        "a nullable text of 3.0 in the query",
        call({"x": None}, query=[]),
        call({"x": "a"}),
        parameters=[query("x", nullable(STR))],
        version=OLD,
    ),
    operation(
        "a nullable date in the query",
        call({"x": None}, query=[]),
        call({"x": MOMENT}),
        parameters=[query("x", or_null(TIME))],
    ),
    operation(
        "a nullable enum in the query",
        call({"x": RED}),
        call({"x": None}),
        parameters=[query("x", any_of(ref("Colour"), NULL))],
        schemas=ENUMS,
    ),
    operation(
        "a list of texts in the query",
        call({"x": ["a", "b"]}, query=[("x", "a"), ("x", "b")]),
        call({"x": []}, query=[]),
        call(),
        parameters=[query("x", many(STR))],
    ),
    operation(
        "a required list in the query",
        call({"x": [1, 2]}, query=[("x", "1"), ("x", "2")]),
        parameters=[query("x", many(INT), required=True)],
    ),
    operation(
        "a list of enum values in the query",
        call({"x": [RED, model("Colour", "green")]}, query=[("x", "red"), ("x", "green")]),
        call(),
        parameters=[query("x", many(ref("Colour")))],
        schemas=ENUMS,
    ),
    operation(
        "a list of dates in the query",
        call({"x": [DAY]}, query=[("x", "2031-05-06")]),
        parameters=[query("x", many(DATE))],
    ),
    operation(
        "a list of UUIDs in the query",
        call({"x": [UUID(KEY)]}, query=[("x", KEY)]),
        parameters=[query("x", many(UUID_))],
    ),
    operation(
        "a list of booleans in the query",
        call({"x": [True, False]}, query=[("x", "true"), ("x", "false")]),
        parameters=[query("x", many(BOOL))],
    ),
    operation(
        "a nullable list in the query",
        call({"x": ["a"]}),
        call({"x": None}),
        parameters=[query("x", or_null(many(STR)))],
    ),
    operation(
        "texts or numbers in the query",
        call({"x": 5}, query=[("x", "5")]),
        call({"x": "a"}, query=[("x", "a")]),
        parameters=[query("x", any_of(INT, STR))],
    ),
    operation(
        "a date or text in the query",
        call({"x": MOMENT}, query=[("x", "2031-05-06T07:08:09+00:00")]),
        call({"x": "a"}),
        parameters=[query("x", any_of(TIME, STR))],
    ),
    operation(
        "text or a list of texts in the query",
        call({"x": "a"}),
        call({"x": ["a", "b"]}, query=[("x", "a"), ("x", "b")]),
        parameters=[query("x", any_of(STR, many(STR)))],
    ),
    operation(
        "a constant in the query", call({"x": "a"}, query=[("x", "a")]), call(), parameters=[query("x", const("a"))]
    ),
    operation(
        "an object in the query",
        call({"filter_": model("Filter", {"size": 5, "label": "a"})}, query=[("label", "a"), ("size", "5")]),
        call(),
        parameters=[query("filter", ref("Filter"))],
        schemas={"Filter": obj({"size": INT, "label": STR})},
    ),
    operation(
        "an object with dates and enums in the query",
        call(
            {"filter_": model("Filter", {"from": "2031-05-06", "colour": "red"})},
            query=[("colour", "red"), ("from", "2031-05-06")],
        ),
        parameters=[query("filter", ref("Filter"), required=True)],
        schemas={"Filter": obj({"from": DATE, "colour": ref("Colour")}), **ENUMS},
    ),
    operation("anything in the query", call({"x": "a"}, query=[("x", "a")]), call(), parameters=[query("x", {})]),
    operation(
        "odd names in the query",
        call(
            {"a_b": "1", "filterid": "2", "class_": "3", "x": "4"},
            query=[("$x", "4"), ("a-b", "1"), ("class", "3"), ("filter[id]", "2")],
        ),
        parameters=[query("a-b", STR), query("filter[id]", STR), query("class", STR), query("$x", STR)],
    ),
    operation(
        "names with quotes in the query", call({"ab": "1"}, query=[('a"b', "1")]), parameters=[query('a"b', STR)]
    ),
    operation(
        "names that the functions use in the query",
        call(
            {
                "client_query": "1",
                "url_query": "2",
                "params": "3",
                "kwargs": "4",
                "headers": "5",
                "cookies": "6",
                "response": "7",
            },
            query=[
                ("client", "1"),
                ("cookies", "6"),
                ("headers", "5"),
                ("kwargs", "4"),
                ("params", "3"),
                ("response", "7"),
                ("url", "2"),
            ],
        ),
        parameters=[
            query(name, STR) for name in ("client", "url", "params", "kwargs", "headers", "cookies", "response")
        ],
    ),
    operation(
        "a parameter called body next to a body",
        parameters=[query("body", STR)],
        body=body_of(STR),
        unreasonable="plain makes a function with two arguments of one name",
    ),
    operation(
        "two names that become one in the query",
        call({"userId": "1", "user_id": "2"}, query=[("userId", "1"), ("user_id", "2")]),
        parameters=[query("userId", STR), query("user_id", STR)],
    ),
    operation(
        "one name in the path, the query and a header",
        call({"id_path": "1", "id_query": "2", "id": "3"}, query=[("id", "2")], headers={"id": "3"}),
        path="/things/{id}",
        parameters=[in_path("id", STR), query("id", STR), header("id", STR)],
    ),
    operation(
        "one name in the path and the query",
        call({"id_path": "1", "id_query": "2"}, path="/base/things/1", query=[("id", "2")]),
        path="/things/{id}",
        parameters=[in_path("id", STR), query("id", STR)],
    ),
    operation(
        "a text in the path",
        call({"id": "a"}, path="/base/things/a"),
        call({"id": "a/b ?#ü%"}, path="/base/things/a%2Fb%20%3F%23%C3%BC%25"),
        path="/things/{id}",
        parameters=[in_path("id", STR)],
    ),
    operation(
        "dots in the path",
        call(
            {"id": ".."},
            None,
            Difference("path", "httpx would resolve the segment, and ask for another path"),
            path="/base/things/%2E%2E/parts",
        ),
        call({"id": "a.b"}),
        path="/things/{id}/parts",
        parameters=[in_path("id", STR)],
    ),
    operation(
        "a whole number in the path",
        call({"id": 5}, path="/base/things/5"),
        path="/things/{id}",
        parameters=[in_path("id", INT)],
    ),
    operation(
        "a UUID in the path",
        call({"id": UUID(KEY)}, path=f"/base/things/{KEY}"),
        path="/things/{id}",
        parameters=[in_path("id", UUID_)],
    ),
    operation(
        "an enum in the path",
        call({"colour": RED}, path="/base/things/red"),
        path="/things/{colour}",
        parameters=[in_path("colour", ref("Colour"))],
        schemas=ENUMS,
    ),
    operation(
        "an enum of numbers in the path",
        call({"level": TWO}, path="/base/things/2"),
        path="/things/{level}",
        parameters=[in_path("level", ref("Level"))],
        schemas=ENUMS,
    ),
    operation(
        "a date in the path",
        call({"day": DAY}, path="/base/things/2031-05-06"),
        path="/things/{day}",
        parameters=[in_path("day", DATE)],
    ),
    operation(
        "a boolean in the path",
        call({"x": True}, None, Difference("path", "plain writes True"), path="/base/things/true"),
        path="/things/{x}",
        parameters=[in_path("x", BOOL)],
    ),
    operation(
        "three parameters in the path",
        call({"a": "1", "b": 2, "c_d": "3"}, path="/base/1/parts/2/3"),
        path="/{a}/parts/{b}/{c-d}",
        parameters=[in_path("c-d", STR), in_path("a", STR), in_path("b", INT)],
    ),
    operation(
        "a parameter in the midst of a segment",
        call({"name": "a"}, path="/base/things/a.json"),
        path="/things/{name}.json",
        parameters=[in_path("name", STR)],
    ),
    operation(
        "names in the path that Python uses",
        call({"class_": "1", "self_": "2", "type_": "3"}, path="/base/1/2/3"),
        path="/{class}/{self}/{type}",
        parameters=[in_path(name, STR) for name in ("class", "self", "type")],
    ),
    operation(
        "a path with odd characters", call({"id": "a"}), path="/things:all/{id}/$count", parameters=[in_path("id", STR)]
    ),
    operation(
        "parameters of the path as a whole",
        call({"id": "a", "x": 5}, path="/base/things/a", query=[("x", "5")]),
        path="/things/{id}",
        parameters=[],
        more={"parameters": []},
        paths={
            "/things/{id}": {
                "parameters": [in_path("id", STR), query("x", INT)],
                "get": {"operationId": "op", "tags": ["things"], "responses": {"200": {"description": "Done."}}},
            }
        },
    ),
    operation(
        "a parameter of the path that the operation overrides",
        call({"x": 5}, query=[("x", "5")]),
        paths={
            "/things": {
                "parameters": [query("x", STR)],
                "get": {
                    "operationId": "op",
                    "tags": ["things"],
                    "parameters": [query("x", INT)],
                    "responses": {"200": {"description": "Done."}},
                },
            }
        },
    ),
    operation(
        "references to parameters",
        call({"x": 5, "y": "a"}, query=[("x", "5")], headers={"y": "a"}),
        parameters=[{"$ref": "#/components/parameters/X"}, {"$ref": "#/components/parameters/Y"}],
        components={"parameters": {"X": query("x", INT), "Y": header("Y", STR)}},
    ),
    operation(
        "a reference to a parameter of the path",
        call({"id": "a"}, path="/base/things/a"),
        path="/things/{id}",
        parameters=[{"$ref": "#/components/parameters/Id"}],
        components={"parameters": {"Id": in_path("id", STR)}},
    ),
    operation(
        "a parameter with content instead of a schema",
        parameters=[{"name": "x", "in": "query", "content": {"application/json": {"schema": FREE}}}, query("y", STR)],
    ),
    operation(
        "parameters with descriptions, examples and styles",
        call({"x": ["a"]}),
        parameters=[
            query(
                "x",
                many(STR),
                description='Says "this" \\ """that"""',
                example=["a"],
                style="form",
                explode=True,
                deprecated=True,
                allowEmptyValue=True,
            )
        ],
    ),
    operation(
        "a list that is joined by commas",
        call({"x": ["a", "b"]}),
        parameters=[query("x", many(STR), style="form", explode=False)],
    ),
    operation(
        "a text in a header",
        call({"x_trace": "a"}, headers={"x-trace": "a"}),
        call(),
        parameters=[header("X-Trace", STR)],
    ),
    operation(
        "a required text in a header",
        call({"x_trace": "a"}, headers={"x-trace": "a"}),
        parameters=[header("X-Trace", STR, required=True)],
    ),
    operation("a whole number in a header", call({"x": 5}, headers={"x": "5"}), call(), parameters=[header("X", INT)]),
    operation("a number in a header", call({"x": 0.5}, headers={"x": "0.5"}), parameters=[header("X", NUM)]),
    operation(
        "a boolean in a header",
        call({"x": True}, headers={"x": "true"}),
        call({"x": False}, headers={"x": "false"}),
        call(),
        parameters=[header("X", BOOL)],
    ),
    operation(
        "an enum in a header",
        call({"x": RED}, headers={"x": "red"}),
        call(),
        parameters=[header("X", ref("Colour"))],
        schemas=ENUMS,
    ),
    operation(
        "an enum of numbers in a header",
        call({"x": TWO}, headers={"x": "2"}),
        parameters=[header("X", ref("Level"), required=True)],
        schemas=ENUMS,
    ),
    operation(
        "a date in a header",
        call({"x": MOMENT}, headers={"x": "2031-05-06T07:08:09+00:00"}),
        parameters=[header("X", TIME)],
    ),
    operation(
        "a day in a header",
        call({"x": DAY}, headers={"x": "2031-05-06"}),
        parameters=[header("X", DATE, required=True)],
    ),
    operation("a UUID in a header", call({"x": UUID(KEY)}, headers={"x": KEY}), parameters=[header("X", UUID_)]),
    operation(
        "a nullable text in a header",
        call({"x": "a"}, headers={"x": "a"}),
        call(),
        parameters=[header("X", or_null(STR))],
    ),
    operation("a null in a header", call({"x": None}, headers={}), parameters=[header("X", or_null(STR))]),
    operation(
        "a text or number in a header",
        call({"x": "a"}, headers={"x": "a"}),
        call({"x": 5}, headers={"x": "5"}),
        parameters=[header("X", any_of(STR, INT))],
    ),
    operation("a constant in a header", call({"x": "a"}, headers={"x": "a"}), parameters=[header("X", const("a"))]),
    operation("a list in a header", call({"x": ["a", "b"]}, headers={"x": "a,b"}), parameters=[header("X", many(STR))]),
    operation(
        "a header with a default",
        call({}, headers={"x": "a"}),
        call({"x": "b"}, headers={"x": "b"}),
        parameters=[header("X", {**STR, "default": "a"})],
    ),
    operation(
        "several headers",
        call({"x_a": "1", "x_b": 2, "x_c": True}, headers={"x-a": "1", "x-b": "2", "x-c": "true"}),
        parameters=[header("X-A", STR, required=True), header("X-B", INT), header("X-C", BOOL)],
    ),
    operation(
        "headers called like those of HTTP",
        call({"accept_language": "de", "if_match": "a"}, headers={"accept-language": "de", "if-match": "a"}),
        parameters=[header("Accept-Language", STR), header("If-Match", STR)],
    ),
    operation("a text in a cookie", call({"sid": "a"}, cookies=["sid=a"]), call(), parameters=[cookie("sid", STR)]),
    operation("a whole number in a cookie", call({"sid": 5}, cookies=["sid=5"]), parameters=[cookie("sid", INT)]),
    operation("a boolean in a cookie", call({"sid": True}, cookies=["sid=true"]), parameters=[cookie("sid", BOOL)]),
    operation(
        "an enum in a cookie",
        call({"sid": RED}, cookies=["sid=red"]),
        parameters=[cookie("sid", ref("Colour"))],
        schemas=ENUMS,
    ),
    operation("a date in a cookie", call({"sid": DAY}, cookies=["sid=2031-05-06"]), parameters=[cookie("sid", DATE)]),
    operation(
        "a required cookie with an odd name",
        call({"s_id": "a"}, cookies=["s-id=a"]),
        parameters=[cookie("s-id", STR, required=True)],
    ),
    operation(
        "parameters of all places",
        call(
            {"id": 1, "q": "2", "x_h": "3", "c": "4"},
            path="/base/things/1",
            query=[("q", "2")],
            headers={"x-h": "3"},
            cookies=["c=4"],
        ),
        path="/things/{id}",
        parameters=[cookie("c", STR), header("X-H", STR), query("q", STR), in_path("id", INT)],
    ),
)
