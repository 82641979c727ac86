"""A vendor's text has no effect on the terminal or spreadsheet that shows it."""

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

from allsessions.export import format_duration
from allsessions.privacy import csv_cell, escape_control_chars
from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .conftest import Run

LABELS = [
    *("\x1b[31mred\x1b]0;title\x07", "\x9b31m", "one\r\ntwo\u2028three", "\u202egpj.exe"),
    *("[bold red]not bold[/bold red] :smile: [/]", "half of a pair: \ud800", "日本語 👩‍🔬 Zoë"),
    *("=HYPERLINK(1)", "\t=1", " =1", "\u200b=1", "\ufeff=1"),
]
# The library replaces a lone surrogate.
LABELS_READ = [label.replace("\ud800", "\ufffd") for label in LABELS]
ACTING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\u061c\u200b\u200e\u200f\ufeff\U000e0000-\U000e007f]"
)


def anam(request: Request) -> Answer:
    """Answer as Anam: a session for each label, or for a wrong key an error with terminal escapes."""
    if request.headers["authorization"] != "Bearer good":
        return answer({"error": "Unauthorized", "message": "\x1b[2J\nerror: [red]go away[/red]"}, status=401)
    records = [
        {"id": f"id-{place}", "clientLabel": label, "createdAt": "2026-04-20T09:00:00Z"}
        for place, label in enumerate(LABELS)
    ]
    meta = {"total": len(records), "lastPage": 1, "currentPage": 1, "perPage": 100, "prev": None, "next": None}
    return answer({"data": records, "meta": meta})


@pytest.fixture
def _anam(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with ScriptedServer(anam) as server:
        monkeypatch.setenv("ANAM_BASE_URL", server.url)
        monkeypatch.setenv("ANAM_API_KEY", "good")
        yield


@pytest.mark.usefixtures("_anam")
def test_each_format_shows_the_text_and_lets_none_act(run: Run) -> None:
    found = {format: run("list", "--format", format) for format in ("table", "json", "jsonl", "csv")}
    for format, ended in found.items():
        assert (format, ended.status, ACTING.search(ended.out + ended.err)) == (format, 0, None)
    assert [record["label"] for record in json.loads(found["json"].out)] == LABELS_READ
    assert [json.loads(line)["label"] for line in found["jsonl"].out.splitlines()] == LABELS_READ
    rows = csv.DictReader(io.StringIO(found["csv"].out, newline=""))
    guarded = ["'" + escape_control_chars(label) for label in LABELS_READ[7:]]
    assert [row["label"] for row in rows] == [*map(escape_control_chars, LABELS_READ[:7]), *guarded]
    for line, label in zip(found["table"].out.splitlines()[1:], LABELS_READ, strict=True):
        assert line.rstrip().endswith(escape_control_chars(label))
    for place in (0, 4):
        assert escape_control_chars(LABELS_READ[place]) in run("get", f"anam:id-{place}").out


@pytest.mark.usefixtures("_anam")
def test_an_error_stays_one_line_without_markup(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANAM_API_KEY", "bad")
    for arguments in (("get", "anam:1"), ("sources", "--check"), ("sources", "--check", "--format", "json")):
        ended = run(*arguments)
        assert ended.status == 1
        said = ended.err + ended.out
        assert r"\x1b[2J\nerror: [red]go away[/red]" in said.replace("\\\\", "\\").replace("\\u001b", r"\x1b")
        assert ACTING.search(said) is None
        assert "json" in arguments or said.count("\n") == 1


@given(st.text())
def test_escaped_text_has_no_control_characters(text: str) -> None:
    shown = escape_control_chars(text)
    shown.encode()
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in shown)
    if text.isprintable():
        assert shown == text


def test_invisible_characters_are_shown_and_texts_of_people_stay() -> None:
    for invisible in "\xad\u061c\u200b\u200e\u200f\u2060\ufeff\U000e0001\U000e0041\U000e007f":
        assert escape_control_chars(f"a{invisible}b").encode("ascii").startswith(b"a\\")
        for before in (invisible, f" {invisible}", f"{invisible}\u200d"):
            assert str(csv_cell(f"{before}=1")).startswith("'")
    for text in ["👩\u200d🔬 Zoë", "می\u200cخواهم", "葛\U000e0100城", " a=1", "'=1"]:
        assert (escape_control_chars(text), csv_cell(text)) == (text, text)


@given(
    st.text(st.characters(codec="utf-8"))
    | st.sampled_from("=+-@\t\r").flatmap(lambda sign: st.text().map(sign.__add__))
)
def test_a_csv_cell_never_begins_like_a_formula(text: str) -> None:
    assert not str(csv_cell(text)).startswith(("=", "+", "-", "@", "\t", "\r"))
    for value in (None, -5, 12.5, True):  # values that are not text stay unchanged
        assert csv_cell(value) is value


def test_a_duration_has_its_two_largest_units() -> None:
    words = {0: "0s", 42.499: "42s", 59.6: "1m 00s", 754: "12m 34s", 3723: "1h 02m", 273_600: "3d 04h", -90: "-1m 30s"}
    assert {seconds: format_duration(timedelta(seconds=seconds)) for seconds in words} == words
