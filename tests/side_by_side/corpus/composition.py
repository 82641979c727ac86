"""Objects made of others: allOf, inline objects, and what is only said of a field."""

from typing import Any

from attrs import evolve

from tests.side_by_side.cases import (
    BOOL,
    FREE,
    INT,
    NUM,
    OLD,
    STR,
    SchemaCase,
    all_of,
    body_of,
    case,
    closed,
    enum,
    keeps,
    many,
    map_of,
    obj,
    one_of,
    reads,
    ref,
)

BASE = obj({"id": STR, "size": INT}, "id")
LONG = 'Says "this", """that""" and \\n, \\U, C:\\new\\x; ends in a quote "'


def with_paths(name: str, paths: Any, /, **top: Any) -> SchemaCase:
    """A document whose schema is not used by any operation."""
    whole = case(name, BASE, reads({"id": "a", "size": 1}))
    document = {**whole.document, "paths": paths, **top}
    return evolve(whole, document={name: value for name, value in document.items() if value is not None})


WEBHOOK = {"post": {"requestBody": body_of(ref("Root")), "responses": {"200": {"description": "Done."}}}}

# fmt: off
CASES = (
    with_paths("a document without paths", None),
    with_paths("a document with an empty object of paths", {}),
    with_paths("a document of webhooks alone", None, webhooks={"done": WEBHOOK}),
    with_paths("a document of 3.0 without operations", {}, openapi=OLD),
    case("allOf of a reference and own fields", all_of(ref("Base"), obj({"more": NUM}, "more")),
        reads({"id": "a", "size": 1, "more": 0.5}, id="str", more="float"), Base=BASE),
    case("allOf of two references", all_of(ref("Base"), ref("Other")), reads({"id": "a", "other": True}), Base=BASE,
        Other=obj({"other": BOOL})),
    case("allOf of three levels", all_of(ref("Middle"), obj({"c": INT})), reads({"id": "a", "b": 1, "c": 2}),
        Middle=all_of(ref("Base"), obj({"b": INT})), Base=BASE),
    case("allOf of one reference", obj({"x": all_of(ref("Base"))}), reads({"x": {"id": "a"}}, x="Base"), Base=BASE),
    case("allOf of one reference with a description", obj({"x": all_of(ref("Base"), description="About it.")}),
        reads({"x": {"id": "a"}}, x="Base"), Base=BASE),
    case("allOf of a reference and required alone", all_of(ref("Base"), {"required": ["size"]}),
        reads({"id": "a", "size": 1}), Base=BASE),
    case("allOf of objects alone", all_of(obj({"a": STR}), obj({"b": INT})), reads({"a": "x", "b": 1})),
    case("allOf with properties next to it", {"allOf": [ref("Base")], "type": "object", "properties": {"more": STR}},
        reads({"id": "a", "more": "b"}), Base=BASE, model="Base"),
    case("allOf that makes a field required", all_of(ref("Base"), obj({"size": INT}, "size")),
        reads({"id": "a", "size": 1}), Base=BASE),
    case("allOf that narrows a text to an enum", all_of(ref("Base"), obj({"id": enum("a", "b")})), reads({"id": "a"}),
        keeps({"id": "c"}), Base=BASE),
    case("allOf that narrows a number to a whole one", all_of(obj({"x": NUM}), obj({"x": INT})), reads({"x": 5})),
    case("allOf that names a field twice", all_of(obj({"x": STR}), obj({"x": STR})), reads({"x": "a"})),
    case("allOf that contradicts itself", all_of(obj({"x": STR}), obj({"x": INT}))),
    case("allOf in a field", obj({"x": all_of(ref("Base"), obj({"more": INT}))}), reads({"x": {"id": "a", "more": 1}}),
        Base=BASE),
    case("allOf in the items of a list", obj({"x": many(all_of(ref("Base"), obj({"more": INT})))}),
        reads({"x": [{"id": "a", "more": 1}]}), Base=BASE),
    case("allOf that replaces the type of an envelope's data", all_of(ref("Envelope"), obj({"data": ref("Base")})),
        reads({"code": 1, "data": {"id": "a"}}), Envelope=obj({"code": INT, "data": FREE}), Base=BASE),
    case("allOf that adds data to an envelope", all_of(ref("Envelope"), obj({"data": many(ref("Base"))})),
        reads({"code": 1, "data": [{"id": "a"}]}, {"data[0]": "Base"}), Envelope=obj({"code": INT}), Base=BASE),
    case("allOf with a closed part", all_of(closed({"a": STR}), obj({"b": STR})), reads({"a": "x"})),
    case("allOf with a map", all_of(obj({"a": STR}), map_of(STR)), reads({"a": "x", "b": "y"})),
    case("allOf of a union", all_of(ref("Base"), one_of(obj({"a": STR}), obj({"b": STR}))),
        reads({"id": "a", "b": "c"}), Base=BASE),
    case("a large allOf", all_of(*(ref(f"Part{number}") for number in range(12)), obj({"own": STR})),
        reads({**{f"field_{number}": number for number in range(12)}, "own": "a"}),
        schemas={f"Part{number}": obj({f"field_{number}": INT}) for number in range(12)}),
    case("inline objects, three deep", obj({"a": obj({"b": obj({"c": obj({"leaf": STR})})})}),
        reads({"a": {"b": {"c": {"leaf": "x"}}}}, {"a.b.c.leaf": "str"}), keeps({"a": {"b": {"c": 5}}})),
    case("inline objects in lists", obj({"rows": many(obj({"cells": many(obj({"value": NUM}))}))}),
        reads({"rows": [{"cells": [{"value": 1.5}]}]}, {"rows[0].cells[0].value": "float"})),
    case("inline objects of one name in two models", obj({"a": ref("A"), "b": ref("B")}),
        reads({"a": {"data": {"x": 1}}, "b": {"data": {"y": "z"}}}), A=obj({"data": obj({"x": INT})}),
        B=obj({"data": obj({"y": STR})})),
    case("inline objects with titles",
        obj({"a": obj({"x": INT}, title="Some title"), "b": obj({"y": INT}, title="Other (title)")}),
        reads({"a": {"x": 1}, "b": {"y": 2}})),
    case("a title that differs from the name", obj({"x": ref("Part")}, title="The root of all"),
        reads({"x": {"size": 1}}, x="BigPart"), model="TheRootOfAll", Part=obj({"size": INT}, title="Big part")),
    case("read-only and write-only fields",
        obj({"id": {**STR, "readOnly": True}, "phrase": {**STR, "writeOnly": True}}, "id phrase"),
        reads({"id": "a", "phrase": "b"}), keeps({"id": "a"})),
    case("deprecated fields and schemas", obj({"old": {**STR, "deprecated": True}}, deprecated=True),
        reads({"old": "a"})),
    case("examples", obj({"x": {**STR, "examples": ["a", "b"]}, "y": {**INT, "example": 5}}, example={"x": "a"}),
        reads({"x": "a", "y": 5})),
    case("descriptions with quotes and backslashes",
        obj({"x": {**STR, "description": LONG}, "y": {**INT, "description": "\\"}}, description=LONG),
        reads({"x": "a", "y": 1})),
    case("a huge description",
        obj({"x": {**STR, "description": LONG * 200}}, description=f"{LONG}\n\n* list\n\n    code\n" * 100),
        reads({"x": "a"})),
    case("a description that is one long word", obj({"x": {**STR, "description": "\\" * 300 + "a" * 300}}),
        reads({"x": "a"})),
    case("descriptions with characters from everywhere",
        obj({"x": {**STR, "description": "ü \u2028 \U0001f600 {braces} {{more}} %s {% raw %}"}},
        description="{{ x }}"), reads({"x": "a"})),
    case("extensions", {**obj({"x": {**STR, "x-order": 1}}), "x-tags": ["a"]}, reads({"x": "a"})),
    case("a schema without a type that has properties", {"properties": {"a": STR, "b": {"properties": {"c": INT}}}},
        reads({"a": "x", "b": {"c": 1}}, {"b.c": "int"})),
    case("a reference to a reference", obj({"x": ref("One")}), reads({"x": {"id": "a"}}), One=ref("Two"),
        Two=ref("Base"), Base=BASE),
    case("a reference with a description next to it", obj({"x": {**ref("Base"), "description": "About it."}}),
        reads({"x": {"id": "a"}}, x="Base"), Base=BASE),
    case("a not", obj({"x": {"not": STR}, "y": {"type": "string", "not": {"enum": ["a"]}}}), reads({"x": 1, "y": "b"})),
    case("if, then and else", {**obj({"a": STR, "b": INT}), "if": {"required": ["a"]}, "then": {"required": ["b"]}},
        reads({"a": "x", "b": 1})),
    case("dependent fields", obj({"a": STR, "b": STR}, dependentRequired={"a": ["b"]}), reads({"a": "x", "b": "y"})),
    case("required fields that are not described", obj({"a": STR}, "a b"), reads({"a": "x", "b": 5}, {"[b]": "int"})),
    case("required and optional fields mixed", obj({"a": STR, "b": STR, "c": STR}, "b"), reads({"b": "x"}),
        reads({"a": "1", "b": "2", "c": "3"})),
    case("many fields", obj({f"field_{number}": INT for number in range(120)}),
        reads({f"field_{number}": number for number in range(120)})),
    case("many models", obj({f"part_{number}": ref(f"Part{number}") for number in range(40)}),
        reads({f"part_{number}": {"size": number} for number in range(40)}),
        schemas={f"Part{number}": obj({"size": INT}) for number in range(40)}),
)
# fmt: on
