"""Bodies of requests."""

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
    Call,
    Difference,
    OperationCase,
    Schema,
    all_of,
    answer_of,
    any_of,
    body_of,
    call,
    closed,
    const,
    enum,
    file,
    header,
    in_path,
    json_answer,
    many,
    map_of,
    model,
    new,
    obj,
    one_of,
    operation,
    or_null,
    query,
    ref,
)

FORM, MULTIPART, OCTETS = "application/x-www-form-urlencoded", "multipart/form-data", "application/octet-stream"
THING = obj({"name": STR, "size": INT, "at": TIME}, "name")
DEEP = obj({"thing": ref("Thing"), "things": many(ref("Thing")), "by_name": map_of(ref("Thing"))}, "thing things")
SCHEMAS = {"Thing": THING, "Deep": DEEP, "Colour": enum("red", "green")}
NAMED = new("Thing", name="a", size=5)
WRITES_TRUE = "plain writes True, which JSON and forms write as true"


def sends(
    name: str,
    schema: Schema,
    *calls: Call,
    media_type: str = "application/json",
    required: bool = True,
    version: str = NEW,
    **schemas: Schema,
) -> OperationCase:
    """A body of one content type."""
    return operation(
        name, *calls, body=body_of(schema, media_type, required), schemas={**SCHEMAS, **schemas}, version=version
    )


CASES = (
    sends(
        "a model as the body",
        ref("Thing"),
        call({"body": NAMED}, body={"name": "a", "size": 5}, content_type="application/json"),
        call(
            {"body": model("Thing", {"name": "a", "at": "2031-05-06T07:08:09+00:00", "new": [1]})},
            body={"name": "a", "at": "2031-05-06T07:08:09+00:00", "new": [1]},
        ),
    ),
    sends(
        "a body without what it requires",
        ref("Thing"),
        call({"body": new("Thing", size=5)}, raises="TypeError"),
        call({"body": new("Thing")}, raises="TypeError"),
    ),
    sends(
        "a nested model without what it requires",
        ref("Deep"),
        call({"body": new("Deep", thing=new("Thing"), things=[])}, raises="TypeError"),
        call({"body": new("Deep", things=[])}, raises="TypeError"),
    ),
    sends(
        "a model with models",
        ref("Deep"),
        call(
            {"body": new("Deep", thing=NAMED, things=[NAMED, new("Thing", name="b")])},
            body={"thing": {"name": "a", "size": 5}, "things": [{"name": "a", "size": 5}, {"name": "b"}]},
        ),
        call(
            {"body": model("Deep", {"thing": {"name": "a"}, "things": [], "by_name": {"k": {"name": "c"}}})},
            body={"thing": {"name": "a"}, "things": [], "by_name": {"k": {"name": "c"}}},
        ),
    ),
    sends(
        "an inline object as the body",
        obj({"a": STR, "b": INT}, "a"),
        call({"body": new("OpBody", a="x", b=1)}, body={"a": "x", "b": 1}),
    ),
    sends(
        "an optional model as the body",
        ref("Thing"),
        call({}, body=b""),
        call({"body": NAMED}, body={"name": "a", "size": 5}),
        required=False,
    ),
    sends(
        "an optional list as the body",
        many(ref("Thing")),
        call({}, body=b""),
        call({"body": [NAMED]}, body=[{"name": "a", "size": 5}]),
        required=False,
    ),
    sends("an optional text as the body", STR, call({}, body=b""), call({"body": "a"}, body="a"), required=False),
    sends(
        "a list of models as the body",
        many(ref("Thing")),
        call({"body": [NAMED, NAMED]}, body=[{"name": "a", "size": 5}] * 2),
        call({"body": []}, body=[]),
    ),
    sends("a list of texts as the body", many(STR), call({"body": ["a"]}, body=["a"])),
    sends("a text as the body", STR, call({"body": 'a"ü'}, body='a"ü')),
    sends("a number as the body", NUM, call({"body": 0.5}, body=0.5), call({"body": 0}, body=0)),
    sends("a boolean as the body", BOOL, call({"body": False}, body=False)),
    sends("an enum value as the body", ref("Colour"), call({"body": model("Colour", "red")}, body="red")),
    sends(
        "a free-form object as the body", FREE, call({"body": model("OpBody", {"a": [1, None]})}, body={"a": [1, None]})
    ),
    sends(
        "anything as the body", {}, call({"body": {"a": [1, None]}}, body={"a": [1, None]}), call({"body": 5}, body=5)
    ),
    sends(
        "a map of models as the body",
        map_of(ref("Thing")),
        call({"body": model("OpBody", {"k": {"name": "a"}})}, body={"k": {"name": "a"}}),
    ),
    sends(
        "a union of models as the body",
        one_of(ref("Thing"), ref("Deep")),
        call({"body": NAMED}, body={"name": "a", "size": 5}),
        call({"body": new("Deep", thing=NAMED, things=[])}, body={"thing": {"name": "a", "size": 5}, "things": []}),
    ),
    sends(
        "a union with a discriminator as the body",
        one_of(ref("Cat"), ref("Dog"), discriminator={"propertyName": "kind"}),
        call({"body": new("Cat", kind="Cat")}, body={"kind": "Cat"}),
        call({"body": new("Dog", kind="Dog", tricks=1)}, body={"kind": "Dog", "tricks": 1}),
        Cat=obj({"kind": STR}, "kind"),
        Dog=obj({"kind": STR, "tricks": INT}, "kind"),
    ),
    sends(
        "a text or a list as the body",
        one_of(STR, many(ref("Thing"))),
        call({"body": "a"}, body="a"),
        call({"body": [NAMED]}, body=[{"name": "a", "size": 5}]),
    ),
    sends(
        "a nullable model as the body",
        any_of(ref("Thing"), NULL),
        call({"body": NAMED}, body={"name": "a", "size": 5}),
        call({"body": None}),
    ),
    sends(
        "a nullable body of 3.0",
        {"allOf": [ref("Thing")], "nullable": True},
        call({"body": NAMED}, body={"name": "a", "size": 5}),
        version=OLD,
    ),
    sends(
        "nulls in a body",
        obj({"a": or_null(STR), "b": or_null(INT)}, "a"),
        call({"body": new("OpBody", a=None)}, body={"a": None}),
        call({"body": new("OpBody", a="x", b=None)}, body={"a": "x", "b": None}),
    ),
    sends(
        "constants in a body",
        obj({"kind": const("a"), "x": INT}, "kind"),
        call({"body": new("OpBody", kind="a", x=1)}, body={"kind": "a", "x": 1}),
    ),
    sends(
        "enums in a body",
        obj({"colour": ref("Colour"), "colours": many(ref("Colour"))}, "colour"),
        call(
            {"body": new("OpBody", colour=model("Colour", "red"), colours=[model("Colour", "green")])},
            body={"colour": "red", "colours": ["green"]},
        ),
    ),
    sends(
        "defaults in a body",
        obj({"a": {**STR, "default": "x"}, "b": INT}, "b"),
        call({"body": new("OpBody", b=1)}, body={"a": "x", "b": 1}),
        call({"body": new("OpBody", b=1, a="y")}, body={"a": "y", "b": 1}),
    ),
    sends(
        "unions in a body",
        obj({"x": one_of(ref("Thing"), STR, many(INT))}, "x"),
        call({"body": new("OpBody", x=NAMED)}, body={"x": {"name": "a", "size": 5}}),
        call({"body": new("OpBody", x=[1])}, body={"x": [1]}),
    ),
    sends(
        "a recursive body",
        ref("Node"),
        call(
            {"body": new("Node", name="a", children=[new("Node", name="b")])},
            body={"name": "a", "children": [{"name": "b"}]},
        ),
        Node=obj({"name": STR, "children": many(ref("Node"))}, "name"),
    ),
    sends(
        "a body by allOf",
        all_of(ref("Thing"), obj({"more": INT}, "more")),
        call({"body": new("OpBody", name="a", more=1)}, body={"name": "a", "more": 1}),
        call({"body": new("OpBody", name="a")}, raises="TypeError"),
    ),
    sends("a body of closed objects", closed({"a": STR}, "a"), call({"body": new("OpBody", a="x")}, body={"a": "x"})),
    sends(
        "a body with read-only fields",
        obj({"id": {**STR, "readOnly": True}, "name": STR}, "name"),
        call({"body": new("OpBody", name="a")}, body={"name": "a"}),
    ),
    sends(
        "a body with odd names",
        obj({"a b": STR, 'c"d': INT, "class": STR, "from_json": STR}, "class"),
        call(
            {"body": model("OpBody", {"a b": "x", 'c"d': 1, "class": "y", "from_json": "z"})},
            body={"a b": "x", 'c"d': 1, "class": "y", "from_json": "z"},
        ),
    ),
    sends(
        "a body of JSON by another name",
        ref("Thing"),
        call({"body": NAMED}, body={"name": "a", "size": 5}, content_type="application/vnd.made-up+json"),
        media_type="application/vnd.made-up+json",
    ),
    sends(
        "a body of JSON with a character set",
        ref("Thing"),
        call({"body": NAMED}, body={"name": "a", "size": 5}),
        media_type="application/json; charset=utf-8",
    ),
    sends(
        "a body of a merge patch",
        ref("Thing"),
        call({"body": NAMED}, content_type="application/merge-patch+json"),
        media_type="application/merge-patch+json",
    ),
    sends(
        "bytes as the body",
        BINARY,
        call({"body": file(b"\x00\xff")}, body=b"\x00\xff", content_type=OCTETS),
        media_type=OCTETS,
    ),
    sends(
        "optional bytes as the body",
        BINARY,
        call({}, body=b""),
        call({"body": file(b"a")}, body=b"a"),
        media_type=OCTETS,
        required=False,
    ),
    sends(
        "a form",
        ref("Thing"),
        call({"body": NAMED}, body=[("name", "a"), ("size", "5")], content_type=FORM),
        call({"body": new("Thing", name="a&b =ü")}, body=[("name", "a&b =ü")]),
        media_type=FORM,
    ),
    sends(
        "a form with booleans, enums and dates",
        obj({"flag": BOOL, "colour": ref("Colour"), "day": DATE}),
        call(
            {"body": model("OpBody", {"flag": True, "colour": "red", "day": "2031-05-06"})},
            body=[("colour", "red"), ("day", "2031-05-06"), ("flag", "true")],
        ),
        media_type=FORM,
    ),
    sends(
        "a form with lists",
        obj({"tags": many(STR), "sizes": many(INT)}),
        call({"body": new("OpBody", tags=["a", "b"], sizes=[1])}, body=[("sizes", "1"), ("tags", "a"), ("tags", "b")]),
        media_type=FORM,
    ),
    sends(
        "an optional form",
        ref("Thing"),
        call({}, body=[]),
        call({"body": NAMED}, body=[("name", "a"), ("size", "5")]),
        media_type=FORM,
        required=False,
    ),
    sends(
        "a form with a nested object",
        obj({"inner": obj({"a": INT})}),
        call(
            {"body": model("OpBody", {"inner": {"a": 1}})},
            None,
            Difference("body", "plain writes the dict as Python shows it"),
            body=[("inner", '{"a":1}')],
        ),
        media_type=FORM,
    ),
    sends(
        "a form with a null",
        obj({"a": or_null(STR), "b": STR}),
        call({"body": new("OpBody", a=None, b="x")}),
        media_type=FORM,
    ),
    sends(
        "a multipart body with a file",
        obj({"name": STR, "file": BINARY}, "file"),
        call(
            {"body": new("OpBody", name="a", file=file(b"\x00\xff", "b.bin", "image/png"))},
            body=[("file", "b.bin", "image/png", b"\x00\xff"), ("name", None, "text/plain", b"a")],
        ),
        call({"body": new("OpBody", file=file(b"x", "b.txt"))}),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with an optional file",
        obj({"name": STR, "file": BINARY}, "name"),
        call({"body": new("OpBody", name="a")}),
        call({"body": new("OpBody", name="a", file=file(b"x", "b.txt"))}),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with several files",
        obj({"files": many(BINARY)}),
        call({"body": new("OpBody", files=[file(b"x", "a.txt"), file(b"y", "b.txt")])}),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body without files",
        ref("Thing"),
        call(
            {"body": NAMED},
            body=[("name", None, "text/plain", b"a"), ("size", None, "text/plain", b"5")],
            content_type=MULTIPART,
        ),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with booleans",
        obj({"a": BOOL, "b": BOOL}),
        call(
            {"body": new("OpBody", a=True, b=False)},
            None,
            Difference("body", WRITES_TRUE),
            body=[("a", None, "text/plain", b"true"), ("b", None, "text/plain", b"false")],
        ),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with numbers, dates and enums",
        obj({"a": INT, "b": NUM, "day": DATE, "at": TIME, "colour": ref("Colour")}),
        call(
            {
                "body": model(
                    "OpBody",
                    {"a": 1, "b": 0.5, "day": "2031-05-06", "at": "2031-05-06T07:08:09+00:00", "colour": "red"},
                )
            }
        ),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with UUIDs",
        obj({"key": UUID_}),
        call({"body": model("OpBody", {"key": "6f9619ff-8b86-d011-b42d-00cf4fc964ff"})}),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with lists",
        obj({"tags": many(STR), "sizes": many(INT)}),
        call({"body": new("OpBody", tags=["a", "b"], sizes=[1, 2])}),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with models",
        obj({"thing": ref("Thing"), "things": many(ref("Thing"))}),
        call({"body": new("OpBody", thing=NAMED, things=[NAMED])}),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with a union",
        obj({"x": any_of(INT, STR), "y": or_null(STR)}),
        call({"body": new("OpBody", x=5, y="a")}),
        call({"body": new("OpBody", x="b")}),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with a constant",
        obj({"kind": const("a")}),
        call({"body": new("OpBody", kind="a")}, body=[("kind", None, "text/plain", b"a")]),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with further fields",
        obj({"a": STR}, additionalProperties=STR),
        call({"body": model("OpBody", {"a": "x", "more": "y"})}),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with further fields of any type",
        obj({"a": STR}),
        call({"body": model("OpBody", {"a": "x", "more": "y"})}),
        media_type=MULTIPART,
    ),
    sends(
        "a multipart body with odd names",
        obj({"a b": STR, 'c"d': STR, "ü": STR}),
        call({"body": model("OpBody", {"a b": "x", "ü": "y"})}),
        media_type=MULTIPART,
    ),
    sends("an optional multipart body", ref("Thing"), call({"body": NAMED}), media_type=MULTIPART, required=False),
    operation(
        "a body as JSON or as a form",
        call({"body": new("JsonThing", name="a")}, body={"name": "a"}, content_type="application/json"),
        call({"body": new("FormThing", title="b")}, body=[("title", "b")], content_type=FORM),
        body={
            "required": True,
            "content": {"application/json": {"schema": ref("JsonThing")}, FORM: {"schema": ref("FormThing")}},
        },
        schemas={"JsonThing": obj({"name": STR}, "name"), "FormThing": obj({"title": STR}, "title")},
    ),
    operation(
        "a body as JSON, multipart or bytes",
        call({"body": NAMED}, content_type="application/json"),
        call({"body": file(b"x")}, content_type=OCTETS, body=b"x"),
        call({"body": new("Upload", file=file(b"x", "a.txt"))}, content_type=MULTIPART),
        body={
            "required": True,
            "content": {
                "application/json": {"schema": ref("Thing")},
                MULTIPART: {"schema": ref("Upload")},
                OCTETS: {"schema": BINARY},
            },
        },
        schemas={**SCHEMAS, "Upload": obj({"file": BINARY}, "file")},
    ),
    operation(
        "one model as JSON or as a form",
        call({"body": NAMED}),
        body={
            "required": True,
            "content": {"application/json": {"schema": ref("Thing")}, FORM: {"schema": ref("Thing")}},
        },
        schemas=SCHEMAS,
    ),
    operation(
        "inline bodies of two content types",
        call({"body": new("OpJsonBody", a="x")}),
        call({"body": new("OpDataBody", a="x")}),
        body={
            "required": True,
            "content": {"application/json": {"schema": obj({"a": STR})}, FORM: {"schema": obj({"a": STR})}},
        },
    ),
    operation(
        "an optional body of two content types",
        call({}),
        call({"body": new("JsonThing", name="a")}),
        body={"content": {"application/json": {"schema": ref("JsonThing")}, FORM: {"schema": ref("FormThing")}}},
        schemas={"JsonThing": obj({"name": STR}, "name"), "FormThing": obj({"title": STR}, "title")},
    ),
    operation(
        "a list as JSON or a model",
        call({"body": [NAMED]}),
        body={
            "required": True,
            "content": {
                "application/json": {"schema": many(ref("Thing"))},
                "application/merge-patch+json": {"schema": ref("Deep")},
            },
        },
        schemas=SCHEMAS,
    ),
    operation(
        "a reference to a body",
        call({"body": NAMED}, body={"name": "a", "size": 5}),
        body={"$ref": "#/components/requestBodies/Thing"},
        schemas=SCHEMAS,
        components={"requestBodies": {"Thing": body_of(ref("Thing"))}},
    ),
    operation(
        "a reference to a reference to a body",
        call({"body": NAMED}, body={"name": "a", "size": 5}),
        body={"$ref": "#/components/requestBodies/Again"},
        schemas=SCHEMAS,
        components={
            "requestBodies": {"Again": {"$ref": "#/components/requestBodies/Thing"}, "Thing": body_of(ref("Thing"))}
        },
    ),
    operation(
        "a body of a put with a path and a query",
        call(
            {"id": "a", "x": 1, "body": NAMED},
            method="PUT",
            path="/base/things/a",
            query=[("x", "1")],
            body={"name": "a", "size": 5},
        ),
        method="put",
        path="/things/{id}",
        parameters=[in_path("id", STR), query("x", INT)],
        body=body_of(ref("Thing")),
        schemas=SCHEMAS,
    ),
    operation(
        "a body of a patch",
        call({"body": NAMED}, method="PATCH"),
        method="patch",
        body=body_of(ref("Thing")),
        schemas=SCHEMAS,
    ),
    operation(
        "a body of a delete",
        call({"body": NAMED}, method="DELETE", body={"name": "a", "size": 5}),
        method="delete",
        body=body_of(ref("Thing")),
        schemas=SCHEMAS,
        version=NEW,
    ),
    operation(
        "a body with headers",
        call({"body": NAMED, "x_trace": "a"}, headers={"x-trace": "a"}, content_type="application/json"),
        parameters=[header("X-Trace", STR)],
        body=body_of(ref("Thing")),
        schemas=SCHEMAS,
    ),
    operation(
        "a model that is sent and answered",
        call({"body": NAMED}, json_answer({"name": "a", "id": 5}), kind="Thing"),
        call({"body": NAMED}, json_answer({"size": "odd"}), kind="Thing", gives={"size": "odd"}),
        body=body_of(ref("Thing")),
        answers={"200": answer_of(ref("Thing"))},
        schemas=SCHEMAS,
    ),
    operation(
        "a body without a schema",
        body={"content": {"application/json": {}}},
        unreasonable="plain leaves the operation out",
    ),
    operation("a body of XML", body=body_of(STR, "application/xml"), unreasonable="plain leaves the operation out"),
    operation(
        "a body as JSON or XML",
        call({"body": NAMED}),
        body={
            "required": True,
            "content": {"application/json": {"schema": ref("Thing")}, "application/xml": {"schema": ref("Thing")}},
        },
        schemas=SCHEMAS,
    ),
    operation(
        "a body with a description",
        call({"body": NAMED}),
        body={**body_of(ref("Thing"), example={"name": "a"}), "description": 'Says "this" \\'},
        schemas=SCHEMAS,
    ),
)
