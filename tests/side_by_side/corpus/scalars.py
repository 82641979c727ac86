"""Texts, numbers, booleans, dates, constants, and what may be null."""

from tests.side_by_side.cases import (
    BINARY,
    BOOL,
    DATE,
    INT,
    NULL,
    NUM,
    OLD,
    STR,
    TIME,
    UUID_,
    all_of,
    any_of,
    case,
    const,
    enum,
    keeps,
    many,
    map_of,
    nullable,
    obj,
    one_of,
    or_null,
    reads,
    ref,
)

KEY = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
MOMENT = "2031-05-06T07:08:09.250Z"
PART = obj({"size": INT})
COLOUR = enum("red", "green")

CASES = (
    case(
        "texts",
        obj({"x": STR}),
        reads({"x": "a"}, x="str"),
        reads({"x": ""}),
        reads({"x": 'ü\u2028\n"\\'}),
        reads({}, x="Unset"),
    ),
    case(
        "required scalars",
        obj({"a": STR, "b": INT, "c": NUM, "g": BOOL}, "a b c g"),
        reads({"a": "x", "b": 1, "c": 0.5, "g": False}, a="str", b="int", c="float", g="bool"),
    ),
    case(
        "optional scalars",
        obj({"a": STR, "b": INT, "c": NUM, "g": BOOL}),
        reads({}),
        reads({"a": "x", "b": -1, "c": 1e100, "g": True}),
    ),
    case(
        "integers of all sizes",
        obj({"x": INT, "y": {"type": "integer", "format": "int64"}}),
        reads({"x": 0, "y": 2**63}),
        reads({"x": -(10**25), "y": 1}),
    ),
    case("a whole number written with a point", obj({"x": INT}), reads({"x": 2.0})),
    case(
        "numbers that are whole",
        obj({"x": NUM, "y": {"type": "number", "format": "float"}}),
        reads({"x": 1, "y": 2}),
        reads({"x": 1.5, "y": -0.25}),
    ),
    case(
        "UUIDs",
        obj({"x": UUID_}),
        reads({"x": KEY}, x="UUID"),
        keeps({"x": "not a UUID"}),
        keeps({"x": "6f9619ff8b86d011b42d00cf4fc964ff"}),
        keeps({"x": 5}, x=5),
    ),
    case(
        "dates and times",
        obj({"x": TIME}),
        reads({"x": MOMENT}, x="datetime"),
        reads({"x": "2031-05-06T07:08:09-11:30"}, x="datetime"),
        keeps({"x": "soon"}),
        keeps({"x": 17}, x=17),
    ),
    case("times finer than Python's", obj({"x": TIME}), keeps({"x": "2031-05-06T07:08:09.123456789Z"})),
    case(
        "times without a zone", obj({"x": TIME}), keeps({"x": "2031-05-06T07:08:09"}), keeps({"x": "2031-05-06 07:08"})
    ),
    case(
        "dates",
        obj({"x": DATE}),
        reads({"x": "2031-05-06"}, x="date"),
        keeps(
            {"x": "2031-02-30"},
        ),
        keeps({"x": "2031-W10-1"}),
        keeps({"x": "2031-05-06T01:02:03Z"}),
    ),
    case(
        "other formats of texts",
        obj(
            {
                name: {"type": "string", "format": name}
                for name in ("email", "uri", "time", "duration", "byte", "ipv4", "password", "hostname")
            }
        ),
        reads(
            {
                "email": "a@b.invalid",
                "uri": "x:y",
                "time": "07:08:09Z",
                "duration": "P1D",
                "byte": "aGk=",
                "ipv4": "127.0.0.1",
                "password": "made up",
                "hostname": "b.invalid",
            },
            password="str",
        ),
    ),
    case(
        "texts with limits",
        obj(
            {
                "x": {"type": "string", "minLength": 2, "maxLength": 3, "pattern": "^[a-z]+$"},
                "y": {"type": "integer", "minimum": 1},
            }
        ),
        reads({"x": "ab", "y": 1}),
    ),
    case("binary fields", obj({"x": BINARY})),
    case("a required binary field", obj({"x": BINARY, "y": STR}, "x")),
    case(
        "constants",
        obj({"x": const("a"), "y": const(7), "z": const(True), "w": const("b", type="string")}),
        reads({"x": "a", "y": 7, "z": True, "w": "b"}, x="str", y="int", z="bool"),
        reads({}),
    ),
    case("required constants", obj({"x": const("a"), "y": const(7)}, "x y"), reads({"x": "a", "y": 7})),
    case("constants that come with another value", obj({"x": const("a"), "y": const(7)}), keeps({"x": "b", "y": 8})),
    case(
        "constants with odd characters",
        obj({"x": const('say "a"\\b{c}'), "y": const("it's")}),
        reads({"x": 'say "a"\\b{c}', "y": "it's"}),
    ),
    case("a constant number", obj({"x": const(0.5)}), reads({"x": 0.5})),
    case("the constant false", obj({"x": const(False)}), reads({"x": False}, x="bool")),
    case("a constant with a default", obj({"x": const("a", default="a")}), reads({"x": "a"}), reads({"x": "a"})),
    case("the type null", obj({"x": NULL}), reads({"x": None}, x="NoneType"), reads({}), keeps({"x": 1}, x=1)),
    case("a required null", obj({"x": NULL}, "x"), reads({"x": None})),
    case(
        "default values",
        obj(
            {
                "a": {**STR, "default": "x"},
                "b": {**INT, "default": 5},
                "c": {**NUM, "default": 0.5},
                "g": {**BOOL, "default": True},
            }
        ),
        reads({"a": "y", "b": 1, "c": 2.5, "g": False}),
        reads({"a": "x", "b": 5, "c": 0.5, "g": True}),
    ),
    case(
        "fields with default values that did not come",
        obj({"a": {**STR, "default": "x"}, "b": {**INT, "default": 5}}),
        keeps({}),
    ),
    case(
        "default dates, times and UUIDs",
        obj({"a": {**TIME, "default": MOMENT}, "b": {**DATE, "default": "2031-05-06"}, "c": {**UUID_, "default": KEY}}),
        reads({"a": MOMENT, "b": "2031-05-06", "c": KEY}, a="datetime", b="date", c="UUID"),
    ),
    case(
        "default enum values",
        obj({"a": {**COLOUR, "default": "red"}, "b": all_of(ref("Colour"), default="green")}),
        reads({"a": "green", "b": "red"}),
        Colour=COLOUR,
    ),
    case("a default with odd characters", obj({"a": {**STR, "default": 'a "b" \\c'}}), reads({"a": "d"})),
    case(
        "nullable scalars of 3.0",
        obj(
            {
                "a": nullable(STR),
                "b": nullable(INT),
                "c": nullable(NUM),
                "g": nullable(BOOL),
                "h": nullable(TIME),
                "i": nullable(UUID_),
            }
        ),
        reads(dict.fromkeys("abcghi"), a="NoneType", i="NoneType"),
        reads({"a": "x", "b": 1, "c": 0.5, "g": True, "h": MOMENT, "i": KEY}, h="datetime", i="UUID"),
        version=OLD,
    ),
    case(
        "nullable scalars of 3.1",
        obj(
            {
                "a": or_null(STR),
                "b": or_null(INT),
                "c": or_null(NUM),
                "g": or_null(BOOL),
                "h": or_null(TIME),
                "i": or_null(UUID_),
            }
        ),
        reads(dict.fromkeys("abcghi"), a="NoneType", i="NoneType"),
        reads({"a": "x", "b": 1, "c": 0.5, "g": True, "h": MOMENT, "i": KEY}, h="datetime", i="UUID"),
    ),
    case(
        "required nullable scalars",
        obj({"a": or_null(STR), "b": or_null(TIME), "c": or_null(DATE)}, "a b c"),
        reads({"a": None, "b": None, "c": None}),
        reads({"a": "x", "b": MOMENT, "c": "2031-05-06"}, c="date"),
    ),
    case(
        "null where the document does not name it",
        obj({"a": STR, "b": INT, "c": ref("Part"), "g": many(STR), "h": TIME}),
        keeps({"a": None, "b": None, "c": None, "g": None, "h": None}),
        Part=PART,
    ),
    case(
        "a nullable reference of 3.0 by allOf",
        obj({"x": {"allOf": [ref("Part")], "nullable": True}}),
        reads({"x": {"size": 1}}, x="Part"),
        reads({"x": None}, x="NoneType"),
        Part=PART,
        version=OLD,
    ),
    case(
        "a nullable reference of 3.0 by anyOf",
        obj({"x": {"anyOf": [ref("Part")], "nullable": True}}),
        reads({"x": {"size": 1}}, x="Part"),
        reads({"x": None}, x="NoneType"),
        Part=PART,
        version=OLD,
    ),
    case(
        "a nullable reference of 3.0 by oneOf",
        obj({"x": {"oneOf": [ref("Part")], "nullable": True}}, "x"),
        reads({"x": {"size": 1}}, x="Part"),
        reads({"x": None}, x="NoneType"),
        Part=PART,
        version=OLD,
    ),
    case(
        "a nullable model of 3.0",
        obj({"x": ref("Part")}),
        reads({"x": {"size": 1}}, x="Part"),
        reads({"x": None}, x="NoneType"),
        Part=nullable(PART),
        version=OLD,
    ),
    case(
        "a nullable reference of 3.1 by anyOf",
        obj({"x": any_of(ref("Part"), NULL)}),
        reads({"x": {"size": 1}}, x="Part"),
        reads({"x": None}, x="NoneType"),
        Part=PART,
    ),
    case(
        "a nullable reference of 3.1 by oneOf",
        obj({"x": one_of(NULL, ref("Part"))}),
        reads({"x": {"size": 1}}, x="Part"),
        reads({"x": None}, x="NoneType"),
        Part=PART,
    ),
    case(
        "a nullable inline object of 3.0",
        obj({"x": nullable(PART)}),
        reads({"x": {"size": 1}}),
        reads({"x": None}, x="NoneType"),
        version=OLD,
    ),
    case(
        "a nullable inline object of 3.1",
        obj({"x": or_null(PART)}),
        reads({"x": {"size": 1}}),
        reads({"x": None}, x="NoneType"),
    ),
    case(
        "a nullable list of 3.0",
        obj({"x": nullable(many(STR)), "y": nullable(many(ref("Part")))}),
        reads({"x": None, "y": None}),
        reads({"x": ["a"], "y": [{"size": 1}]}, {"y[0]": "Part"}),
        Part=PART,
        version=OLD,
    ),
    case(
        "a nullable list of 3.1",
        obj({"x": or_null(many(STR)), "y": or_null(many(ref("Part")))}),
        reads({"x": None, "y": None}),
        reads({"x": ["a"], "y": [{"size": 1}]}, {"y[0]": "Part"}),
        Part=PART,
    ),
    case(
        "a nullable list of nullable items",
        obj({"x": or_null(many(or_null(TIME)))}),
        reads({"x": [None, MOMENT]}, {"x[0]": "NoneType", "x[1]": "datetime"}),
        reads({"x": None}),
    ),
    case(
        "a nullable map",
        obj({"x": or_null(map_of(ref("Part")))}),
        reads({"x": {"k": {"size": 1}}}, {"x[k]": "Part"}),
        reads({"x": None}),
        Part=PART,
    ),
    case(
        "a nullable value of any type",
        obj({"x": {"nullable": True}, "y": {"nullable": True, "type": "object"}}),
        reads({"x": None, "y": None}),
        reads({"x": [1], "y": {"a": 1}}),
        version=OLD,
    ),
    case(
        "several types at once",
        obj({"x": {"type": ["string", "integer"]}, "y": {"type": ["integer", "null", "boolean"]}}),
        reads({"x": "a", "y": True}, x="str", y="bool"),
        reads({"x": 1, "y": None}),
    ),
    case(
        "any type by its list",
        obj({"x": {"type": ["string", "number", "boolean", "object", "array", "null"]}}),
        reads({"x": {"a": 1}}),
        reads({"x": [1, "b"]}),
        reads({"x": None}),
    ),
    case(
        "texts or models by a list of types",
        obj({"x": {"type": ["string", "object"], "properties": {"a": INT}}}),
        reads({"x": "a"}, x="str"),
        reads({"x": {"a": 1}}),
    ),
    case(
        "text with what JSON escapes",
        obj({"x": STR}),
        reads({"x": "\x00\x1f"}),
        reads({"x": "\U0001f600"}),
        keeps({"x": "\ud800"}),
    ),
)
