"""The report names only the vendor's words that have changed since the last update."""

from pathlib import Path
from typing import Any

import pytest

from codegen.documents import SpecError
from codegen.intake import wording
from codegen.shape import Place
from tests.codegen.documents import document

SIZE = "$.paths['/session'].get.parameters[?(@.name=='size')].description"
ID = "$.components.schemas.Session.properties.id.description"
FIELDS = Place() / "components" / "schemas" / "Session" / "properties"


def worded(**fields: Any) -> dict[str, Any]:
    changed = document()
    changed["components"]["schemas"]["Session"]["properties"]["id"].update(fields)
    return changed


OURS = worded(description="Ours.")
SEEN = wording.digests(document())


def named(now: dict[str, Any], *places: Place, known: dict[str, str] = SEEN) -> list[tuple[str, str, str]]:
    changes = wording.changes(OURS, now, known, places)
    return [(str(each.place), each.kind.value, each.severity.value) for each in changes]


def test_only_words_that_have_changed_are_named() -> None:
    gone = document()
    del gone["components"]["schemas"]["Session"]["properties"]["id"]["description"]
    assert named(document()) == []
    assert named(worded(description="Now otherwise.")) == [(ID, "changed", "wording")]
    assert named(worded(title="Id")) == [(ID.replace("description", "title"), "new", "wording")]
    assert named(worded(description="Ours.")) == []
    assert named(gone) == [(ID, "gone", "wording")]
    now = worded(example="x")
    now["info"]["version"] = "2"
    assert {place for place, _, _ in named(now)} == {"$.info.version", ID.replace("description", "example")}

    # The report omits the wording of new parts (here `id`), but not if a new part's name is only a prefix (`i`).
    now = worded(description="Now otherwise.")
    now["paths"]["/session"]["get"]["parameters"][0]["description"] = "Otherwise, too."
    assert named(now, FIELDS / "id") == [(SIZE, "changed", "wording")]
    assert len(named(now, FIELDS / "i")) == 2


def test_digests_are_ordered_short_and_read_as_written(tmp_path: Path) -> None:
    known = wording.read_digests(tmp_path, OURS)  # without wording.json, digests of our wording
    assert named(document(), known=known) == [(ID, "changed", "wording")]
    assert named(OURS, known=known) == []
    text = wording.written(SEEN)
    assert wording.written(dict(reversed(SEEN.items()))) == text
    assert "Which it is" not in text
    assert all(len(digest) == 12 for digest in SEEN.values())
    (tmp_path / wording.FILE).write_text(text, encoding="utf-8")
    assert wording.read_digests(tmp_path, OURS) == SEEN
    for broken in ("", "{", "<<<<<<< ours\n{}"):
        (tmp_path / wording.FILE).write_text(broken, encoding="utf-8")
        with pytest.raises(SpecError, match=r"wording\.json"):
            wording.read_digests(tmp_path, OURS)
