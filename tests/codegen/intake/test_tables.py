"""A page of tables is compared row by row with what was last seen of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from codegen.__main__ import main
from codegen.documents import SpecError
from codegen.intake import tables
from codegen.intake.update import Update, prepare
from codegen.rooms import SPECS
from tests.codegen.tree import PAGES

PAGE = (PAGES / "konpro-list-sessions.md").read_text(encoding="utf-8")
EACH = "$['get /v1/streaming/sessions']"
Told = list[tuple[str, str, str]]


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """KonPro's folder, for which the page has been seen."""
    shutil.copytree(SPECS / "konpro", tmp_path / "specs" / "konpro")
    update(tmp_path / "specs", PAGE).write(tmp_path / "specs")
    return tmp_path / "specs"


def update(specs: Path, text: str, *, whole: bool = False) -> Update:
    path = specs.parent / "page.md"
    path.write_text(text, encoding="utf-8")
    return prepare("konpro", [path], specs=specs, whole=whole)


def told(specs: Path, *changes: tuple[str, str], whole: bool = False) -> Told:
    text = PAGE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    found = update(specs, text, whole=whole).changes
    return [(str(each.place).removeprefix(EACH), each.kind.value, each.severity.value) for each in found]


SIZE = "| page_size | integer | How many sessions a page holds. Default is 10. |\n"
CHANGES: dict[str, tuple[tuple[str, str], Told]] = {
    "nothing": (("", ""), []),
    "a new row": ((SIZE, f"{SIZE}| sort | string | How. |\n"), [("['Query Parameters'].sort", "new", "compatible")]),
    "a row is gone": ((SIZE, ""), [("['Query Parameters'].page_size", "gone", "breaking")]),
    "another type": (("| page_size | integer |", "| page_size | string |"), [
        ("['Query Parameters'].page_size", "changed", "breaking")]),
    "another type that is unknown": (("| token | string |", "| token | Cursor |"), [
        ("['Query Parameters'].token", "changed", "breaking")]),
    "other words": (("Array of session objects", "The sessions"), [
        ("['Response Structure'].data", "changed", "wording")]),
    "words of a value": (("stood last (new, connecting, connected)", "stood last (new, gone)"), [
        ("['Each session object contains'].status", "changed", "wording")]),
    "another server": (("--url 'https://api.konpro.ai", "--url 'https://eu.konpro.ai"), [
        (".Request.server", "changed", "breaking")]),
    "another header": (("--header 'x-api-key", "--header 'x-key"), [
        (".Request['x-api-key']", "gone", "breaking"), (".Request['x-key']", "new", "compatible")]),
    "another status": (("400 - Bad Request", "400 - Bad Request\n429 - Slow down"), [
        (".Responses['429']", "new", "compatible")]),
    "another table": (("Your Requests", "Others"), []),
}  # fmt: skip


def test_rows_that_differ_are_named(specs: Path) -> None:
    for name, (change, expected) in CHANGES.items():
        assert told(specs, change, whole=True) == expected, name


def test_a_renamed_table_is_named_by_its_rows(specs: Path) -> None:
    found = told(specs, ("Response Structure\n", "Response\n"), whole=True)
    rows = ["total", "page", "page_size", "next_pagination_token", "data"]
    assert [place for place, kind, _ in found if kind == "new"] == [f".Response.{row}" for row in rows]


def test_rows_are_recorded_without_their_words(specs: Path) -> None:
    text = (specs / "konpro" / tables.FILE).read_text(encoding="utf-8")
    assert json.loads(text)["get /v1/streaming/sessions"]["Query Parameters"]["page"].startswith("integer ")
    assert "Which page to answer" not in text
    document = (specs / "konpro" / "openapi.yaml").read_bytes()
    changed = PAGE.replace("| token | string |", "| token | number |")
    assert [path.name for path in update(specs, changed).write(specs)] == [tables.FILE]
    assert update(specs, changed).changes == ()
    assert (specs / "konpro" / "openapi.yaml").read_bytes() == document


REFUSED: dict[str, tuple[str, str, str]] = {
    "a row without its end": ("| Where to continue. |", "| Where to", "line 18: expected a row of 3 cells"),
    "a row with a cell too few": ("| token | string | Where to continue. |", "| token | string |", "expected a row of"),
    "a row with a cell too many": ("| Where to continue. |", "| Where | to |", "line 18: expected a row of 3 cells"),
    "a row without its beginning": ("| token | string", "token | string", "line 18: a row must begin with |"),
    "no cURL": ("--url ", "--location ", "has no cURL command with --url"),
    "no types": ("| Type |", "| Kind |", "no table with the columns name, Type, Description"),
    "another operation": ("/v1/streaming/sessions?", "/v2/streaming/sessions?", "operations: get /v2/streaming"),
}  # fmt: skip


def test_what_is_missing_or_broken_is_refused(specs: Path) -> None:
    for name, (old, new, message) in REFUSED.items():
        with pytest.raises(SpecError, match=r"^page\.md") as caught:
            told(specs, (old, new))
        assert message in str(caught.value), name


def test_a_page_that_was_cut_off_is_refused_or_whole(specs: Path) -> None:
    lines = PAGE.splitlines(keepends=True)
    for number in range(1, len(lines)):
        try:
            assert update(specs, "".join(lines[:number])).changes == (), number
        except SpecError:
            continue


def test_a_page_that_looks_cut_off_is_taken_if_it_is_whole(specs: Path) -> None:
    cut = PAGE[: PAGE.index("400 - ")]
    with pytest.raises(SpecError, match="pass --whole if it is complete"):
        update(specs, cut)
    (change,) = update(specs, cut, whole=True).changes
    assert (str(change.place), change.kind.value) == (f"{EACH}.Responses['400']", "gone")


def test_the_report_names_a_changed_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE.replace("| token | string |", "| token | number |"), encoding="utf-8")
    assert main(["spec_update", "konpro", str(page)]) == 1
    printed = capsys.readouterr().out
    assert "breaking: $['get /v1/streaming/sessions']['Query Parameters'].token: the row's type changed\n" in printed


def test_a_file_that_holds_no_rows_is_refused(specs: Path) -> None:
    for text in ("[]", "<<<<<<< ours\n{}"):
        (specs / "konpro" / tables.FILE).write_text(text, encoding="utf-8")
        with pytest.raises(SpecError, match=r"tables\.json"):
            update(specs, PAGE)
