"""A page of tables is read for its facts, and refused where it does not hold what such a page holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codegen.documents import SpecError, check_valid
from codegen.intake.selection import Tables
from codegen.intake.tables import read
from codegen.intake.update import prepare
from codegen.rooms import ROOT

LAYOUT = Tables(
    openapi="3.1.0",
    info={"title": "Tiny", "version": "1"},
    schemas={"Response Structure": "Page", "Each thing object contains": "Thing"},
)
PAGE = """\
# List Things
GET
https://api.tiny.invalid/v1/thingsAnswers things.
Query Parameters
| Parameter | Type | Description |
|---|---|---|
| size | integer | How many. Default is 10. |
| kind | string | Only those (new, old). |
Response Structure:
| Field | Type | Description |
|:--|---|--:|
| next | string | Leads on; null at the end |
| things | array | Array of thing objects |
Each thing object contains:
| Field | Type | Description |
|---|---|---|
| `id` | string | Which it is |
cURL Request
curl --request GET \\
--url 'https://api.tiny.invalid/v1/things?size=1' \\
--header 'accept: application/json' \\
--header 'x-api-key: <key>'LANGUAGE
200 - Success
400 - Bad Request
"""


def page(*changes: tuple[str, str]) -> dict[str, Any]:
    """The page read, with other words in it."""
    text = PAGE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    document = read(text, LAYOUT, "page.md")
    check_valid(document, where="page.md")
    return document


def operation(document: dict[str, Any]) -> dict[str, Any]:
    (found,) = document["paths"]["/v1/things"].values()
    return dict(found)


def test_the_whole_page() -> None:
    document = page()
    assert document["servers"] == [{"url": "https://api.tiny.invalid"}]
    assert document["security"] == [{"ApiKeyAuth": []}]
    assert document["components"]["securitySchemes"] == {
        "ApiKeyAuth": {"type": "apiKey", "in": "header", "name": "x-api-key"}
    }
    assert operation(document)["summary"] == "List Things"
    assert operation(document)["description"] == "Answers things."
    assert {status: each["description"] for status, each in operation(document)["responses"].items()} == {
        "200": "Success",
        "400": "Bad Request",
    }
    assert list(document["components"]["schemas"]["Thing"]["properties"]) == ["id"]
    things = document["components"]["schemas"]["Page"]["properties"]["things"]
    assert things["items"] == {"$ref": "#/components/schemas/Thing"}


FACTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a default": ("integer", "How many. Default is 10.", {"type": "integer", "default": 10}),
    "a default with a colon": ("integer", "How many (default: 10)", {"type": "integer", "default": 10}),
    "a default in quotes": ("integer", "Defaults to `10`", {"type": "integer", "default": 10}),
    "a fraction": ("number", "Default is 0.5.", {"type": "number", "default": 0.5}),
    "a truth": ("boolean", "Default is False.", {"type": "boolean", "default": False}),
    "a word as a default": ("string", "Default is new.", {"type": "string", "default": "new"}),
    "a sentence on the default": ("integer", "Default is the first.", {"type": "integer"}),
    "a sentence on a truth": ("boolean", "Default is whatever holds.", {"type": "boolean"}),
    "null by default": ("string", "Default is null.", {"type": ["string", "null"]}),
    "values": ("string", "One (new, old, in-use)", {"type": "string", "enum": ["new", "old", "in-use"]}),
    "values of a number": ("number", "One (of, these)", {"type": "number"}),
    "one in brackets": ("string", "ISO (YYYY-MM-DD).", {"type": "string"}),
    "null": ("string", "A token; null at the end", {"type": ["string", "null"]}),
    "nothing": ("string", "Nullable it is not.", {"type": "string"}),
    "a range": ("integer", "From 100 - 200 of them", {"type": "integer"}),
}


@pytest.mark.parametrize(("type_", "words", "schema"), FACTS.values(), ids=FACTS)
def test_facts_are_read_out_of_a_description(type_: str, words: str, schema: dict[str, Any]) -> None:
    document = page(("| size | integer | How many. Default is 10. |", f"| size | {type_} | {words} |"))
    size, _ = operation(document)["parameters"]
    assert size == {"name": "size", "in": "query", "schema": schema, "description": words}
    assert list(operation(document)["responses"]) == ["200", "400"]


@pytest.mark.parametrize(
    ("heading", "words", "expected"),
    [
        ("Query Parameters", "Required. Which.", {"in": "query", "required": True}),
        ("query params", "Not required.", {"in": "query"}),
        ("## Header Parameters:", "Which.", {"in": "header"}),
        ("Path Parameters", "Which.", {"in": "path", "required": True}),
    ],
)
def test_where_a_parameter_goes_and_whether_it_must(heading: str, words: str, expected: dict[str, Any]) -> None:
    text = PAGE.replace("Query Parameters", heading).replace("How many. Default is 10.", words)
    size = operation(read(text, LAYOUT, "page.md"))["parameters"][0]
    assert {key: size[key] for key in ("in", "required") if key in size} == expected


def test_a_bearer_token_is_another_scheme() -> None:
    document = page(("x-api-key: <key>", "Authorization: Bearer <key>"))
    assert document["components"]["securitySchemes"] == {"BearerAuth": {"type": "http", "scheme": "bearer"}}


def test_a_table_of_other_things_is_passed_over() -> None:
    other = "Your Requests\n| TIME | STATUS |\n|---|---|\n| None so far. | |\nQuery Parameters"
    assert page(("Query Parameters", other)) == page()


def test_what_is_answered_is_named_as_it_is_the_first_time() -> None:
    assert page(("400 - Bad Request\n", "400 - Bad Request\nLANGUAGE\n200 - Success\n400 - Bad R\n")) == page()


REFUSED: dict[str, tuple[str, str, str]] = {
    "a missing table": (
        "Each thing object contains:",
        "Anything",
        "no name under tables: schemas: for the table 'Anything'",
    ),
    "a renamed table of parameters": ("Query Parameters", "Parameters", "for the table 'Parameters'"),
    "another first column": (
        "Query Parameters\n| Parameter |",
        "Query Parameters\n| Name |",
        "line 5: a table with the columns",
    ),
    "another column of fields": ("Structure:\n| Field |", "Structure:\n| Key |", "line 10: a table with the columns"),
    "another last column": ("| Parameter | Type | Description |", "| Parameter | Type |", "Type, Description expected"),
    "a row without its end": ("| How many. Default is 10. |", "| How many. Def", "line 7: a row of 3 cells where 3"),
    "a row with a cell too few": (
        "| size | integer | How many. Default is 10. |",
        "| size | integer |",
        "line 7: a row of 2 cells",
    ),
    "a row with a cell too many": ("| How many. Default is 10. |", "| How | many |", "line 7: a row of 4 cells"),
    "a row without its beginning": ("| kind | string", "kind | string", "line 8: a row that does not begin with |"),
    "an unknown type": (
        "| size | integer |",
        "| size | Int32 |",
        "line 7: 'Int32' is no type; those known are array, boolean",
    ),
    "items that no table tells of": (
        "Array of thing objects",
        "Array of other objects",
        "no table tells what each other object is",
    ),
    "no cURL": ("--url ", "--location ", "no cURL command with --url"),
    "no address": ("--url 'https://api.tiny.invalid/v1/things?size=1'", "--url 'tiny'", "no cURL command with --url"),
    "a broken address": ("https://api.tiny.invalid/v1/things?size=1", "http://[a/b", "a --url that is none"),
    "no statuses": ("200 - Success\n400 - Bad Request\n", "", "names no status that is answered"),
}


@pytest.mark.parametrize(("old", "new", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_missing_or_broken_is_told(old: str, new: str, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        page((old, new))
    assert str(caught.value).startswith("page.md")
    assert message in str(caught.value)


def test_a_table_that_is_gone_is_told() -> None:
    begin, end = PAGE.index("Each thing"), PAGE.index("cURL Request")
    text = PAGE.replace("Array of thing objects", "An array")
    text = text.replace(PAGE[begin:end], "")
    with pytest.raises(SpecError, match="the table 'Each thing object contains' is missing; was the page cut off"):
        read(text, LAYOUT, "page.md")


def test_a_layout_without_tables_of_fields_is_told() -> None:
    text = "\n".join(line for line in PAGE.splitlines() if "|" not in line)
    with pytest.raises(SpecError, match="names no table of fields"):
        read(text, Tables(openapi="3.1.0", info={}, schemas={}), "page.md")


def test_a_page_cut_off_among_the_statuses_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "tests" / "codegen" / "pages" / "konpro-list-sessions.md").read_text(encoding="utf-8")
    path = tmp_path / "page.md"
    path.write_text(text[: text.index("400 - ")], encoding="utf-8")
    with pytest.raises(SpecError, match="nothing shows that the file is whole"):
        prepare("konpro", [path])
