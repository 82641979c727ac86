"""The page: what is on it, what is not, and how its file comes into its place."""

import base64
import datetime
import hashlib
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from allsessions import (
    ConfigurationError,
    IncompleteListingError,
    InvalidRecordError,
    ServerError,
    Session,
    SourceError,
    Status,
)
from allsessions.report import Written, write

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
def standard_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the sessions above, with nothing else said: most of what holds can be seen on it."""
    return report(tmp_path_factory.mktemp("standard") / "report.html").path


@pytest.fixture(scope="module")
def standard(standard_file: Path) -> Element:
    return page(standard_file)


def made_page(out: Path, *sessions: Session, **more: Any) -> Element:
    report(out, sessions or SESSIONS, **more)
    return page(out)


def tile(page: Element, title: str) -> list[str]:
    (found,) = (each for each in page.one("dl").all("div") if each.one("dt").text == title)
    return [each.text for each in found.all("span")]


# Figures


def test_it_returns_the_figures_that_it_shows(out: Path) -> None:
    written = report(out)
    assert (written.path, written.sessions, written.figures.read) == (out.resolve(), 7, 8)
    assert tile(page(out), "Sessions")[0] == "7"


def test_every_figure_is_in_a_table(out: Path) -> None:
    found = made_page(out, rates={"anam": Decimal("0.18")}, limits={"anam": 2}, currency="EUR")
    head, *rows = table(found, "Figures by source")
    by_source = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_source["anam"] == {
        "Source": "anam",
        "Sessions": "3",
        "Started": "3",
        "In progress": "1",
        "Peak at once": "2",
        "Time": "50m 00s",
        "Median": "10m 00s",
        "95 % at most": "10m 00s",
        "Failed": "1",
        "Limit": "2",
        "At the limit": "5m 00s",
        "Cost": "9.00 EUR",
    }
    assert by_source["akool"]["Time"] == "5m 00s (of 1)"
    assert by_source["akool"]["Median"] == by_source["akool"]["Cost"] == "–"
    assert by_source["All sources"]["Sessions"] == "7"
    captions = [each.text for each in found.all("caption")]
    assert captions == [
        "Figures by source",
        "Peak in progress at once, per hour",
        "Starts per day",
        "Durations by source",
        "Sessions by duration",
        "Statuses by source",
        "Busiest agents",
        "Longest in progress",
        "Cost by source, in EUR",
        "What vendors do not tell",
    ]


def test_what_a_chart_says_is_what_the_table_says(standard: Element) -> None:
    found = standard
    for heading, caption in (("progress", "Peak in progress at once, per hour"), ("starts", "Starts per day")):
        head, *rows = table(found, caption)
        (section,) = found.all("section", aria_labelledby=heading)
        for figure in section.all("figure"):
            column = head.index(figure.one("h3").text)
            for svg in figure.one("div", role="img").all("svg"):
                said = [each.attributes["aria-label"] for each in svg.all("path") if "aria-label" in each.attributes]
                assert said == [f"{row[0]}: {row[column]}" for row in rows]


def lines(page: Element, heading: str, title: str) -> list[list[str | None]]:
    """What is drawn over the bars in this chart, wide and narrow: the colours of lines, and the words at them."""
    (section,) = page.all("section", aria_labelledby=heading)
    (figure,) = (each for each in section.all("figure") if each.one("h3").text == title)
    found: list[list[str | None]] = []
    for svg in figure.all("svg"):
        groups = [each for each in svg.all("g") if " role-mark " in (each.attributes.get("class") or "")]
        strokes = [line.attributes["stroke"] for group in groups for line in group.all("line")]
        found.append([*strokes, *(text.text for group in groups for text in group.all("text"))])
    return found


def test_limits_and_percentiles_are_lines_with_names(out: Path) -> None:
    found = made_page(out, limits={"anam": 2})
    assert lines(found, "progress", "anam") == [["var(--limit)", "- - limit 2"]] * 2
    assert lines(found, "progress", "konpro") == lines(found, "progress", "All sources") == [[]] * 2
    both = ["var(--text)", "var(--text)"]
    assert lines(found, "durations", "konpro") == [[*both, "95 % 30m 00s", "median 30m 00s"]] * 2
    assert lines(found, "durations", "All sources") == [[*both, "95 % 30m 00s", "median 10m 00s"]] * 2


def test_what_is_not_known_is_told_by_source(out: Path) -> None:
    found = made_page(out, rates={"akool": Decimal("0.25"), "anam": Decimal("0.18")})
    notes = [each.text for each in found.all("li")]
    assert "Not included: 1 of 7 sessions, whose end the vendor does not tell (akool 1 of 2)." in notes
    assert "Not included: 3 of 7 sessions, which are not over (akool 1 of 2, anam 1 of 3, elizaos 1 of 1)." in notes
    assert "1 of 2 sessions at akool has no duration: what they cost is not known." in notes
    assert "No rate was given for konpro, elizaos." in notes
    assert any(note.startswith("1 session began before the period and may have run in it") for note in notes)
    head, akool, *_ = table(found, "What vendors do not tell")
    assert dict(zip(head[1:], akool[1:], strict=True)) == {
        "Sessions in the period": "2",
        "End not told": "1",
        "Duration not told": "1",
        "Agent not told": "2",
        "From before, end not told": "1",
        "No time at all": "0",
    }


def test_a_cost_of_which_a_part_is_not_known_is_at_least_so_much(out: Path) -> None:
    found = made_page(out, rates={"akool": Decimal("0.25")})
    assert tile(found, "Cost, at least") == ["1.25", "of 1 source; not known of 1 session"]
    assert table(found, "Cost by source")[1][-1] == "at least 1.25"


def test_without_rates_and_limits_nothing_is_said_of_them(standard: Element) -> None:
    text = standard.one("body").text
    assert "Cost by" not in text
    assert "limit" not in text


@pytest.mark.parametrize("read", [[], [akool("old", ago(days=30))]], ids=["none at all", "none in the period"])
def test_no_session_is_said_so(out: Path, read: list[Session]) -> None:
    report(out, read)
    found = page(out)
    assert "No session ran in this period" in [each.text for each in found.all("h2")]
    assert not found.all("figure")
    assert not found.all("input")


def test_a_single_source_has_no_switches_and_no_total(out: Path) -> None:
    found = made_page(out, anam("only", ago(hours=1), minutes(3)), sources=["anam"])
    assert not found.all("input")
    assert [row[0] for row in table(found, "Figures by source")] == ["Source", "anam"]
    assert {each.one("h3").text for each in found.all("figure")} == {"anam"}


def test_of_200_sources_nine_have_switches(out: Path) -> None:
    sessions = [anam(f"{number}", ago(hours=1), minutes(3), source=f"s{number}") for number in range(200)]
    found = made_page(out, *sessions, sources=[f"s{number}" for number in range(200)])
    assert [each.text for each in found.one("fieldset").all("label")][-1] == "192 other sources"
    assert len(found.all("input")) == 9
    assert len(table(found, "Figures by source")) == 1 + 200 + 1


# Structure


def test_headings_landmarks_tables_and_charts_are_labelled(standard: Element) -> None:
    found = standard
    assert found.one("html").attributes["lang"] == "en"
    assert [len(found.all(tag)) for tag in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]
    ids = [each.attributes["id"] for tag in ("h2", "main", "div") for each in found.all(tag) if "id" in each.attributes]
    assert len(set(ids)) == len(ids)
    for each in found.all("section"):
        assert each.attributes["aria-labelledby"] in ids
    for each in found.all("table"):
        assert each.one("caption").text
        assert all(head.attributes["scope"] in ("col", "row") for head in each.all("th"))
        assert len({len(row) for row in each.rows()}) == 1
    for each in found.all("figure"):
        assert each.one("figcaption").all("p")[0].text
        assert each.one("div", role="img").attributes["aria-label"]


def test_the_policy_allows_only_the_pages_own_style_and_script(standard: Element) -> None:
    found = standard
    policy = found.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    digests = {
        tag: base64.b64encode(hashlib.sha256("".join(map(str, found.one(tag).children)).encode()).digest()).decode()
        for tag in ("style", "script")
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests['style']}'; script-src 'sha256-{digests['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_nothing_on_it_is_elsewhere(standard_file: Path) -> None:
    text = standard_file.read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\s\"'<>]*", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\bsrc=|\burl\(|@import|\bstyle=", text)
    assert re.findall(r'href="([^"]*)"', text) == ["#content"]


# Hostile text


HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "{{ 7 * 7 }}",
    "&lt;b&gt;",
    "\u202egnp.exe\u2066",
    "a\x00b\x1b[31m",
    "=HYPERLINK(1)",
    "\ud800",
    "x" * 5000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_text_of_a_vendors_is_text_and_nothing_else(out: Path, standard: Element, text: str) -> None:
    sessions = [
        made(text, text, Status.ACTIVE, started_at=ago(hours=1), agent_id=text, label=text, user_id=text),
    ]
    found = made_page(out, *sessions, sources=[text], title=text, currency=text, rates={text: Decimal(1)})
    # As on a page that is harmless.
    assert [len(found.all(tag)) for tag in ("script", "style", "img", "b")] == [1, 1, 0, 0]
    assert found.one("script").children == standard.one("script").children
    allowed = {"onfocus", "onerror", "autofocus", "src"}
    elements = [each for tag in ("div", "td", "th", "tr", "figure", "input", "h3", "span") for each in found.all(tag)]
    assert not [each for each in elements if allowed & each.attributes.keys()]
    shown = table(found, "Busiest agents")[1][0]
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", found.one("body").text)
    if text.isprintable():
        assert shown == text


def test_nothing_of_the_vendors_record_is_on_it(standard_file: Path) -> None:
    assert SECRET not in standard_file.read_text(encoding="utf-8")


# Something is missing


def broken_off(*errors: SourceError) -> Iterator[Session]:
    yield from SESSIONS
    raise IncompleteListingError(errors)


def test_an_incomplete_page_says_so_at_its_top(out: Path) -> None:
    failed = ServerError("HTTP 503 <b>bad</b>", source="konpro", vendor="konpro", status_code=503)
    records = [
        InvalidRecordError(f"record {n}", source="anam", vendor="anam", path=f"data[{n}]", record={"token": SECRET})
        for n in range(1000)
    ]
    with pytest.raises(IncompleteListingError) as raised:
        report(out, broken_off(failed, *records))
    assert raised.value.__notes__ == ["report.html has what could be had, and says at its top that it is incomplete"]
    found = page(out)
    assert found.one("title").text.startswith("Incomplete: ")
    (banner,) = found.all("section", class_="incomplete")
    causes = [each.text for each in banner.all("li")]
    assert causes[:2] == ["konpro: HTTP 503 <b>bad</b>", "anam: 1,000 records could not be read"]
    assert (len(causes), causes[-1]) == (21, "and 982 more, which are not shown")
    assert SECRET not in out.read_text(encoding="utf-8")
    assert tile(found, "Sessions")[0] == "7"


def test_a_whole_page_has_no_such_banner(standard: Element) -> None:
    found = standard
    assert not found.one("title").text.startswith("Incomplete")
    assert not found.all("section", class_="incomplete")


# The file


def test_an_older_page_stays_whole_if_the_new_one_does_not_come(out: Path) -> None:
    out.write_text("old")

    def cut_off() -> Iterator[Session]:
        yield SESSIONS[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        report(out, cut_off())
    assert out.read_text() == "old"
    assert [*out.parent.iterdir()] == [out]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_page_that_is_replaced_keeps_who_may_read_it(out: Path) -> None:
    out.write_text("old")
    out.chmod(0o640)
    report(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o640


class NeverAsked:
    def __iter__(self) -> Iterator[Session]:
        raise AssertionError("a session was asked for")


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("report.pdf", {}, "must end with .html"),
        ("none/report.html", {}, "there is no directory"),
        ("folder.html", {}, "is a directory"),
        ("nul\0.html", {}, "no path"),
        ("report.html", {"since": NOW, "until": NOW}, "is in the future"),
        ("report.html", {"since": ago(days=1), "until": ago(days=1)}, "not earlier than until"),
        ("report.html", {"rates": {"anma": Decimal(1)}}, "'anma': there is no such source; there are akool, anam"),
        ("report.html", {"limits": {"anma": 1}}, "'anma': there is no such source; there are akool, anam"),
        ("report.html", {"limits": {"anam": 0}}, "it must be 1 or more"),
        ("report.html", {"rates": {"anam": Decimal("NaN")}}, "it must be money a minute"),
        ("report.html", {"rates": {"anam": Decimal(-1)}}, "it must be money a minute"),
        ("report.html", {"until": datetime.datetime.min.replace(tzinfo=datetime.UTC)}, "too early"),
    ],
)
def test_impossible_options_are_refused_before_any_request(
    tmp_path: Path, name: str, options: dict[str, Any], said: str
) -> None:
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(ConfigurationError, match=re.escape(said)):
        report(tmp_path / name, NeverAsked(), **options)
    assert [each.name for each in tmp_path.iterdir()] == ["folder.html"]


def test_it_is_the_same_page_if_nothing_has_changed(out: Path, standard_file: Path) -> None:
    assert report(out).path.read_bytes() == standard_file.read_bytes()
