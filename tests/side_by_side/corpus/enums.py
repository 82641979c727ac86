"""Enums of texts and numbers, with null, with odd names."""

from tests.side_by_side.cases import (
    NULL,
    OLD,
    all_of,
    any_of,
    case,
    enum,
    keeps,
    nullable,
    obj,
    reads,
    ref,
)

COLOUR = enum("red", "green")
LEVEL = enum(1, 2, 30)
PART = obj({"colour": ref("Colour")})

CASES = (
    case(
        "an enum of texts",
        obj({"x": ref("Colour")}),
        reads({"x": "red"}, x="Colour"),
        reads({}),
        keeps({"x": "blue"}),
        keeps({"x": 5}, x=5),
        Colour=COLOUR,
    ),
    case(
        "an enum of numbers",
        obj({"x": ref("Level")}),
        reads({"x": 30}, x="Level"),
        keeps({"x": 4}),
        keeps({"x": "1"}, x="1"),
        Level=LEVEL,
    ),
    case("an enum of negative numbers", obj({"x": enum(-1, 0, 1)}), reads({"x": -1}), reads({"x": 0})),
    case("an inline enum", obj({"x": COLOUR}, "x"), reads({"x": "green"}, x="RootX"), keeps({"x": "blue"})),
    case(
        "an enum with names",
        obj({"x": ref("Level")}),
        reads({"x": 2}, x="Level"),
        Level={**enum(1, 2), "x-enum-varnames": ["LOW", "HIGH"]},
    ),
    case(
        "an enum whose names are odd",
        obj({"x": ref("Level")}),
        reads({"x": 2}),
        Level={**enum(1, 2), "x-enum-varnames": ["very low", "class"]},
    ),
    case(
        "a nullable enum of 3.0",
        obj({"x": nullable(COLOUR)}),
        reads({"x": "red"}),
        reads({"x": None}, x="NoneType"),
        version=OLD,
    ),
    case(
        "a nullable enum of 3.0 that lists null",
        obj({"x": nullable(enum("red", None))}),
        reads({"x": "red"}),
        reads({"x": None}, x="NoneType"),
        version=OLD,
    ),
    case(
        "a nullable named enum of 3.0",
        obj({"x": ref("Colour")}),
        reads({"x": "red"}),
        reads({"x": None}, x="NoneType"),
        Colour=nullable(enum("red", "green", None)),
        version=OLD,
    ),
    case(
        "a nullable reference to an enum of 3.0",
        obj({"x": {"allOf": [ref("Colour")], "nullable": True}}),
        reads({"x": "red"}, x="Colour"),
        reads({"x": None}, x="NoneType"),
        Colour=COLOUR,
        version=OLD,
    ),
    case(
        "a nullable enum of 3.1",
        obj({"x": {"type": ["string", "null"], "enum": ["red", "green", None]}}),
        reads({"x": "red"}),
        reads({"x": None}, x="NoneType"),
    ),
    case(
        "a nullable named enum of 3.1",
        obj({"x": ref("Colour"), "y": ref("Colour")}),
        reads({"x": "red", "y": None}),
        Colour={"type": ["string", "null"], "enum": ["red", None]},
    ),
    case(
        "a nullable enum of numbers",
        obj({"x": {"type": ["integer", "null"], "enum": [1, 2, None]}}),
        reads({"x": 1}),
        reads({"x": None}, x="NoneType"),
    ),
    case(
        "a nullable reference to an enum of 3.1",
        obj({"x": any_of(ref("Colour"), NULL)}),
        reads({"x": "red"}, x="Colour"),
        reads({"x": None}, x="NoneType"),
        Colour=COLOUR,
    ),
    case(
        "a nullable enum without a type",
        obj({"x": {"enum": ["red", None]}}),
        reads({"x": "red"}),
        reads({"x": None}, x="NoneType"),
    ),
    case("an enum of null alone", obj({"x": {"enum": [None]}}), reads({"x": None}, x="NoneType")),
    case("an enum without a type", obj({"x": {"enum": ["red", "green"]}}), reads({"x": "red"})),
    case("an enum of one value", obj({"x": enum("red")}), reads({"x": "red"}), keeps({"x": "blue"})),
    case(
        "an enum of texts that look like numbers",
        obj({"x": enum("1", "2.5", "-3")}),
        reads({"x": "2.5"}),
        reads({"x": "1"}),
    ),
    case(
        "an enum with odd texts",
        obj({"x": enum("a b", "c-d", "", "e.f", "ü", "$g", "class", "None", "1h")}),
        *(reads({"x": each}) for each in ("a b", "", "ü", "$g", "None", "1h")),
    ),
    case(
        "an enum with quotes and backslashes",
        obj({"x": enum('say "a"', "b\\c", "it's")}),
        reads({"x": 'say "a"'}),
        reads({"x": "b\\c"}),
        reads({"x": "it's"}),
    ),
    case(
        "an enum whose values differ in case alone",
        obj({"x": enum("red", "Red", "RED")}),
        reads({"x": "Red"}),
        reads({"x": "RED"}),
    ),
    case(
        "an enum whose values differ in a sign alone",
        obj({"x": enum("a-b", "a_b")}),
        reads({"x": "a-b"}),
        reads({"x": "a_b"}),
    ),
    case(
        "an enum with a default",
        obj({"x": {**COLOUR, "default": "red"}, "y": {**LEVEL, "default": 2}}),
        reads({"x": "green", "y": 1}),
        keeps({}),
    ),
    case(
        "an enum in several models",
        obj({"a": ref("Part"), "b": ref("Colour")}),
        reads({"a": {"colour": "red"}, "b": "green"}, {"a.colour": "Colour"}),
        Part=PART,
        Colour=COLOUR,
    ),
    case(
        "equal inline enums in several models",
        obj({"a": obj({"x": COLOUR}), "b": obj({"x": COLOUR})}),
        reads({"a": {"x": "red"}, "b": {"x": "green"}}),
    ),
    case("an enum of booleans", obj({"x": {"type": "boolean", "enum": [True]}}), reads({"x": True}, x="bool")),
    case("an enum of numbers with a point", obj({"x": {"type": "number", "enum": [0.5, 1.5]}}), reads({"x": 0.5})),
    case("an enum of texts and numbers", obj({"x": {"enum": ["auto", 1, 2]}}), reads({"x": "auto"}), reads({"x": 2})),
    case(
        "an enum narrowed by allOf", obj({"x": all_of(ref("Colour"), enum("red"))}), reads({"x": "red"}), Colour=COLOUR
    ),
    case(
        "an enum called by another name",
        obj({"x": ref("Hue")}),
        reads({"x": "red"}, x="Colour"),
        Hue=ref("Colour"),
        Colour=COLOUR,
    ),
    case("an enum that is called Enum", obj({"x": ref("Enum")}), reads({"x": "red"}, x="Enum"), Enum=COLOUR),
    case(
        "an enum of very many values",
        obj({"x": enum(*(f"value-{number}" for number in range(200)))}),
        reads({"x": "value-199"}),
    ),
)
