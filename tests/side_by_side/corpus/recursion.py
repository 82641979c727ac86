"""Schemas that refer to themselves, directly or through others."""

from typing import Any

from tests.side_by_side.cases import (
    BOOL,
    FREE,
    INT,
    NULL,
    NUM,
    OLD,
    STR,
    all_of,
    any_of,
    case,
    keeps,
    many,
    map_of,
    obj,
    one_of,
    reads,
    ref,
)


def deep(levels: int) -> dict[str, Any]:
    return {"next": deep(levels - 1)} if levels else {}


CASES = (
    case(
        "recursion by a field",
        obj({"name": STR, "next": ref("Root")}),
        reads({"name": "a", "next": {"name": "b", "next": {}}}, {"next": "Root", "next.next": "Root"}),
        keeps({"next": 5}, next=5),
    ),
    case(
        "recursion by a field that may be null",
        obj({"next": any_of(ref("Root"), NULL)}),
        reads({"next": {"next": None}}, {"next": "Root", "next.next": "NoneType"}),
    ),
    case(
        "recursion by a nullable field of 3.0",
        obj({"next": {"allOf": [ref("Root")], "nullable": True}}),
        reads({"next": {"next": None}}, next="Root"),
        version=OLD,
    ),
    case(
        "recursion by a required list",
        obj({"children": many(ref("Root"))}, "children"),
        reads({"children": [{"children": []}]}, {"children[0]": "Root"}),
    ),
    case(
        "recursion by a list",
        obj({"name": STR, "children": many(ref("Root"))}),
        reads({"children": [{"name": "a", "children": [{}]}]}, {"children[0].children[0]": "Root"}),
        keeps({"children": [{}, 5]}, {"children[1]": 5}),
    ),
    case(
        "recursion by a list of lists",
        obj({"grid": many(many(ref("Root")))}),
        reads({"grid": [[{"grid": [[]]}]]}, {"grid[0][0]": "Root"}),
    ),
    case(
        "recursion by a map",
        obj({"type": STR, "properties": map_of(ref("Root"))}),
        reads({"type": "object", "properties": {"a": {"type": "string"}}}, {"properties[a]": "Root"}),
    ),
    case(
        "recursion by a map of lists",
        obj({"m": map_of(many(ref("Root")))}),
        reads({"m": {"k": [{"m": {}}]}}, {"m[k][0]": "Root"}),
    ),
    case("a map of itself", map_of(ref("Root")), reads({"a": {"b": {}}}, {"[a][b]": "Root"})),
    case(
        "a map of itself or texts",
        map_of(any_of(STR, ref("Root"))),
        reads({"a": {"b": "c"}, "d": "e"}, {"[a]": "Root", "[d]": "str"}),
    ),
    case(
        "two maps of each other",
        obj({"a": ref("A")}),
        reads({"a": {"k": {"l": {}}}}, {"a[k]": "B", "a[k][l]": "A"}),
        A=map_of(ref("B")),
        B=map_of(ref("A")),
    ),
    case(
        "two models of each other",
        obj({"a": ref("A")}),
        reads({"a": {"b": {"a": {"b": {}}}}}, {"a.b": "B", "a.b.a": "A"}),
        A=obj({"b": ref("B")}),
        B=obj({"a": ref("A")}),
    ),
    case(
        "two models of lists of each other",
        obj({"a": ref("A")}),
        reads({"a": {"bs": [{"as": [{}]}]}}, {"a.bs[0]": "B"}),
        A=obj({"bs": many(ref("B"))}),
        B=obj({"as": many(ref("A"))}),
    ),
    case(
        "three models in a ring",
        obj({"a": ref("A")}),
        reads({"a": {"b": {"c": {"a": {}}}}}, {"a.b.c.a": "A"}),
        A=obj({"b": ref("B")}),
        B=obj({"c": ref("C")}),
        C=obj({"a": ref("A")}),
    ),
    case(
        "recursion through a union",
        obj({"x": one_of(STR, ref("Root"))}),
        reads({"x": {"x": "a"}}, {"x": "Root", "x.x": "str"}),
    ),
    case(
        "recursion through a union of models",
        obj({"x": one_of(ref("Leaf"), ref("Root"))}),
        reads({"x": {"x": {"value": 1}}}, {"x": "Root", "x.x": "Leaf"}),
        Leaf=obj({"value": INT}, "value"),
    ),
    case(
        "recursion through a list of a union",
        obj({"all": many(one_of(ref("Test"), ref("Root")))}, "all"),
        reads({"all": [{"field": "a", "is": 1}, {"all": []}]}, {"all[0]": "Test", "all[1]": "Root"}),
        Test=obj({"field": STR, "is": INT}, "field"),
    ),
    case(
        "conditions of and, or and not",
        obj({"if": ref("Condition")}),
        reads({"if": {"and": [{"not": {"equals": "a"}}, {"or": [{"equals": "b"}]}]}}),
        Condition=one_of(ref("And"), ref("Or"), ref("Not"), ref("Equals")),
        And=obj({"and": many(ref("Condition"))}, "and"),
        Or=obj({"or": many(ref("Condition"))}, "or"),
        Not=obj({"not": ref("Condition")}, "not"),
        Equals=obj({"equals": STR}, "equals"),
    ),
    case(
        "a recursive union with a discriminator",
        obj({"x": ref("Node")}),
        reads({"x": {"kind": "Branch", "nodes": [{"kind": "Leaf"}]}}, {"x": "Branch", "x.nodes[0]": "Leaf"}),
        Node=one_of(ref("Branch"), ref("Leaf"), discriminator={"propertyName": "kind"}),
        Branch=obj({"kind": STR, "nodes": many(ref("Node"))}, "kind"),
        Leaf=obj({"kind": STR}, "kind"),
    ),
    case(
        "recursion through allOf",
        obj({"name": STR, "parent": all_of(ref("Root"))}),
        reads({"parent": {"name": "a"}}, parent="Root"),
    ),
    case(
        "a model that extends a recursive one",
        all_of(ref("Node"), obj({"extra": INT})),
        reads({"next": {"next": {}}, "extra": 1}, {"next": "Node"}),
        Node=obj({"next": ref("Node")}),
    ),
    case(
        "recursion through an inline object",
        obj({"inner": obj({"root": ref("Root")})}),
        reads({"inner": {"root": {"inner": {}}}}, {"inner.root": "Root"}),
    ),
    case(
        "JSON, spelled out",
        obj({"x": ref("Json")}),
        reads({"x": "a"}),
        Json=any_of(STR, NUM, BOOL, NULL, many({}), map_of({})),
    ),
    case(
        "a schema of schemas",
        obj(
            {
                "type": STR,
                "items": ref("Root"),
                "properties": map_of(ref("Root")),
                "anyOf": many(ref("Root")),
                "not": ref("Root"),
                "required": many(STR),
                "additionalProperties": one_of(BOOL, ref("Root")),
            }
        ),
        reads(
            {
                "type": "object",
                "properties": {"a": {"type": "array", "items": {"type": "string"}}},
                "required": ["a"],
                "additionalProperties": False,
            },
            {"properties[a].items": "Root", "additional_properties_": "bool"},
        ),
        reads({"additionalProperties": {"type": "string"}, "anyOf": [{"not": {}}]}, {"additional_properties_": "Root"}),
    ),
    case("a deep payload of a recursive model", obj({"next": ref("Root")}), keeps(deep(150))),
    case("a deep free-form payload", obj({"x": FREE}), keeps({"x": deep(200)})),
)
