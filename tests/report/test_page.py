"""A report's page, its file, and its tables as CSV files; with and without limits and rates."""

import base64
import csv
import datetime
import hashlib
import io
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from allsessions import ConfigurationError, IncompleteListingError, InvalidRecordError, ServerError, Session, Status
from allsessions.report import Written, write
from tests.export.made import never

from .made import NOW, SECRET, ago, akool, anam, elizaos, konpro, made, minutes
from .pages import Element, page, table

SESSIONS = [
    akool("65000001", ago(days=3)),
    akool("65000002", ago(days=30)),
    akool("65000003", ago(minutes=5), Status.ACTIVE),
    anam("a-1", ago(days=2), minutes(10), label="kiosk"),
    anam("a-2", ago(days=2, minutes=-5), minutes(10), status=Status.FAILED),
    anam("a-3", ago(minutes=30), None),
    konpro("k-1", ago(days=1), minutes(30)),
    elizaos("e-1", ago(hours=9)),
]
SOURCES = ["akool", "anam", "konpro", "elizaos"]


def report(path: Path, sessions: Iterable[Session] = SESSIONS, **more: Any) -> Written:
    given: dict[str, Any] = {"now": NOW, "zone": datetime.UTC, "sources": SOURCES}
    return write(sessions, path, **(given | more))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "report.html"


@pytest.fixture(scope="module")
def plain_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report(tmp_path_factory.mktemp("plain") / "report.html").path


@pytest.fixture(scope="module")
def plain(plain_file: Path) -> Element:
    return page(plain_file)


@pytest.fixture(scope="module")
def priced(tmp_path_factory: pytest.TempPathFactory) -> Element:
    rates = {"akool": Decimal("0.25"), "anam": Decimal("0.18")}
    path = tmp_path_factory.mktemp("priced") / "report.html"
    return page(report(path, rates=rates, limits={"anam": 2}, currency="EUR").path)


def tile(page: Element, title: str) -> list[str]:
    (found,) = (each for each in page.one("dl").all("div") if each.one("dt").text == title)
    return [each.text for each in found.all("span")]


def test_every_figure_is_in_a_table(priced: Element) -> None:
    head, *rows = table(priced, "Figures by source")
    by_source = {row[0]: row for row in rows}
    assert ", ".join(head) == (
        "Source, Sessions, Week before, Started, In progress, Most at the same time, Time, Median, 95th percentile, "
        "Failed, Limit, At the limit, Cost"
    )
    times = ["50m 00s", "10m 00s", "10m 00s"]
    assert by_source["anam"] == ["anam", "3", "0", "3", "1", "2", *times, "1", "2", "5m 00s", "9.00 EUR"]
    assert by_source["akool"][6:8] == ["5m 00s (of 1)", "–"]
    assert by_source["konpro"][-1] == "–"
    assert by_source["All sources"][1] == tile(priced, "Sessions")[0] == "7"
    assert [each.text for each in priced.all("caption")] == [
        *("Figures by source", "Most in progress at the same time, per hour", "Starts per day", "Durations by source"),
        *("Sessions by duration", "Statuses by source", "Busiest agents", "Longest in progress"),
        *("Cost per day", "Cost by source, in EUR", "Cost by agent, in EUR", "Missing data by source"),
    ]


def test_the_charts_have_the_values_of_the_tables(plain: Element) -> None:
    captions = {"concurrency": "Most in progress at the same time, per hour", "starts": "Starts per day"}
    for heading, caption in {**captions, "durations": "Sessions by duration"}.items():
        head, *rows = table(plain, caption)
        for figure in plain.one("section", aria_labelledby=heading).all("figure"):
            column = head.index(figure.one("h3").text)
            known = [f"{row[0]}: {row[column]}" for row in rows if row[column] != "–"]
            for svg in figure.one("div", role="img").all("svg"):
                said = [str(each.attributes.get("aria-label", "")) for each in svg.all("path")]
                assert [re.sub(r" \(.*| sessions?$", "", text) for text in said if text] == known


def lines(page: Element, heading: str, title: str) -> list[list[str | None]]:
    """Return the colours and labels of the limit lines in a chart, for its wide and narrow version."""
    section = page.one("section", aria_labelledby=heading)
    (figure,) = (each for each in section.all("figure") if each.one("h3").text == title)
    found: list[list[str | None]] = []
    for svg in figure.one("div", role="img").all("svg"):
        groups = [each for each in svg.all("g") if " role-mark " in (each.attributes.get("class") or "")]
        strokes = [line.attributes["stroke"] for group in groups for line in group.all("line")]
        found.append([*strokes, *(text.text for group in groups for text in group.all("text"))])
    return found


def test_limits_and_percentiles_are_lines_with_names(priced: Element) -> None:
    assert lines(priced, "concurrency", "anam") == [["var(--limit)", "- - limit 2"]] * 2
    assert lines(priced, "concurrency", "konpro") == lines(priced, "concurrency", "All sources") == [[]] * 2
    both = ["var(--text)", "var(--text)"]
    assert lines(priced, "durations", "konpro") == [[*both, "95th percentile 30m 00s", "median 30m 00s"]] * 2
    assert lines(priced, "durations", "All sources") == [[*both, "95th percentile 30m 00s", "median 10m 00s"]] * 2


def test_what_is_not_known_is_counted_by_source(priced: Element) -> None:
    notes = " ".join(each.text for each in priced.all("li"))
    for counts in (
        "1 of 7 sessions",
        "(akool 1 of 2)",
        "(akool 1 of 2, anam 1 of 3, elizaos 1 of 1)",
        "1 of 2 sessions at akool has no known duration",
        "konpro, elizaos",  # sources without a rate
        "1 session began before the period",
    ):
        assert counts in notes
    head, akool, *_ = table(priced, "Missing data by source")
    gaps = ["No end", "No duration", "No agent", "Started before, no end", "No times"]
    assert head[1:] == ["Sessions in the period", *gaps]
    assert akool[1:] == ["2", "1", "1", "2", "1", "0"]
    assert tile(priced, "Cost, at least") == [
        *("10.25 EUR", "of 2 sources; unknown for 1 session", "Week before: 0.00 EUR")
    ]
    assert table(priced, "Cost by source, in EUR")[1][-1] == "at least 1.25 EUR"


def test_without_rates_limits_or_gaps_nothing_is_said_of_them(plain: Element) -> None:
    text = plain.one("body").text
    assert "Cost by" not in text
    assert "limit" not in text
    assert not plain.one("title").text.startswith("Incomplete")
    assert not plain.all("section", class_="incomplete")


def test_a_report_of_few_sessions_has_only_what_it_needs(out: Path) -> None:
    nothing: list[list[Session]] = [[], [akool("old", ago(days=30))]]
    for sessions in nothing:
        report(out, sessions)
        found = page(out)
        assert "No session ran in this period" in [each.text for each in found.all("h2")]
        assert (found.all("figure"), found.all("input")) == ([], [])
    report(out, [anam("only", ago(hours=1), minutes(3))], sources=["anam"])
    found = page(out)
    assert not found.all("input")
    assert [row[0] for row in table(found, "Figures by source")] == ["Source", "anam"]
    assert {each.one("h3").text for each in found.all("figure")} == {"anam"}
    assert "All sources" not in found.one("body").text


def test_the_page_loads_and_allows_nothing_from_elsewhere(plain: Element, plain_file: Path) -> None:
    policy = plain.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    style, script = (
        base64.b64encode(hashlib.sha256("".join(map(str, plain.one(tag).children)).encode()).digest()).decode()
        for tag in ("style", "script")
    )
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; "
        "base-uri 'none'; form-action 'none'"
    )
    text = plain_file.read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\s\"'<>]*", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\bsrc=|\burl\(|@import|\bstyle=", text)
    ids = {each.attributes.get("id") for tag in ("main", "h2") for each in plain.all(tag)}
    for link in (each.attributes["href"] or "" for each in plain.all("a")):
        assert link.startswith("data:text/csv;charset=utf-8;base64,") or link.removeprefix("#") in ids
    assert SECRET not in text


HOSTILE = [
    *("</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onfocus='alert(1)' autofocus='"),
    *("{{ 7 * 7 }}", "&lt;b&gt;", "\u202egnp.exe\u2066", "a\x00b\x1b[31m", "\ud800", "x" * 5000),
    "a\u061c\u200b\u200e\u200f\ufeff\U000e0041\U000e007f",
]


def test_hostile_text_stays_text(out: Path, plain: Element) -> None:
    sessions = [
        made(text, text, Status.ACTIVE, started_at=ago(hours=1), agent_id=text, label=text, user_id=text)
        for text in HOSTILE
    ]
    more = {"title": HOSTILE[0], "currency": HOSTILE[1], "rates": dict.fromkeys(HOSTILE, Decimal(1))}
    report(out, sessions, sources=HOSTILE, **more)
    found = page(out)
    assert [len(found.all(tag)) for tag in ("script", "style", "img", "b")] == [1, 1, 0, 0]
    assert found.one("script").children == plain.one("script").children
    elements = [each for tag in ("div", "td", "th", "figure", "input", "h3") for each in found.all(tag)]
    assert not [each for each in elements if {"onfocus", "onerror", "autofocus", "src"} & each.attributes.keys()]
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", found.one("body").text)
    assert not re.search("[\u061c\u200b\u200e\u200f\ufeff\U000e0000-\U000e007f]", out.read_text(encoding="utf-8"))
    shown = [row[0] for row in table(found, "Busiest agents")]
    assert [text for text in HOSTILE if text.isprintable() and text not in shown] == []


def test_an_incomplete_page_says_so_at_its_top(out: Path) -> None:
    failed = ServerError("HTTP 503 <b>bad</b>", source="konpro", vendor="konpro", status_code=503)
    records = [
        InvalidRecordError(f"record {n}", source="anam", vendor="anam", path=f"data[{n}]", record={"token": SECRET})
        for n in range(1000)
    ]

    def broken_off() -> Iterator[Session]:
        yield from SESSIONS
        raise IncompleteListingError([failed, *records])

    with pytest.raises(IncompleteListingError) as raised:
        report(out, broken_off())
    assert raised.value.__notes__ == ["report.html is incomplete, and says so at its top"]
    found = page(out)
    assert found.one("title").text.startswith("Incomplete: ")
    (banner,) = found.all("section", class_="incomplete")
    causes = [each.text for each in banner.all("li")]
    assert causes[:2] == ["konpro: HTTP 503 <b>bad</b>", "anam: 1,000 unreadable records"]
    assert (len(causes), causes[-1]) == (21, "and 982 more")
    assert SECRET not in out.read_text(encoding="utf-8")
    assert tile(found, "Sessions")[0] == "7"


def test_the_same_sessions_make_the_same_page(out: Path, plain_file: Path) -> None:
    out.write_text("old")
    out.chmod(0o640)
    written = report(out)
    assert (written.path, written.sessions, written.figures.read) == (out.resolve(), 7, 8)
    assert out.read_bytes() == plain_file.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(out.stat().st_mode) == 0o640  # the old file's mode


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
def test_the_folder_of_a_killed_report_is_removed_later(out: Path) -> None:
    (folder := out.parent / ".allsessions-export-0000").mkdir()
    (folder / "export.html").touch()
    report(out, SESSIONS[:1])
    assert [*out.parent.iterdir()] == [out]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("report.pdf", {}, "must end with .html"),
        ("folder.html", {}, "is a directory"),
        ("report.html", {"rates": {"anma": Decimal(1)}}, "for unknown source 'anma'; expected one of akool, anam"),
        ("report.html", {"limits": {"anma": 1}}, "for unknown source 'anma'; expected one of akool, anam"),
        ("report.html", {"limits": {"anam": 0}}, "limit of anam: 0 is too low"),
        ("report.html", {"rates": {"anam": Decimal("NaN")}}, "is not a price"),
        ("report.html", {"rates": {"anam": Decimal("1e30")}}, "is not a price"),
        ("report.html", {"rates": {"anam": Decimal(-1)}}, "is not a price"),
        ("report.html", {"until": datetime.datetime.min.replace(tzinfo=datetime.UTC)}, "before the year 1; pass since"),
    ],
)
def test_wrong_options_are_refused(tmp_path: Path, name: str, options: dict[str, Any], said: str) -> None:
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(ConfigurationError, match=re.escape(said)):
        report(tmp_path / name, never(), **options)
    assert [each.name for each in tmp_path.iterdir()] == ["folder.html"]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\u200b=1"]
MANY = [
    *(anam(f"{number}", ago(hours=1), minutes(90)) for number in range(1200)),
    *(made("anam", text, Status.ACTIVE, started_at=ago(hours=9), agent_id=text, label=text) for text in FORMULAS * 3),
    akool("ended", ago(hours=2)),
    anam("über", ago(hours=3), minutes(5), agent_id='Jürgen, "chef"'),
]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Element:
    path = tmp_path_factory.mktemp("tables") / "report.html"
    return page(write(MANY, path, now=NOW, rates={"anam": Decimal("0.1")}, currency="EUR").path)


def file(large: Element, caption: str) -> tuple[str | None, list[list[str]]]:
    """Return the name and the lines of the CSV file of a table."""
    (link,) = (each for each in large.all("a") if each.text == f"Download CSV of {caption}")
    kind, _, content = unquote(link.attributes["href"] or "").partition(",")
    assert kind == "data:text/csv;charset=utf-8;base64"
    text = base64.b64decode(content, validate=True).decode("utf-8-sig")
    return link.attributes["download"], [*csv.reader(io.StringIO(text), strict=True)]


def test_each_table_has_a_file_with_its_rows_and_columns(large: Element) -> None:
    tables = large.all("table")
    names = {file(large, each.one("caption").text)[0] for each in tables}
    assert len(names) == len(tables) > 8
    assert "cost-by-agent-in-eur.csv" in names
    for each in tables:
        _, lines = file(large, each.one("caption").text)
        assert lines[0] == each.rows()[0]
        assert [len(line) for line in lines] == [len(row) for row in each.rows()]


def test_numbers_and_durations_are_what_a_spreadsheet_reads(large: Element) -> None:
    _, (head, anam, akool, *_) = file(large, "Figures by source")
    own = dict(zip(head, anam, strict=True))
    assert (own["Sessions"], own["Median"], own["Failed"]) == ("1219", "1:30:00", "0")
    assert dict(zip(head, akool, strict=True))["Median"] == ""


def test_formulas_and_umlauts_are_text(large: Element) -> None:
    _, lines = file(large, "Busiest agents")
    agents = [line[0] for line in lines[1:]]
    assert "3 others started later" in large.one("main").text
    assert 'Jürgen, "chef"' in agents
    assert {"'=1+1", "'+1", "'-1", "'@SUM(1)", "'\\u200b=1", "'\\t=1"} <= {*agents}
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t"))]
