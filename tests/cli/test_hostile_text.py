"""Nothing that a vendor sends acts on the terminal or the spreadsheet in which it is shown."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsessions.cli.text import format_duration
from allsessions.privacy import csv_cell, escape_control_chars
from tests.servers import Answer, FunctionServer, Request, json_answer

from .conftest import Run

LABELS = [
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b31m",
    "one\r\ntwo\u2028three",
    "\u202egpj.exe",
    "[bold red]not bold[/bold red] :smile: [/]",
    "half of a pair: \ud800",
    "日本語 👩‍🔬 Zoë",
    "=HYPERLINK(1)",
    "\t=1",
]
# What the library makes of half a character.
LABELS_READ = [label.replace("\ud800", "\ufffd") for label in LABELS]
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def anam(request: Request) -> Answer:
    """Anam with a session for each label, and an error that names the key's owner, with escapes, for another key."""
    if request.headers["authorization"] != "Bearer good":
        return json_answer({"error": "Unauthorized", "message": "\x1b[2J\nerror: [red]go away[/red]"}, status=401)
    records = [
        {"id": f"id-{place}", "clientLabel": label, "createdAt": "2026-04-20T09:00:00Z"}
        for place, label in enumerate(LABELS)
    ]
    meta = {"total": len(records), "lastPage": 1, "currentPage": 1, "perPage": 100, "prev": None, "next": None}
    return json_answer({"data": records, "meta": meta})


@pytest.fixture(autouse=True)
def _anam(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with FunctionServer(anam) as server:
        monkeypatch.setenv("ANAM_BASE_URL", server.url)
        monkeypatch.setenv("ANAM_API_KEY", "good")
        yield


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv"])
def test_no_format_lets_a_character_act(run: Run, format: str) -> None:
    ended = run("list", "--format", format)
    assert ended.status == 0
    assert not ACTING.search(ended.out + ended.err)


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_json_keeps_every_character(run: Run, format: str) -> None:
    out = run("list", "--format", format).out
    records = json.loads(out) if format == "json" else [json.loads(line) for line in out.splitlines()]
    assert [record["label"] for record in records] == LABELS_READ


def test_table_shows_characters_escaped_and_markup_as_it_is(run: Run) -> None:
    lines = run("list").out.splitlines()[1:]
    assert len(lines) == len(LABELS_READ)
    for line, label in zip(lines, LABELS_READ, strict=True):
        assert line.rstrip().endswith(escape_control_chars(label))


def test_get_shows_characters_escaped_and_markup_as_it_is(run: Run) -> None:
    for place, label in enumerate(LABELS_READ):
        assert escape_control_chars(label) in run("get", f"anam:id-{place}").out


def test_csv_neutralises_formulas(run: Run) -> None:
    out = run("list", "--format", "csv").out
    labels = [row["label"] for row in csv.DictReader(io.StringIO(out, newline=""))]
    assert labels == [*map(escape_control_chars, LABELS_READ[:-2]), "'=HYPERLINK(1)", r"'\t=1"]


def test_error_stays_one_line_without_markup(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANAM_API_KEY", "bad")
    ended = run("get", "anam:1")
    assert ended.status == 1
    assert r"\x1b[2J\nerror: [red]go away[/red]" in ended.err
    assert ended.err.count("\n") == 1


@given(st.text())
def test_visible_text_keeps_only_what_is_harmless(text: str) -> None:
    shown = escape_control_chars(text)
    shown.encode()
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in shown)
    if text.isprintable():
        assert shown == text


@given(
    st.text(st.characters(codec="utf-8"))
    | st.sampled_from("=+-@\t\r").flatmap(lambda sign: st.text().map(sign.__add__))
)
def test_cell_never_begins_like_a_formula(text: str) -> None:
    assert not str(csv_cell(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("value", [None, -5, 12.5, True])
def test_cell_leaves_what_is_no_text(value: object) -> None:
    assert csv_cell(value) is value


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(), "0s"),
        (timedelta(seconds=42, milliseconds=499), "42s"),
        (timedelta(seconds=59, milliseconds=600), "1m 00s"),
        (timedelta(minutes=12, seconds=34), "12m 34s"),
        (timedelta(hours=1, minutes=2, seconds=3), "1h 02m"),
        (timedelta(days=3, hours=4), "3d 04h"),
        (timedelta(seconds=-90), "-1m 30s"),
    ],
)
def test_duration_is_told_in_its_two_largest_units(duration: timedelta, words: str) -> None:
    assert format_duration(duration) == words
