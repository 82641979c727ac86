"""Pages of one vendor are one document, unless they contradict each other without our having recorded it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from codegen.documents import SpecError, check_valid
from codegen.intake.merge import merged
from codegen.intake.published import Published
from tests.codegen.documents import document

Spoil: TypeAlias = Callable[[dict[str, Any]], object]
ID = "$.components.schemas.Session.properties.id"


def page(name: str, path: str, *changes: Spoil) -> Published:
    """A page of an operation at a path of its own."""
    whole = copy.deepcopy(document())
    whole["paths"] = {path: whole["paths"]["/session"]}
    del whole["paths"][path]["get"]["operationId"]
    whole["components"]["responses"] = {"Error": {"description": "No.", "content": {}}}
    whole["paths"][path]["get"]["responses"]["default"] = {"$ref": "#/components/responses/Error"}
    for change in changes:
        change(whole)
    return Published(name=name, document=whole)


def session(whole: dict[str, Any]) -> dict[str, Any]:
    return dict(whole["components"]["schemas"]["Session"]["properties"])


def integer(whole: dict[str, Any]) -> None:
    whole["components"]["schemas"]["Session"]["properties"]["id"]["type"] = "integer"


def more(whole: dict[str, Any]) -> None:
    whole["components"]["schemas"]["Session"]["properties"]["more"] = {"type": "string"}


def words(whole: dict[str, Any]) -> None:
    whole["components"]["schemas"]["Session"]["properties"]["id"]["description"] = "Otherwise."
    whole["info"]["title"] = "Otherwise"


def error(whole: dict[str, Any]) -> None:
    whole["components"]["responses"]["Error"]["content"] = {"text/plain": {"schema": {"type": "string"}}}


def server(whole: dict[str, Any]) -> None:
    whole["servers"] = [{"url": "https://other.invalid"}]


def key(whole: dict[str, Any]) -> None:
    whole["components"]["securitySchemes"]["Key"]["name"] = "x-other"


def of_its_own(whole: dict[str, Any]) -> None:
    whole["components"]["schemas"]["Another"] = {"type": "string"}
    whole["components"]["parameters"] = {"Size": {"name": "n", "in": "query", "schema": {"type": "string"}}}


def together(one: Published, other: Published, *actions: Any) -> dict[str, Any]:
    whole = merged([one, other], {"actions": list(actions)}, "overlay.yaml")
    check_valid(whole, where="test")
    return whole


def test_pages_that_agree_are_one_document() -> None:
    whole = together(page("a.md", "/a"), page("b.md", "/b", of_its_own))
    assert list(whole["paths"]) == ["/a", "/b"]
    assert list(whole["components"]["schemas"]) == ["Session", "Another"]
    assert list(whole["components"]["parameters"]) == ["Size"]


def test_two_methods_of_one_path_come_together() -> None:
    post = page("b.md", "/a")
    post.document["paths"]["/a"] = {"post": post.document["paths"]["/a"]["get"]}
    assert list(together(page("a.md", "/a"), post)["paths"]["/a"]) == ["get", "post"]


def test_words_are_no_contradiction_and_the_first_page_has_them() -> None:
    one, other = page("a.md", "/a"), page("b.md", "/b", words)
    assert session(together(one, other))["id"]["description"] == "Which it is."
    assert session(together(other, one))["id"]["description"] == "Otherwise."


CONTRADICTIONS: dict[str, Spoil] = {
    f"{ID}.type": integer,
    "$.components.schemas.Session.properties.more": more,
    "responses.default.content['text/plain']": error,
    "$.servers": server,
    "$.components.securitySchemes.Key": key,
}


@pytest.mark.parametrize("place", CONTRADICTIONS)
def test_a_contradiction_shows_what_each_page_says(place: str) -> None:
    pages = [page("a.md", "/a"), page("b.md", "/b", CONTRADICTIONS[place])]
    for each in (pages, pages[::-1]):
        with pytest.raises(SpecError) as caught:
            together(*each)
        for part in (place, "a.md says", "b.md says", "Record what each page says in overlay.yaml"):
            assert part in str(caught.value)


def recorded(target: str, ours: Any, other: Any) -> dict[str, Any]:
    return {"target": target, "description": "Why.", "x-disagreement": {"openapi.yaml": ours, "b.md": other}}


STRING, INTEGER = {"type": "string"}, {"type": "integer"}


RECORDED = [
    recorded(f"{ID}.type", "string", "integer"),
    recorded(ID, STRING, INTEGER),
    recorded("$.components.schemas['Session'].properties", {"id": STRING}, {"id": INTEGER}),
]
OTHERWISE = [
    recorded(ID, STRING, {"type": "boolean"}),
    recorded(ID, INTEGER, INTEGER),
    recorded("$.components.schemas.Other.properties.id", STRING, INTEGER),
    recorded("$.components.schemas.Session.properties.[", STRING, INTEGER),
    {"target": ID, "description": "Why.", "update": {"type": "integer"}},
]


def test_only_what_is_recorded_is_no_contradiction() -> None:
    one, other = page("a.md", "/a"), page("b.md", "/b", integer)
    for action in RECORDED:
        assert session(together(one, other, action))["id"]["type"] == "string"
        # In the other order our document would say what the action does not know of.
        with pytest.raises(SpecError, match="contradict"):
            together(other, one, action)
    for action in OTHERWISE:
        with pytest.raises(SpecError, match="contradict"):
            together(one, other, action)


def test_a_record_of_one_field_does_not_cover_the_next() -> None:
    action = recorded("$.components.schemas.Session.properties", {}, {"more": STRING})
    together(page("a.md", "/a"), page("b.md", "/b", more), action)
    with pytest.raises(SpecError, match="contradict") as told:
        together(page("a.md", "/a"), page("b.md", "/b", more, integer), action)
    assert f"{ID}.type" in str(told.value)
    assert "properties.more" not in str(told.value)


def test_an_inline_parameter_agrees_with_one_that_is_referred_to() -> None:
    inline, named = page("a.md", "/a"), page("b.md", "/a")
    (parameter,) = named.document["paths"]["/a"]["get"]["parameters"]
    named.document["components"]["parameters"] = {"Size": parameter}
    named.document["paths"]["/a"]["get"]["parameters"] = [{"$ref": "#/components/parameters/Size"}]
    together(inline, named)
