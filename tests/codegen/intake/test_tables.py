"""A page of tables is compared row by row with its last version."""

import contextlib
import json
import shutil
from pathlib import Path

import pytest

from codegen.documents import SpecError
from codegen.intake import report, tables
from codegen.intake.update import Update, prepare
from codegen.rooms import SPECS
from tests.codegen.tree import PAGES

PAGE = (PAGES / "konpro-list-sessions.md").read_text(encoding="utf-8")
EACH = "$['get /v1/streaming/sessions']"
QUERY, NEW, GONE, CHANGED = "['Query Parameters']", ("new", "compatible"), ("gone", "breaking"), ("changed", "breaking")


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    shutil.copytree(SPECS / "konpro", tmp_path / "specs" / "konpro")
    update(tmp_path / "specs", PAGE).write(tmp_path / "specs")
    return tmp_path / "specs"


def update(specs: Path, text: str, *, whole: bool = False) -> Update:
    path = specs.parent / "page.md"
    path.write_text(text, encoding="utf-8")
    return prepare("konpro", [path], specs=specs, whole=whole)


def changed(old: str, new: str) -> str:
    assert old in PAGE
    return PAGE.replace(old, new)


# The old and the new text, and the place, kind and class of each change.
SIZE = "| page_size | integer | How many sessions a page holds. Default is 10. |\n"
CHANGES = [
    (SIZE, f"{SIZE}| sort | string | How. |\n", [(f"{QUERY}.sort", *NEW)]),
    (SIZE, "", [(f"{QUERY}.page_size", *GONE)]),
    ("| page_size | integer |", "| page_size | string |", [(f"{QUERY}.page_size", *CHANGED)]),
    ("Array of session objects", "The sessions", [("['Response Structure'].data", "changed", "wording")]),
    ("--url 'https://api.konpro.ai", "--url 'https://eu.konpro.ai", [(".Request.server", *CHANGED)]),
    ("--header 'x-api-key", "--header 'x-key", [(".Request['x-api-key']", *GONE), (".Request['x-key']", *NEW)]),
    ("400 - Bad Request", "400 - Bad Request\n429 - Slow down", [(".Responses['429']", *NEW)]),
    ("Your Requests", "Others", []),
]


def test_rows_that_differ_are_named(specs: Path) -> None:
    for old, new, expected in CHANGES:
        found = update(specs, changed(old, new), whole=True).changes
        rows = [(str(each.place).removeprefix(EACH), each.kind.value, each.severity.value) for each in found]
        assert rows == expected, (old, new)
    renamed = update(specs, changed("Response Structure\n", "Response\n"), whole=True).changes
    names = ["total", "page", "page_size", "next_pagination_token", "data"]
    added = [str(each.place) for each in renamed if each.kind.value == "new"]
    assert added == [f"{EACH}.Response.{name}" for name in names]
    # Breaking changes come first in the report.
    text = changed("| token | string |", "| token | number |").replace("Which page to answer", "Which page")
    both = update(specs, text)
    assert [each.severity.value for each in both.changes] == ["breaking", "wording"]
    assert f"breaking: {EACH}{QUERY}.token: the row's type changed\n" in report.as_text(both, [])


def test_rows_are_recorded_without_their_words(specs: Path) -> None:
    text = (specs / "konpro" / tables.FILE).read_text(encoding="utf-8")
    assert json.loads(text)["get /v1/streaming/sessions"]["Query Parameters"]["page"].startswith("integer ")
    assert "Which page to answer" not in text
    document = (specs / "konpro" / "openapi.yaml").read_bytes()
    other = changed("| token | string |", "| token | number |")
    assert [path.name for path in update(specs, other).write(specs)] == [tables.FILE]
    assert update(specs, other).changes == ()
    assert (specs / "konpro" / "openapi.yaml").read_bytes() == document


TOKEN = "| token | string | Where to continue. |"
REFUSED = [
    (TOKEN, "| token | string | Where to", "line 18: expected a table row of 3 cells"),
    (TOKEN, "| token | string | Where | to |", "line 18: expected a table row of 3 cells"),
    (TOKEN, TOKEN[2:], "line 18: a table row must begin with |"),
    ("--url ", "--location ", "has no cURL command with --url"),
    ("| Type |", "| Kind |", "no table has Type as its second column"),
    ("/v1/streaming/sessions?", "/v2/streaming/sessions?", "operations: get /v2/streaming"),
]


def test_a_broken_page_is_refused(specs: Path) -> None:
    for old, new, message in REFUSED:
        with pytest.raises(SpecError, match=r"^page\.md") as caught:
            update(specs, changed(old, new))
        assert message in str(caught.value)
    (specs / "konpro" / tables.FILE).write_text("<<<<<<< ours\n{}", encoding="utf-8")
    with pytest.raises(SpecError, match=r"tables\.json"):
        update(specs, PAGE)


def test_a_page_that_was_cut_off_is_refused_or_whole(specs: Path) -> None:
    lines = PAGE.splitlines(keepends=True)
    for number in range(1, len(lines)):
        with contextlib.suppress(SpecError):
            assert update(specs, "".join(lines[:number])).changes == (), number
    cut = PAGE[: PAGE.index("400 - ")]
    with pytest.raises(SpecError, match="pass --whole if the file is complete"):
        update(specs, cut)
    (change,) = update(specs, cut, whole=True).changes
    assert (str(change.place), change.kind.value) == (f"{EACH}.Responses['400']", "gone")
