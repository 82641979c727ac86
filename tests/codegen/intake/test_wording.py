"""Of a vendor's words only those are told that have changed since they were last seen."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from codegen.documents import SpecError
from codegen.intake import wording
from codegen.shape import Place
from tests.codegen.documents import document

SIZE = "$.paths['/session'].get.parameters[?(@.name=='size')].description"
ID = "$.components.schemas.Session.properties.id.description"


def ours() -> dict[str, Any]:
    """The document in our words."""
    worded = document()
    worded["components"]["schemas"]["Session"]["properties"]["id"]["description"] = "Ours."
    return worded


def theirs(**fields: Any) -> dict[str, Any]:
    changed = document()
    changed["components"]["schemas"]["Session"]["properties"]["id"].update(fields)
    return changed


def told(now: dict[str, Any], known: dict[str, str], *places: Place) -> list[tuple[str, str, str]]:
    changes = wording.changes(ours(), now, known, places)
    return [(str(each.place), each.kind.value, each.severity.value) for each in changes]


SEEN = wording.digests(theirs())


def test_only_words_that_have_changed_are_told() -> None:
    assert told(theirs(), SEEN) == []
    assert told(theirs(description="Now otherwise."), SEEN) == [(ID, "changed", "wording")]
    assert told(theirs(title="Id"), SEEN) == [(ID.replace("description", "title"), "new", "wording")]
    assert told(theirs(description="Ours."), SEEN) == []
    now = theirs()
    del now["components"]["schemas"]["Session"]["properties"]["id"]["description"]
    assert told(now, SEEN) == [(ID, "gone", "wording")]


def test_an_example_and_a_version_are_words() -> None:
    now = theirs(example="x")
    now["info"]["version"] = "2"
    assert {place for place, _, _ in told(now, SEEN)} == {"$.info.version", ID.replace("description", "example")}


def test_words_of_a_part_that_is_told_are_not_told_twice() -> None:
    now = theirs(description="Now otherwise.")
    now["paths"]["/session"]["get"]["parameters"][0]["description"] = "Otherwise, too."
    here = Place() / "components" / "schemas" / "Session" / "properties" / "id"
    assert told(now, SEEN, here) == [(SIZE, "changed", "wording")]
    # Its name only begins like that of the part.
    assert len(told(now, SEEN, Place() / "components" / "schemas" / "Session" / "properties" / "i")) == 2


def test_without_digests_what_is_not_worded_as_ours_is_told(tmp_path: Path) -> None:
    known = wording.read_digests(tmp_path, ours())
    assert told(theirs(), known) == [(ID, "changed", "wording")]
    assert wording.changes(ours(), copy.deepcopy(ours()), known, ()) == []


def test_digests_are_ordered_short_and_read_as_written(tmp_path: Path) -> None:
    now = theirs()
    now["components"] = dict(reversed(now["components"].items()))
    assert wording.digests(now) == SEEN
    text = wording.written(SEEN)
    assert wording.written(dict(reversed(SEEN.items()))) == text
    assert "Which it is" not in text
    assert all(len(digest) == 12 for digest in SEEN.values())
    (tmp_path / wording.FILE).write_text(text, encoding="utf-8")
    assert wording.read_digests(tmp_path, {}) == SEEN


def test_a_file_that_holds_no_digests_is_refused(tmp_path: Path) -> None:
    for text in ("", "{", "[]", "<<<<<<< ours\n{}"):
        (tmp_path / wording.FILE).write_text(text, encoding="utf-8")
        with pytest.raises(SpecError, match=r"wording\.json"):
            wording.read_digests(tmp_path, {})
