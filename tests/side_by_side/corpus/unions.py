"""Unions: by discriminator, constants, enums, required fields, closed members, and by what fits best."""

from tests.side_by_side.cases import (
    ANYTHING,
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
    Schema,
    all_of,
    any_of,
    case,
    closed,
    const,
    enum,
    keeps,
    many,
    map_of,
    obj,
    one_of,
    reads,
    ref,
)

KEY = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
MOMENT = "2031-05-06T07:08:09Z"
CAT = obj({"kind": STR, "lives": INT}, "kind")
DOG = obj({"kind": STR, "tricks": many(STR), "lives": STR}, "kind")
PETS = {"Cat": CAT, "Dog": DOG}
A, B = obj({"a": STR, "value": INT}, "a"), obj({"b": STR, "value": STR}, "b")


def x(union: Schema) -> Schema:
    return obj({"x": union})


CASES = (
    case(
        "a discriminator with a mapping",
        x(
            one_of(
                ref("Cat"),
                ref("Dog"),
                discriminator={
                    "propertyName": "kind",
                    "mapping": {"c": "#/components/schemas/Cat", "d": "#/components/schemas/Dog"},
                },
            )
        ),
        reads({"x": {"kind": "c", "lives": 9}}, x="Cat"),
        reads({"x": {"kind": "d", "lives": "one"}}, x="Dog"),
        reads({"x": {"kind": "d"}}, x="Dog"),
        schemas=PETS,
    ),
    case(
        "a discriminator with the names of schemas",
        x(one_of(ref("Cat"), ref("Dog"), discriminator={"propertyName": "kind"})),
        reads({"x": {"kind": "Cat", "lives": 9}}, x="Cat"),
        reads({"x": {"kind": "Dog", "tricks": ["sit"]}}, x="Dog"),
        schemas=PETS,
    ),
    case(
        "a discriminator mapped to names of schemas",
        x(one_of(ref("Cat"), ref("Dog"), discriminator={"propertyName": "kind", "mapping": {"c": "Cat", "d": "Dog"}})),
        reads({"x": {"kind": "d"}}, x="Dog"),
        reads({"x": {"kind": "c"}}, x="Cat"),
        schemas=PETS,
    ),
    case(
        "a discriminator with two values for a member",
        x(
            one_of(
                ref("Cat"),
                ref("Dog"),
                discriminator={
                    "propertyName": "kind",
                    "mapping": {
                        "c": "#/components/schemas/Cat",
                        "lion": "#/components/schemas/Cat",
                        "d": "#/components/schemas/Dog",
                    },
                },
            )
        ),
        reads({"x": {"kind": "lion"}}, x="Cat"),
        reads({"x": {"kind": "d"}}, x="Dog"),
        schemas=PETS,
    ),
    case(
        "a discriminator with a value that is not in the mapping",
        x(
            one_of(
                ref("Cat"),
                ref("Dog"),
                discriminator={"propertyName": "kind", "mapping": {"c": "#/components/schemas/Cat"}},
            )
        ),
        keeps({"x": {"kind": "bird", "wings": 2}}),
        reads({"x": {"kind": "Dog", "tricks": []}}, x="Dog"),
        schemas=PETS,
    ),
    case(
        "a discriminator with an odd name",
        x(one_of(ref("Cat"), ref("Dog"), discriminator={"propertyName": "@type"})),
        reads({"x": {"@type": "Dog", "lives": "a"}}, x="Dog"),
        Cat=obj({"@type": STR, "lives": INT}, "@type"),
        Dog=obj({"@type": STR, "lives": STR}, "@type"),
    ),
    case(
        "a discriminator by anyOf",
        x(
            any_of(
                ref("Cat"),
                ref("Dog"),
                discriminator={
                    "propertyName": "kind",
                    "mapping": {"c": "#/components/schemas/Cat", "d": "#/components/schemas/Dog"},
                },
            )
        ),
        reads({"x": {"kind": "d"}}, x="Dog"),
        schemas=PETS,
    ),
    case(
        "a discriminator or null",
        x({**one_of(ref("Cat"), ref("Dog"), discriminator={"propertyName": "kind"}), "nullable": True}),
        reads({"x": None}, x="NoneType"),
        reads({"x": {"kind": "Dog"}}, x="Dog"),
        version=OLD,
        schemas=PETS,
    ),
    case(
        "a named union with a discriminator",
        x(ref("Pet")),
        reads({"x": {"kind": "Dog"}}, x="Dog"),
        Pet=one_of(ref("Cat"), ref("Dog"), discriminator={"propertyName": "kind"}),
        schemas=PETS,
    ),
    case(
        "a list of a named union with a discriminator",
        x(many(ref("Pet"))),
        reads({"x": [{"kind": "Dog"}, {"kind": "Cat", "lives": 9}]}, {"x[0]": "Dog", "x[1]": "Cat"}),
        keeps({"x": [{"kind": "Dog"}, 7]}, {"x[1]": 7}),
        Pet=one_of(ref("Cat"), ref("Dog"), discriminator={"propertyName": "kind"}),
        schemas=PETS,
    ),
    case(
        "a discriminator whose values are an enum",
        x(one_of(ref("Cat"), ref("Dog"), discriminator={"propertyName": "kind"})),
        reads({"x": {"kind": "Dog"}}, x="Dog"),
        Cat=obj({"kind": enum("Cat")}, "kind"),
        Dog=obj({"kind": enum("Dog")}, "kind"),
    ),
    case(
        "a discriminator above members that extend a base",
        x(
            one_of(
                ref("Cat"),
                ref("Dog"),
                discriminator={
                    "propertyName": "kind",
                    "mapping": {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"},
                },
            )
        ),
        reads({"x": {"kind": "dog", "name": "a", "tricks": 2}}, x="Dog"),
        Pet=obj({"kind": STR, "name": STR}, "kind"),
        Cat=all_of(ref("Pet"), obj({"lives": INT})),
        Dog=all_of(ref("Pet"), obj({"tricks": INT})),
    ),
    case(
        "a base with a discriminator",
        x(ref("Pet")),
        reads({"x": {"kind": "Dog", "tricks": 2}}),
        Pet=obj({"kind": STR}, "kind", discriminator={"propertyName": "kind"}),
        Dog=all_of(ref("Pet"), obj({"tricks": INT})),
    ),
    case(
        "nested unions with discriminators",
        x(one_of(ref("Pet"), ref("Rock"), discriminator={"propertyName": "kind"})),
        reads({"x": {"kind": "Dog"}}),
        reads({"x": {"kind": "Rock", "mass": 5}}, x="Rock"),
        Pet=one_of(ref("Cat"), ref("Dog"), discriminator={"propertyName": "kind"}),
        Rock=obj({"kind": STR, "mass": INT}, "kind"),
        schemas=PETS,
    ),
    case(
        "members that a constant tells apart",
        x(one_of(ref("A"), ref("B"))),
        reads({"x": {"t": "b", "v": 5}}, x="B"),
        reads({"x": {"t": "a", "v": 5}}, x="A"),
        A=obj({"t": const("a"), "v": INT}),
        B=obj({"t": const("b"), "v": INT}),
    ),
    case(
        "members that a constant number tells apart",
        x(one_of(ref("A"), ref("B"))),
        reads({"x": {"v": 2}}, x="B"),
        reads({"x": {"v": 1}}, x="A"),
        A=obj({"v": const(1)}, "v"),
        B=obj({"v": const(2)}, "v"),
    ),
    case(
        "members that an enum tells apart",
        x(one_of(ref("A"), ref("B"))),
        reads({"x": {"t": "c"}}, x="B"),
        reads({"x": {"t": "a"}}, x="A"),
        A=obj({"t": enum("a", "b")}),
        B=obj({"t": enum("c", "d")}),
    ),
    case(
        "members that required fields tell apart",
        x(one_of(ref("A"), ref("B"))),
        reads({"x": {"b": "q", "value": "text"}}, x="B"),
        reads({"x": {"a": "q", "value": 5}}, x="A"),
        A=A,
        B=B,
    ),
    case(
        "members of anyOf that required fields tell apart",
        x(any_of(ref("A"), ref("B"))),
        reads({"x": {"b": "q", "value": "text"}}, x="B"),
        A=A,
        B=B,
    ),
    case(
        "members with all required fields and one with more",
        x(one_of(ref("A"), ref("B"))),
        reads({"x": {"a": "1", "b": "2"}}, x="B"),
        reads({"x": {"a": "1"}}, x="A"),
        A=obj({"a": STR}, "a"),
        B=obj({"a": STR, "b": STR}, "a b"),
    ),
    case(
        "members without required fields",
        x(one_of(ref("A"), ref("B"))),
        reads({"x": {"b": "q"}}, x="B"),
        reads({"x": {"a": "q"}}, x="A"),
        A=obj({"a": STR}),
        B=obj({"b": STR}),
    ),
    case(
        "members that the type of a field tells apart",
        x(one_of(ref("A"), ref("B"))),
        reads({"x": {"v": "q"}}, x="B"),
        reads({"x": {"v": 5}}, x="A"),
        A=obj({"v": INT}),
        B=obj({"v": STR}),
    ),
    case(
        "closed members",
        x(one_of(ref("A"), ref("B"))),
        reads({"x": {"b": "q"}}, x="B"),
        reads({"x": {"a": "q"}}, x="A"),
        A=closed({"a": STR}, "a"),
        B=closed({"b": STR}, "b"),
    ),
    case(
        "closed members without required fields",
        x(one_of(ref("A"), ref("B"))),
        reads({"x": {"b": "q"}}, x="B"),
        A=closed({"a": STR}),
        B=closed({"b": STR}),
    ),
    case(
        "inline members",
        x(one_of(obj({"a": STR}, "a"), obj({"b": STR}, "b"))),
        reads({"x": {"b": "q"}}, x="RootXType1"),
        reads({"x": {"a": "q"}}, x="RootXType0"),
    ),
    case(
        "members with titles",
        x(one_of(obj({"a": STR}, "a", title="First one"), obj({"b": STR}, "b", title="Second"))),
        reads({"x": {"b": "q"}}),
        reads({"x": {"a": "q"}}),
    ),
    case("a model or text", x(one_of(ref("A"), STR)), reads({"x": "q"}, x="str"), reads({"x": {"a": "q"}}, x="A"), A=A),
    case("text or a model", x(one_of(STR, ref("A"))), reads({"x": "q"}, x="str"), reads({"x": {"a": "q"}}, x="A"), A=A),
    case(
        "a model or a list of models",
        x(one_of(ref("A"), many(ref("A")))),
        reads({"x": [{"a": "q"}]}, {"x[0]": "A"}),
        reads({"x": {"a": "q"}}, x="A"),
        A=A,
    ),
    case(
        "a list of texts or of models",
        x(one_of(many(STR), many(ref("A")))),
        reads({"x": [{"a": "q"}]}, {"x[0]": "A"}),
        reads({"x": ["q"]}, {"x[0]": "str"}),
        reads({"x": []}),
        A=A,
    ),
    case(
        "a list of models or of texts",
        x(one_of(many(ref("A")), many(STR))),
        reads({"x": [{"a": "q"}]}, {"x[0]": "A"}),
        reads({"x": ["q"]}, {"x[0]": "str"}),
        A=A,
    ),
    case(
        "a list whose items are texts or models",
        x(many(any_of(STR, ref("A")))),
        reads({"x": ["q", {"a": "r"}]}, {"x[0]": "str", "x[1]": "A"}),
        A=A,
    ),
    case(
        "lists of different models",
        x(one_of(many(ref("A")), many(ref("B")))),
        reads({"x": [{"b": "q"}]}, {"x[0]": "B"}),
        A=A,
        B=B,
    ),
    case(
        "a map or a model",
        x(one_of(ref("A"), map_of(INT))),
        reads({"x": {"k": 1}}),
        reads({"x": {"a": "q"}}, x="A"),
        A=A,
    ),
    case(
        "text or a list of texts", x(any_of(STR, many(STR))), reads({"x": "q"}, x="str"), reads({"x": ["q"]}, x="list")
    ),
    case("whole numbers or texts", x(one_of(INT, STR)), reads({"x": 5}, x="int"), reads({"x": "5"}, x="str")),
    case("whole numbers or other numbers", x(any_of(INT, NUM)), reads({"x": 5}), reads({"x": 0.5}, x="float")),
    case("booleans or numbers", x(any_of(INT, BOOL)), reads({"x": True}, x="bool"), reads({"x": 1}, x="int")),
    case(
        "numbers, booleans, texts or null",
        x(any_of(NUM, BOOL, STR, NULL)),
        reads({"x": 0.5}, x="float"),
        reads({"x": False}, x="bool"),
        reads({"x": None}, x="NoneType"),
    ),
    case("UUIDs or texts", x(any_of(UUID_, STR)), reads({"x": KEY}, x="UUID"), reads({"x": "q"}, x="str")),
    case("texts or UUIDs", x(any_of(STR, UUID_)), reads({"x": "q"}, x="str"), reads({"x": KEY})),
    case(
        "dates and times or numbers", x(any_of(TIME, INT)), reads({"x": MOMENT}, x="datetime"), reads({"x": 5}, x="int")
    ),
    case(
        "dates or dates and times",
        x(any_of(DATE, TIME)),
        reads({"x": MOMENT}, x="datetime"),
        reads({"x": "2031-05-06"}),
    ),
    case(
        "UUIDs, times or whole numbers",
        x(any_of(UUID_, TIME, INT)),
        reads({"x": KEY}, x="UUID"),
        reads({"x": MOMENT}, x="datetime"),
        reads({"x": 7}, x="int"),
    ),
    case(
        "an enum or text",
        x(any_of(ref("Colour"), STR)),
        reads({"x": "red"}, x="Colour"),
        reads({"x": "blue"}, x="str"),
        Colour=enum("red", "green"),
    ),
    case(
        "an enum or a number",
        x(any_of(ref("Colour"), INT)),
        reads({"x": "red"}, x="Colour"),
        reads({"x": 5}, x="int"),
        keeps({"x": "blue"}),
        Colour=enum("red", "green"),
    ),
    case(
        "two enums",
        x(one_of(ref("Colour"), ref("Size"))),
        reads({"x": "big"}, x="Size"),
        reads({"x": "red"}, x="Colour"),
        Colour=enum("red"),
        Size=enum("big"),
    ),
    case(
        "an enum of texts or of numbers",
        x(one_of(ref("Colour"), ref("Level"))),
        reads({"x": 2}, x="Level"),
        reads({"x": "red"}, x="Colour"),
        Colour=enum("red"),
        Level=enum(1, 2),
    ),
    case(
        "constants of a union",
        x(one_of(const("a"), const("b"), const(3))),
        reads({"x": "b"}, x="str"),
        reads({"x": 3}, x="int"),
    ),
    case(
        "a constant or a model",
        x(one_of(const("none"), ref("A"))),
        reads({"x": "none"}, x="str"),
        reads({"x": {"a": "q"}}, x="A"),
        A=A,
    ),
    case("false or text", x(one_of(const(False), STR)), reads({"x": False}, x="bool"), reads({"x": "q"}, x="str")),
    case(
        "a model or null, required",
        obj({"x": one_of(ref("A"), NULL)}, "x"),
        reads({"x": None}, x="NoneType"),
        reads({"x": {"a": "q"}}, x="A"),
        A=A,
    ),
    case(
        "a union of unions",
        x(any_of(one_of(ref("A"), ref("B")), one_of(INT, many(STR)))),
        reads({"x": {"b": "q"}}, x="B"),
        reads({"x": 5}, x="int"),
        reads({"x": ["q"]}, x="list"),
        A=A,
        B=B,
    ),
    case(
        "a union with a free-form object",
        x(one_of(ref("A"), FREE)),
        reads({"x": {"a": "q"}}, x="A"),
        reads({"x": {"other": 1}}),
        A=A,
    ),
    case("a union with anything", x(any_of(ref("A"), ANYTHING)), reads({"x": {"a": "q"}}), reads({"x": [1]}), A=A),
    case("a union of one member", x(one_of(ref("A"))), reads({"x": {"a": "q"}}, x="A"), A=A),
    case("a union of a model with itself", x(one_of(ref("A"), ref("A"))), reads({"x": {"a": "q"}}, x="A"), A=A),
    case(
        "a union next to properties",
        {"type": "object", "properties": {"kind": STR}, "oneOf": [{"required": ["kind"]}, {"required": ["other"]}]},
    ),
    case(
        "a union of required fields alone", obj({"a": STR, "b": STR}, anyOf=[{"required": ["a"]}, {"required": ["b"]}])
    ),
    case(
        "a required union",
        obj({"x": one_of(ref("A"), ref("B")), "y": one_of(STR, INT)}, "x y"),
        reads({"x": {"b": "q"}, "y": 5}, x="B", y="int"),
        A=A,
        B=B,
    ),
    case("a union with a default", obj({"x": one_of(STR, INT, default="q")}), reads({"x": 5}), keeps({})),
    case(
        "an odd value for a union",
        x(one_of(ref("A"), ref("B"))),
        keeps({"x": 5}, x=5),
        keeps({"x": [1]}, x=[1]),
        keeps({"x": "q"}, x="q"),
        A=A,
        B=B,
    ),
    case(
        "an object that no member fits",
        x(one_of(ref("A"), ref("B"))),
        keeps({"x": {"c": 1}}),
        keeps({"x": {"a": 5, "value": "q"}}),
        A=A,
        B=B,
    ),
    case(
        "calls by phone or by web",
        x(one_of(ref("WebCall"), ref("PhoneCall"))),
        reads({"x": {"call_type": "phone_call", "from_number": "+15550100", "seconds": 3}}, x="PhoneCall"),
        reads({"x": {"call_type": "web_call", "seconds": 4}}, x="WebCall"),
        WebCall=obj({"call_type": enum("web_call"), "seconds": INT}, "call_type"),
        PhoneCall=obj({"call_type": enum("phone_call"), "from_number": STR, "seconds": INT}, "call_type"),
    ),
    case(
        "four kinds of messages",
        x(many(one_of(ref("Text"), ref("Image"), ref("Audio"), ref("Tool")))),
        reads(
            {
                "x": [
                    {"role": "u", "text": "a"},
                    {"role": "u", "url": "b"},
                    {"role": "u", "seconds": 1.5},
                    {"role": "t", "tool": {"name": "n"}},
                ]
            },
            {"x[0]": "Text", "x[1]": "Image", "x[2]": "Audio", "x[3]": "Tool"},
        ),
        Text=obj({"role": STR, "text": STR}, "role text"),
        Image=obj({"role": STR, "url": STR}, "role url"),
        Audio=obj({"role": STR, "seconds": NUM}, "role seconds"),
        Tool=obj({"role": STR, "tool": obj({"name": STR})}, "role tool"),
    ),
    case(
        "nested objects tell members apart",
        x(one_of(ref("A"), ref("B"))),
        reads({"x": {"data": {"width": 1}}}, x="B"),
        reads({"x": {"data": {"text": "q"}}}, x="A"),
        A=obj({"data": obj({"text": STR}, "text")}, "data"),
        B=obj({"data": obj({"width": INT}, "width")}, "data"),
    ),
    case(
        "a map whose values tell members apart",
        x(one_of(map_of(INT), map_of(STR))),
        reads({"x": {"k": "q"}}),
        reads({"x": {"k": 1}}),
    ),
)
