"""Several pages of a vendor become one document. A contradiction is an error unless the overlay records it."""

import copy
from typing import Any

import pytest

from codegen.documents import SpecError, check_valid
from codegen.intake.merge import merged
from codegen.intake.published import Published
from codegen.overlay import corrected
from tests.codegen.documents import action, document

SESSION = "$.components.schemas.Session.properties"
ID = f"{SESSION}.id"
STRING, INTEGER, BOOLEAN = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}


def page(name: str, path: str, *changes: dict[str, Any]) -> Published:
    whole = copy.deepcopy(document())
    whole["paths"] = {path: whole["paths"]["/session"]}
    get = whole["paths"][path]["get"]
    del get["operationId"]
    whole["components"]["responses"] = {"Error": {"description": "No.", "content": {}}}
    get["responses"]["default"] = {"$ref": "#/components/responses/Error"}
    return Published(name=name, document=corrected(whole, {"actions": changes})[0])


def together(one: Published, other: Published, *actions: Any) -> dict[str, Any]:
    whole = merged([one, other], {"actions": list(actions)}, "overlay.yaml")
    check_valid(whole, where="test")
    return whole


A = page("a.md", "/a")
NUMBERED, FURTHER = action(ID, update=INTEGER), action(SESSION, update={"more": STRING})
OWN = {"schemas": {"Another": STRING}, "parameters": {"Size": {"name": "n", "in": "query", "schema": STRING}}}


def test_pages_that_agree_are_one_document() -> None:
    whole = together(A, page("b.md", "/b", action("$.components", update=OWN)))
    assert list(whole["paths"]) == ["/a", "/b"]
    assert list(whole["components"]["schemas"]) == ["Session", "Another"]
    assert list(whole["components"]["parameters"]) == ["Size"]
    post = page("b.md", "/a")
    post.document["paths"]["/a"] = {"post": post.document["paths"]["/a"]["get"]}
    assert list(together(A, post)["paths"]["/a"]) == ["get", "post"]
    # The wording of the first page has priority.
    words = action(ID, update={"description": "Otherwise."}), action("$.info", update={"title": "Otherwise"})
    other = page("b.md", "/b", *words)
    for pages, expected in (((A, other), "Which it is."), ((other, A), "Otherwise.")):
        assert together(*pages)["components"]["schemas"]["Session"]["properties"]["id"]["description"] == expected
    # An inline parameter agrees with a reference to it.
    named = page("b.md", "/a")
    (parameter,) = named.document["paths"]["/a"]["get"]["parameters"]
    named.document["components"]["parameters"] = {"Size": parameter}
    named.document["paths"]["/a"]["get"]["parameters"] = [{"$ref": "#/components/parameters/Size"}]
    together(A, named)


TEXT = {"content": {"text/plain": {"schema": STRING}}}
CONTRADICTIONS: dict[str, list[dict[str, Any]]] = {
    f"{ID}.type": [NUMBERED],
    f"{SESSION}.more": [FURTHER],
    "responses.default.content['text/plain']": [action("$.components.responses.Error", update=TEXT)],
    "$.servers": [action("$.servers[0]", update={"url": "https://other.invalid"})],
    "$.components.securitySchemes.Key": [action("$.components.securitySchemes.Key", update={"name": "x-other"})],
}


def test_a_contradiction_shows_what_each_page_says() -> None:
    for place, changes in CONTRADICTIONS.items():
        for pages in ((A, page("b.md", "/b", *changes)), (page("b.md", "/b", *changes), A)):
            with pytest.raises(SpecError) as caught:
                together(*pages)
            for part in (place, "a.md says", "b.md says", "with x-disagreement to overlay.yaml"):
                assert part in str(caught.value)


def recorded(target: str, ours: Any, other: Any) -> dict[str, Any]:
    return action(target, **{"x-disagreement": {"openapi.yaml": ours, "b.md": other}})


RECORDED = [
    recorded(f"{ID}.type", "string", "integer"),
    recorded(ID, STRING, INTEGER),
    recorded("$.components.schemas['Session'].properties", {"id": STRING}, {"id": INTEGER}),
]
OTHERWISE = [
    recorded(ID, STRING, BOOLEAN),
    recorded(ID, INTEGER, INTEGER),
    recorded("$.components.schemas.Other.properties.id", STRING, INTEGER),
    recorded(f"{SESSION}.[", STRING, INTEGER),
    NUMBERED,
]


def test_only_a_recorded_contradiction_is_accepted() -> None:
    other = page("b.md", "/b", NUMBERED)
    for each in RECORDED:
        whole = together(A, other, each)
        assert whole["components"]["schemas"]["Session"]["properties"]["id"]["type"] == "string"
        together(A, page("b.md", "/b"), each)  # the record does no harm once the pages agree
    for first, second, each in [(other, A, each) for each in RECORDED] + [(A, other, each) for each in OTHERWISE]:
        with pytest.raises(SpecError, match="contradict"):
            together(first, second, each)
    # A record for one field does not cover a contradiction in another field.
    record = recorded(SESSION, {}, {"more": STRING})
    together(A, page("b.md", "/b", FURTHER), record)
    with pytest.raises(SpecError, match="contradict") as caught:
        together(A, page("b.md", "/b", FURTHER, NUMBERED), record)
    assert f"{ID}.type" in str(caught.value)
    assert "properties.more" not in str(caught.value)
