"""The report names each change once, with its place and its class: breaking, compatible or no change for the client."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from codegen.documents import check_valid, parts, read_yaml
from codegen.intake.compare import Change, Comparison
from codegen.intake.effects import with_overlay
from codegen.intake.moves import found
from codegen.shape import walk
from tests.codegen.documents import document as tiny

Json: TypeAlias = Any
HERE = Path(__file__)
S = "#/components/schemas/"
STRING, INTEGER = {"type": "string"}, {"type": "integer"}
A = {"type": "object", "properties": {"a": STRING}}
B = {"type": "object", "properties": {"b": INTEGER}}
SCHEMAS: Json = {"Text": STRING, "Number": INTEGER, "A": A, "B": B}
KEYS: Json = {
    "Key": {"type": "apiKey", "in": "header", "name": "x-key"},
    "Token": {"type": "http", "scheme": "bearer"},
    "Login": {"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://a.invalid", "scopes": {"r": "R"}}}},
}
PLAIN: Json = {"responses": {"200": {"description": "It."}}}
Z: Json = {"parameters": [{"name": "z", "in": "query", "schema": INTEGER}]}


def with_references(part: Json) -> Json:
    """Return a part of a table, in which `$ref` is only a schema's name."""
    if isinstance(part, list):
        return [with_references(item) for item in part]
    if not isinstance(part, dict):
        return part
    named = {key: f"{S}{item}" for key, item in part.items() if key == "$ref" and isinstance(item, str)}
    return {key: with_references(item) for key, item in part.items()} | named


CLASSES: Json = with_references(read_yaml(HERE.with_name("classes.yaml")))


def document(operation: Json = PLAIN, path: Json = None, schemas: Json = None, **top: Json) -> Json:
    return {
        **tiny(servers=[{"url": "https://a.invalid"}]),
        "paths": {"/it": {"post": {**PLAIN, **operation}, **(path or {})}},
        "components": {"schemas": {**SCHEMAS, **(schemas or {})}, "securitySchemes": KEYS},
        **top,
    }


def using(schema: Json, way: str = "both", **more: Json) -> Json:
    content = {"application/json": {"schema": {"$ref": f"{S}It"}}}
    body = {"requestBody": {"content": content}}
    answer = {"responses": {"200": {"description": "It.", "content": content}}}
    ways = {"request": body, "response": answer, "both": {**body, **answer}}
    return document(ways[way], schemas={"It": schema, **more.pop("schemas", {})}, **more)


def differences(before: Json, after: Json) -> list[Change]:
    moved = found(before, after)
    return [*moved.changes(before), *Comparison(before, moved.undone(after)).changes()]


def named(before: Json, after: Json, at: str = "$.components.schemas.It") -> list[tuple[str, str, str]]:
    changes = differences(before, after)
    return [(str(each.place).removeprefix(at), each.kind.value, each.severity.value) for each in changes]


def schemes(**changed: Json) -> Json:
    return {"components": {"schemas": SCHEMAS, "securitySchemes": {**KEYS, **changed}}}


def used(name: str, schema: Json, **others: Json) -> Json:
    both = {"type": "object", "properties": {"x": {"$ref": f"{S}{name}"}, "y": {"$ref": f"{S}{name}"}}}
    content = {"application/json": {"schema": {"$ref": f"{S}Both"}}}
    path = {"get": {"responses": {"200": {"description": "It.", "content": content}}}}
    return {"path": path, "schemas": {"Both": both, name: schema, **others}}


BREAKS, FITS, SAME = "breaking", "compatible", "no change"
ONE, TWO = {"url": "https://a.invalid"}, {"url": "https://b.invalid"}
REGION: Json = {"url": "https://{r}.invalid", "variables": {"r": {"default": "a"}}}
KEY, TOKEN = {"Key": list[str]()}, {"Token": list[str]()}
DOCUMENTS: list[tuple[Json, Json, str, str]] = [
    ({"servers": [ONE, TWO]}, {"servers": [TWO, ONE]}, BREAKS, "the first server counts"),
    ({"servers": [ONE]}, {"servers": [ONE, TWO]}, FITS, "requests go where they went"),
    ({"servers": [ONE, TWO]}, {"servers": [ONE]}, BREAKS, "somebody may use that server"),
    ({"servers": [ONE]}, {"servers": []}, BREAKS, "requests would go nowhere"),
    ({"servers": [ONE]}, {"servers": [REGION]}, SAME, "the same address with its variables filled in"),
    ({"openapi": "3.0.3"}, {"openapi": "3.1.0"}, FITS, "both versions are read"),
    ({"security": [KEY]}, {"security": [TOKEN, KEY]}, BREAKS, "the first scheme counts"),
    (schemes(), schemes(Key={**KEYS["Key"], "name": "x-other"}), BREAKS, "credentials are sent otherwise"),
    (schemes(), schemes(Token={"type": "http", "scheme": "Bearer"}), SAME, "the scheme's case means nothing"),
    (schemes(), schemes(New={"type": "http", "scheme": "basic"}), FITS, "nothing asks for it"),
    (used("Old", A), used("New", A), BREAKS, "a class has another name, named once"),
    (used("Old", STRING), used("New", STRING), FITS, "a text has no class"),
    (used("It", A), used("It", A, More=B), FITS, "one more class"),
    (used("It", A, More=B), used("It", A), BREAKS, "imports of the class break"),
    (used("It", A, More=STRING), used("It", A), FITS, "a text has no class"),
    ({}, {"path": {"get": PLAIN}}, FITS, "one more operation"),
    ({"path": {"get": PLAIN}}, {}, BREAKS, "the operation is gone"),
    ({"path": {"get": PLAIN, **Z}}, {"path": {"get": {**PLAIN, **Z}}}, BREAKS, "one operation has no parameter now"),
    ({"operation": Z}, {"path": Z}, SAME, "the parameter is its path's now"),
]


def test_a_single_change_has_one_class() -> None:
    rows = [(using(old, way), using(new, way), *rest) for way, old, new, *rest in CLASSES["schemas"]]
    rows += [(document(old), document(new), *rest) for old, new, *rest in CLASSES["operations"]]
    rows += [(document(**old), document(**new), *rest) for old, new, *rest in DOCUMENTS]
    for before, after, expected, reason in rows:
        found = [each.severity.value for each in differences(before, after)]
        assert found == ([] if expected == SAME else [expected]), reason
    for _, new, _, _ in DOCUMENTS:
        check_valid(document(**new), where="test")


def test_a_change_that_the_overlay_hides_is_compatible() -> None:
    post = "$.paths['/it'].post"
    for old, new, ours, expected, reason in CLASSES["names"]:
        before, after = document(old), document(new)
        actions = [{"target": f"{post}.tags", "remove": True}] if "tags" in ours else []
        overlay = {"actions": [*actions, {"target": post, "update": ours}]}
        (change,) = with_overlay(differences(before, after), before, after, overlay)
        assert change.severity.value == expected, reason


def test_a_difference_has_its_place_and_kind() -> None:
    for before, after, place, kind in CLASSES["places"]:
        assert [each[:2] for each in named(using(before), using(after))] == [(place, kind)], (before, after)


def test_another_spelling_of_a_schema_is_no_difference() -> None:
    for before, after in CLASSES["same"]:
        old, new = using(before, openapi="3.0.3"), using(after, openapi="3.0.3")
        assert (named(old, new), named(new, old)) == ([], []), (before, after)


def fields(**properties: Any) -> Json:
    return {"type": "object", "properties": properties}


def test_a_field_may_be_called_like_a_word_of_openapi() -> None:
    for name in ("description", "example", "required", "$ref", "x-a", "type", "enum", "links"):
        place = f".properties.{name}" if name.isidentifier() else f".properties['{name}']"
        one, other = (using(fields(a=STRING, **{name: each})) for each in (STRING, INTEGER))
        assert named(one, other) == [(f"{place}.type", "changed", BREAKS)]
        assert named(one, using(fields(a=STRING))) == [(place, "gone", BREAKS)]


def test_a_reference_is_compared_with_an_inline_schema() -> None:
    inline, text, number = (using(fields(a=each)) for each in (STRING, {"$ref": f"{S}Text"}, {"$ref": f"{S}Number"}))
    assert named(inline, text) == [(".properties.a['$ref']", "new", FITS)]
    assert named(text, inline) == [(".properties.a['$ref']", "gone", FITS)]
    assert (".properties.a.type", "changed", BREAKS) in named(inline, number)
    # A vendor's document may have an invalid type, which our overlay corrects.
    assert named(using({"type": [5]}), using(STRING)) != []
    assert named(using({"type": [5]}), using({"type": [5]})) == []


def test_recursive_schemas_are_compared_to_the_end() -> None:
    it, other = (
        fields(child={"$ref": f"{S}{name}"}, children={"type": "array", "items": {"$ref": f"{S}{name}"}})
        for name in ("It", "Other")
    )
    assert named(using(it), using(it)) == []
    assert len(named(using(it), using(other, schemas={"Other": it}))) == len(["child", "children", "Other"])


def test_a_schema_only_a_discriminator_names_goes_both_ways() -> None:
    pet = {**fields(kind=STRING), "discriminator": {"propertyName": "kind", "mapping": {"cat": f"{S}Cat"}}}
    cat = {"type": "object", "properties": {"lives": INTEGER}}
    old, new = (using(pet, schemas={"Cat": each}) for each in (cat, {**cat, "required": ["lives"]}))
    assert named(old, new) == [("$.components.schemas.Cat.required", "new", BREAKS)]


def test_the_reason_says_where_requests_and_credentials_go() -> None:
    (change,) = differences(document(servers=[ONE]), document(servers=[TWO]))
    assert change.why == "requests would go to https://b.invalid"
    (change,) = differences(document(), document(**schemes(Key={"type": "apiKey", "in": "query", "name": "k"})))
    assert str(change.place) == "$.components.securitySchemes.Key"
    assert "would be sent as `Authorization: Bearer`; pass them with httpx_args" in change.why


FACTS = read_yaml(HERE.with_name("facts.yaml"))
# Wording, and an empty list `security`, which means the same as no list.
PROMISES_NOTHING = ("description", "security")
GONE = object()


def facts(document: dict[str, Any]) -> list[Any]:
    return [(place, value) for place, said, value in walk(document) if said == "fact"]


def other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return f"{value}x" if isinstance(value, str) else value + 1 if isinstance(value, int | float) else value


def changed() -> Iterator[tuple[Any, dict[str, Any]]]:
    for (*above, last), value in [(steps, value) for steps, value in parts(FACTS) if steps]:
        for new in (other(value), GONE):
            document = copy.deepcopy(FACTS)
            holder: Any = document
            for step in above:
                holder = holder[step]
            if new is GONE:
                del holder[last]
            else:
                holder[last] = new
            usual = new is GONE and (last, value) == ("additionalProperties", True)
            if last not in PROMISES_NOTHING and not usual and facts(document) != facts(FACTS):
                yield (*above, last), document


def test_every_fact_that_changes_is_named() -> None:
    check_valid(FACTS, where="facts.yaml")
    cases = list(changed())
    assert [at for at, document in cases if not Comparison(FACTS, document).changes()] == []
    assert [at for at, document in cases[::4] if not Comparison(document, FACTS).changes()] == []
