"""Answers: their types, statuses and content types."""

from typing import Any

from tests.side_by_side.cases import (
    BINARY,
    BOOL,
    DATE,
    FREE,
    INT,
    NEW,
    NULL,
    NUM,
    OLD,
    STR,
    TIME,
    UUID_,
    Answer,
    Call,
    OperationCase,
    Schema,
    all_of,
    answer_of,
    any_of,
    call,
    const,
    content,
    enum,
    json_answer,
    many,
    map_of,
    obj,
    one_of,
    operation,
    or_null,
    ref,
)

THING = obj({"name": STR, "size": INT}, "name")
PROBLEM = obj({"error": STR, "code": INT})
SCHEMAS = {"Thing": THING, "Problem": PROBLEM, "Colour": enum("red", "green"), "Other": obj({"other": BOOL}, "other")}
NAMED = {"name": "a", "size": 5}
KEY = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
OCTETS = "application/octet-stream"
VALUES: tuple[Any, ...] = ([], 5, "a", None, True)
DONE = {"description": "Done."}


def gives(
    name: str, schema: Schema, *calls: Call, media_type: str = "application/json", version: str = NEW, **schemas: Schema
) -> OperationCase:
    """One answer of status 200."""
    return operation(
        name, *calls, answers={"200": answer_of(schema, media_type)}, schemas={**SCHEMAS, **schemas}, version=version
    )


def answered(value: Any, kind: str = "", **more: Any) -> Call:
    return call({}, json_answer(value), kind=kind, gives=value, **more)


CASES = (
    gives(
        "a model",
        ref("Thing"),
        answered(NAMED, "Thing"),
        answered({"name": "a", "new": [1]}, "Thing"),
        answered({"name": 5, "size": None}, "Thing"),
        answered({}, "Thing"),
    ),
    gives(
        "an answer that is not JSON",
        ref("Thing"),
        call({}, Answer(200, b"<html>", "text/html"), raises="DecodeError"),
        call({}, Answer(200, b"", "application/json"), raises="DecodeError"),
        call({}, Answer(200, b'{"name": ', "application/json"), raises="DecodeError"),
    ),
    gives(
        "an answer that is not an object",
        ref("Thing"),
        *(call({}, json_answer(value), raises="DecodeError") for value in VALUES),
    ),
    gives(
        "an answer with another content type",
        ref("Thing"),
        call({}, json_answer(NAMED, content_type="text/plain"), kind="Thing"),
    ),
    gives("an inline object", obj({"a": STR}), answered({"a": "x"}, "OpResponse200")),
    gives("a list of models", many(ref("Thing")), answered([NAMED, {"name": "b"}], "list"), answered([], "list")),
    gives(
        "a list of models with an odd item",
        many(ref("Thing")),
        call({}, json_answer([NAMED, {"size": "odd"}]), kind="list"),
    ),
    gives("a list of texts", many(STR), answered(["a"], "list")),
    gives("a list of texts or null", many(or_null(STR)), answered(["a", None], "list")),
    gives("a list of lists of models", many(many(ref("Thing"))), answered([[NAMED], []], "list")),
    gives("a list of dates", many(DATE), answered(["2031-05-06"], "list")),
    gives("a named list", ref("Things"), answered([NAMED], "list"), Things=many(ref("Thing"))),
    gives("a text", STR, answered("a", "str"), answered("", "str")),
    gives("a whole number", INT, answered(5, "int")),
    gives("a number", NUM, answered(0.5, "float")),
    gives("a boolean", BOOL, answered(True, "bool"), answered(False, "bool")),
    gives("a UUID", UUID_, answered(KEY, "UUID")),
    gives("a date and time", TIME, answered("2031-05-06T07:08:09+00:00", "datetime")),
    gives("a date", DATE, answered("2031-05-06", "date")),
    gives("an enum value", ref("Colour"), answered("red", "Colour"), answered("blue", "str")),
    gives("an enum of numbers", ref("Level"), answered(2, "Level"), Level=enum(1, 2)),
    gives("a constant", const("a"), answered("a", "str")),
    gives("null", NULL, answered(None, "NoneType")),
    gives("a model or null", any_of(ref("Thing"), NULL), answered(None, "NoneType"), answered(NAMED, "Thing")),
    gives(
        "a model or null in 3.0",
        {"allOf": [ref("Thing")], "nullable": True},
        answered(NAMED, "Thing"),
        call({}, json_answer(None), kind="NoneType"),
        version=OLD,
    ),
    gives("a text or null", or_null(STR), answered(None, "NoneType"), answered("a", "str")),
    gives("a list or null", or_null(many(ref("Thing"))), answered(None, "NoneType"), answered([NAMED], "list")),
    gives(
        "one of two models",
        one_of(ref("Thing"), ref("Other")),
        answered({"other": True}, "Other"),
        answered(NAMED, "Thing"),
    ),
    gives(
        "one of two models by a discriminator",
        one_of(ref("Cat"), ref("Dog"), discriminator={"propertyName": "kind"}),
        answered({"kind": "Dog", "tricks": 1}, "Dog"),
        answered({"kind": "Cat"}, "Cat"),
        Cat=obj({"kind": STR}, "kind"),
        Dog=obj({"kind": STR, "tricks": INT}, "kind"),
    ),
    gives(
        "a model or a list of models",
        one_of(ref("Thing"), many(ref("Thing"))),
        answered([NAMED], "list"),
        answered(NAMED, "Thing"),
    ),
    gives("texts or numbers", one_of(STR, INT), answered("a", "str"), answered(5, "int")),
    gives("anything", {}, answered({"a": [1]}), answered([1])),
    gives("a free-form object", FREE, answered({"a": [1]}, "OpResponse200")),
    gives("a map of models", map_of(ref("Thing")), answered({"k": NAMED}, "OpResponse200")),
    gives("a map of lists of models", map_of(many(ref("Thing"))), answered({"k": [NAMED]}, "OpResponse200")),
    gives(
        "an envelope by allOf",
        all_of(obj({"code": INT}), obj({"data": ref("Thing")})),
        answered({"code": 1, "data": NAMED}, "OpResponse200"),
    ),
    gives(
        "a recursive model",
        ref("Node"),
        answered({"nodes": [{"nodes": []}]}, "Node"),
        Node=obj({"nodes": many(ref("Node"))}),
    ),
    gives(
        "JSON by another name",
        ref("Thing"),
        call({}, json_answer(NAMED, content_type="application/vnd.made-up+json"), kind="Thing"),
        media_type="application/vnd.made-up+json",
    ),
    gives(
        "JSON with a character set",
        ref("Thing"),
        call({}, json_answer(NAMED), kind="Thing"),
        media_type="application/json; charset=utf-8",
    ),
    gives(
        "plain text",
        STR,
        call({}, Answer(200, "grüße".encode(), "text/plain; charset=utf-8"), kind="str", gives="grüße"),
        call({}, Answer(200, b"", "text/plain"), kind="str"),
        media_type="text/plain",
    ),
    gives(
        "plain text in Latin-1",
        STR,
        call({}, Answer(200, "grüße".encode("latin-1"), "text/plain; charset=iso-8859-1"), kind="str", gives="grüße"),
        media_type="text/plain",
    ),
    gives(
        "HTML",
        STR,
        call({}, Answer(200, b"<p>a</p>", "text/html"), kind="str", gives="<p>a</p>"),
        media_type="text/html",
    ),
    gives(
        "a stream of events",
        STR,
        call({}, Answer(200, b"data: a\n\n", "text/event-stream"), kind="str"),
        media_type="text/event-stream",
    ),
    gives(
        "bytes",
        BINARY,
        call({}, Answer(200, b"\x00\xff", OCTETS), kind="File", gives="\x00\xff"),
        call({}, Answer(200, b"", OCTETS), kind="File"),
        media_type=OCTETS,
    ),
    gives("bytes in JSON", BINARY, call({}, Answer(200, b'"a"', "application/json"))),
    gives("bytes that are called a text", STR, call({}, Answer(200, b"ab", OCTETS)), media_type=OCTETS),
    operation("an answer without a body", call({}, Answer(204), kind="NoneType"), answers={"204": DONE}),
    operation("an answer without a documented body that has one", call({}, json_answer(NAMED)), answers={"200": DONE}),
    operation(
        "an answer without a schema",
        call({}, json_answer(NAMED)),
        answers={"200": {**DONE, "content": {"application/json": {}}}},
    ),
    operation(
        "a model or an empty answer",
        call({}, json_answer(NAMED), kind="Thing"),
        call({}, Answer(204), kind="NoneType"),
        answers={"200": answer_of(ref("Thing")), "204": DONE},
        schemas=SCHEMAS,
    ),
    operation(
        "two statuses with models",
        call({}, json_answer(NAMED), kind="Thing"),
        call({}, json_answer({"other": True}, 201), kind="Other"),
        answers={"200": answer_of(ref("Thing")), "201": answer_of(ref("Other"))},
        schemas=SCHEMAS,
    ),
    operation(
        "an error with a model",
        call({}, json_answer({"error": "no"}, 404), kind="Problem"),
        call({}, json_answer(NAMED), kind="Thing"),
        answers={"200": answer_of(ref("Thing")), "404": answer_of(ref("Problem"))},
        schemas=SCHEMAS,
    ),
    operation(
        "an error whose body is not JSON",
        call({}, Answer(502, b"<html>", "text/html"), kind="NoneType"),
        answers={"200": answer_of(ref("Thing")), "502": answer_of(ref("Problem"))},
        schemas=SCHEMAS,
    ),
    operation(
        "a range of errors",
        call({}, json_answer({"error": "no"}, 404), kind="Problem"),
        call({}, json_answer({"error": "no"}, 499), kind="Problem"),
        answers={"200": answer_of(ref("Thing")), "4XX": answer_of(ref("Problem"))},
        schemas=SCHEMAS,
    ),
    operation(
        "a range of successes",
        call({}, json_answer(NAMED, 202), kind="Thing"),
        answers={"2XX": answer_of(ref("Thing"))},
        schemas=SCHEMAS,
    ),
    operation(
        "a status within a range",
        call({}, json_answer({"other": True}, 404), kind="Other"),
        call({}, json_answer({"error": "no"}, 400), kind="Problem"),
        answers={"4XX": answer_of(ref("Problem")), "404": answer_of(ref("Other"))},
        schemas=SCHEMAS,
    ),
    operation(
        "an answer by default",
        call({}, json_answer({"error": "no"}, 500), kind="Problem"),
        call({}, json_answer(NAMED), kind="Thing"),
        answers={"200": answer_of(ref("Thing")), "default": answer_of(ref("Problem"))},
        schemas=SCHEMAS,
    ),
    operation(
        "an answer by default alone",
        call({}, json_answer(NAMED), kind="Thing"),
        answers={"default": answer_of(ref("Thing"))},
        schemas=SCHEMAS,
    ),
    operation(
        "an empty answer by default",
        call({}, Answer(500), kind="NoneType"),
        answers={"200": answer_of(ref("Thing")), "default": DONE},
        schemas=SCHEMAS,
    ),
    operation(
        "a status that is not documented",
        call({}, json_answer({"a": 1}, 418), kind="NoneType"),
        call({}, Answer(304), kind="NoneType"),
        answers={"200": answer_of(ref("Thing"))},
        schemas=SCHEMAS,
    ),
    operation(
        "a status that HTTP does not know",
        call({}, Answer(520, b"oh"), kind="NoneType"),
        answers={"200": answer_of(ref("Thing"))},
        schemas=SCHEMAS,
    ),
    operation(
        "equal models for all statuses",
        call({}, json_answer(NAMED), kind="Thing"),
        call({}, json_answer(NAMED, 400), kind="Thing"),
        answers={status: answer_of(ref("Thing")) for status in ("200", "400", "5XX")},
        schemas=SCHEMAS,
    ),
    operation(
        "a model, a list, text and bytes by status",
        call({}, json_answer(NAMED), kind="Thing"),
        call({}, json_answer([NAMED], 201), kind="list"),
        call({}, Answer(400, b"no", "text/plain"), kind="str"),
        call({}, Answer(203, b"x", OCTETS), kind="File"),
        answers={
            "200": answer_of(ref("Thing")),
            "201": answer_of(many(ref("Thing"))),
            "203": answer_of(BINARY, OCTETS),
            "400": answer_of(STR, "text/plain"),
        },
        schemas=SCHEMAS,
    ),
    operation(
        "an answer as JSON or XML",
        call({}, json_answer(NAMED), kind="Thing"),
        answers={
            "200": {
                **DONE,
                "content": {"application/xml": {"schema": ref("Thing")}, "application/json": {"schema": ref("Thing")}},
            }
        },
        schemas=SCHEMAS,
    ),
    operation(
        "an answer as XML",
        answers={"200": answer_of(STR, "application/xml")},
        unreasonable="plain leaves the answer out, and says so",
    ),
    operation(
        "an image as the answer",
        answers={"200": answer_of(BINARY, "image/png")},
        unreasonable="plain leaves the answer out, and says so",
    ),
    operation(
        "a reference to an answer",
        call({}, json_answer(NAMED), kind="Thing"),
        answers={"200": {"$ref": "#/components/responses/Thing"}},
        components={"responses": {"Thing": answer_of(ref("Thing"))}},
        schemas=SCHEMAS,
    ),
    operation(
        "headers of the answer",
        call({}, json_answer(NAMED), kind="Thing"),
        answers={"200": {**answer_of(ref("Thing")), "headers": {"X-Left": {"schema": INT}}}},
        schemas=SCHEMAS,
    ),
    operation(
        "links and examples of the answer",
        call({}, json_answer(NAMED), kind="Thing"),
        answers={
            "200": {
                "description": 'Says "this" \\',
                "content": content(ref("Thing"), examples={"a": {"value": NAMED}}),
                "links": {"next": {"operationId": "op"}},
            }
        },
        schemas=SCHEMAS,
    ),
    operation("answers of a head request", call({}, Answer(200), method="HEAD"), method="head", answers={"200": DONE}),
    operation(
        "answers of an options request",
        call({}, Answer(204), method="OPTIONS"),
        method="options",
        answers={"204": DONE},
    ),
)
