"""Names that Python, the templates or the models use for something else."""

from tests.side_by_side.cases import (
    BOOL,
    DATE,
    INT,
    STR,
    TIME,
    UUID_,
    Reading,
    Schema,
    SchemaCase,
    case,
    enum,
    many,
    map_of,
    obj,
    reads,
    ref,
)


def fields(*names: str) -> Schema:
    return obj(dict.fromkeys(names, STR))


def filled(*names: str) -> Reading:
    return reads({name: f"value {number}" for number, name in enumerate(names)})


def named(name: str, *names: str) -> SchemaCase:
    """Fields of these names, all of them texts: each keeps its own value."""
    return case(name, fields(*names), filled(*names))


def schema_called(name: str) -> SchemaCase:
    """A schema of this name, in a field, a list and a map."""
    root = obj({"x": ref(name), "y": many(ref(name)), "z": map_of(ref(name)), "any": {}, "at": TIME, "key": UUID_})
    payload = {
        "x": {"q": "1"},
        "y": [{"q": "2"}],
        "z": {"k": {"q": "3"}},
        "any": 1,
        "at": "2031-05-06T07:08:09Z",
        "key": "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
    }
    return case(
        f"a schema called {name}",
        root,
        reads(payload, {"x.q": "str", "y[0].q": "str", "at": "datetime", "key": "UUID"}),
        schemas={name: obj({"q": STR})},
    )


# fmt: off
CASES = (
    named("a field called field", "field", "message"),
    named("fields called like what attrs has", "define", "attrs", "attr", "evolve", "factory"),
    named("fields called like what the models import", "datetime", "uuid", "UUID", "any", "Any", "cast", "json",
        "typing", "types", "Mapping"),
    named("fields called like what the package has", "unset", "UNSET", "File", "Response", "models", "errors",
        "client", "response"),
    named("fields called like variables of the generator", "d", "cls", "src_dict", "field_dict", "prop", "prop_name",
        "additional", "data", "root", "T"),
    named("a field called from_json", "from_json", "b"),
    named("a field called to_model", "to_model", "b"),
    case("fields called like methods", fields("to_dict", "b"), filled("to_dict", "b")),
    case("a field called from_dict", fields("from_dict", "b"), filled("from_dict", "b")),
    case("a field called additional_properties", fields("additional_properties", "b"),
        reads({"additional_properties": "x", "b": "y"}, additional_properties_="str")),
    case("a field called additionalProperties", fields("additionalProperties", "b"),
        reads({"additionalProperties": "x", "b": "y", "c": 1}, {"additional_properties_": "str", "[c]": "int"})),
    case("a field called additional_keys", fields("additional_keys", "b"),
        reads({"additional_keys": "x", "b": "y"}, additional_keys_="str")),
    case("a field called invalid_fields", fields("invalid_fields", "b"),
        reads({"invalid_fields": "x", "b": "y"}, invalid_fields_="str")),
    case("fields called like a method, with and without a sign", fields("from_json", "from_json_"),
        filled("from_json", "from_json_")),
    named("keywords", "class", "def", "import", "None", "True", "async", "await", "lambda", "from", "global", "is"),
    named("soft keywords", "match", "case", "type", "_"),
    named("names of built-ins", "type", "id", "list", "dict", "str", "int", "len", "print", "object", "property",
        "super", "isinstance", "set", "bytes"),
    named("self", "self", "b"),
    named("names with quotes", 'a"b', "c'd", "`e`"),
    named("names with triple quotes", '"""', "'''x"),
    named("names with backslashes", "a\\b", "c\\", "\\n"),
    named("names with spaces", "a b", " c", "d  e "),
    named("names with dots", "a.b", ".c", "d.", "e..f"),
    named("names with dashes", "a-b", "-c", "d-"),
    named("names with signs", "$ref-like", "@type", "#x", "%y", "a/b", "c[0]", "{curly}", "e:f", "g,h", "i|j", "~t"),
    named("a name that is one sign", "$", "b"),
    named("a name that is a dash", "-", "b"),
    named("names with braces and percent signs", "{x}", "{{y}}", "%(z)s", "{% w %}"),
    named("names of other alphabets", "größe", "имя", "名前", "ñ", "e\u0301"),
    named("names with emoji", "\U0001f600", "a\U0001f600b"),
    named("leading digits", "1st", "2", "3-d"),
    named("leading underscores", "_id", "__v", "_", "__init__", "__class__", "__dict__"),
    named("trailing underscores", "a_", "b__", "class_"),
    named("capitals", "ID", "URL", "HTTPServer", "userID", "XMLHttpRequest"),
    named("names with control characters", "a\tb", "c\nd"),
    named("a very long name", "a" * 200),
    named("two names that become one", "userId", "user_id"),
    named("three names that become one", "a-b", "a_b", "aB"),
    named("names that differ in case alone", "id", "ID", "Id"),
    named("the empty name", "", "b"),
    case("a required field with an odd name", obj({"a b": INT, "class": STR, "1": BOOL}, "1 class"),
        reads({"a b": 1, "class": "x", "1": True})),
    case("fields with odd names that are models",
        obj({'a"b': ref("Part"), "c\\d": many(ref("Part")), "self": ref("Part"), "from": ref("Part")}),
        reads({'a"b': {"size": 1}, "c\\d": [{"size": 2}], "self": {"size": 3}, "from": {"size": 4}}),
        Part=obj({"size": INT})),
    case("numbers in fields with odd names", obj({"a.b": INT, "c[0]": many(INT), 'd"e': INT}),
        reads({"a.b": 1, "c[0]": [1], 'd"e': 2})),
    case("a date in a field called date", obj({"date": DATE, "datetime": TIME, "uuid": UUID_}),
        reads({"date": "2031-05-06", "datetime": "2031-05-06T07:08:09Z",
        "uuid": "6f9619ff-8b86-d011-b42d-00cf4fc964ff"})),
    case("a field called like its class", obj({"part": ref("Part"), "root": STR}),
        reads({"part": {"part": {"part": {}}}, "root": "x"}, {"part.part": "Part"}), Part=obj({"part": ref("Part")})),
    *(schema_called(name) for name in ("Any", "Mapping", "UUID", "Response", "Self", "Unset", "File", "Field", "Model",
        "Client", "Error", "DecodeError", "Literal", "Struct", "Wire", "T", "Date", "Datetime", "Json", "Exception",
        "None", "List", "Type", "Cast", "BinaryIO", "BytesIO", "TypeVar", "Base64", "Iterable", "Callable")),
    case("schemas Foo and FooWire", obj({"a": ref("Foo"), "b": ref("FooWire")}),
        reads({"a": {"q": "1"}, "b": {"w": 2}}, a="Foo", b="FooWire"), Foo=obj({"q": STR}), FooWire=obj({"w": INT})),
    case("schemas Foo, FooModel and FooReader",
        obj({"a": ref("Foo"), "b": ref("FooModel"), "c": ref("FooReader"), "e": ref("FooFields")}),
        reads({"a": {"q": "1"}, "b": {"w": 2}, "c": {"v": 3}, "e": {"u": 4}}), Foo=obj({"q": STR}),
        FooModel=obj({"w": INT}), FooReader=obj({"v": INT}), FooFields=obj({"u": INT})),
    case("schema names with dots", obj({"x": ref("api.v1.Part")}), reads({"x": {"size": 1}}, x="ApiV1Part"),
        schemas={"api.v1.Part": obj({"size": INT})}),
    case("schema names with dashes", obj({"x": ref("big-part")}), reads({"x": {"size": 1}}, x="BigPart"),
        schemas={"big-part": obj({"size": INT})}),
    case("schema names in lower case", obj({"x": ref("part"), "y": ref("other_part")}),
        reads({"x": {"size": 1}, "y": {"size": 2}}, x="Part", y="OtherPart"), part=obj({"size": INT}),
        other_part=obj({"size": INT})),
    case("schema names that begin with digits", obj({"x": ref("3DPart")}), reads({"x": {"size": 1}}),
        schemas={"3DPart": obj({"size": INT})}),
    case("schema names that begin with underscores", obj({"x": ref("_Part")}), reads({"x": {"size": 1}}),
        _Part=obj({"size": INT})),
    case("schema names in capitals", obj({"x": ref("PART"), "y": ref("HTTPError")}),
        reads({"x": {"size": 1}, "y": {"size": 1}}), PART=obj({"size": INT}), HTTPError=obj({"size": INT})),
    case("schema names that become one", obj({"x": ref("a-part"), "y": ref("APart")}),
        schemas={"a-part": obj({"size": INT}), "APart": obj({"label": STR})}),
    case("a schema called like an inline one", obj({"x": obj({"a": INT}), "y": ref("RootX")}), RootX=obj({"b": INT})),
    case("schemas called like modules", obj({"x": ref("typing"), "y": ref("datetime"), "z": ref("json")}),
        reads({"x": {"a": 1}, "y": {"a": 2}, "z": {"a": 3}}), typing=obj({"a": INT}), datetime=obj({"a": INT}),
        json=obj({"a": INT})),
    case("an enum called like a type of the package", obj({"x": ref("Unset"), "y": ref("StrEnum")}),
        reads({"x": "a", "y": "b"}), Unset=enum("a"), StrEnum=enum("b")),
    case("enum values called like methods", obj({"x": enum("name", "value", "mro", "self", "_x", "__y")}),
        *(reads({"x": each}) for each in ("name", "value", "self", "_x"))),
)
# fmt: on
