"""A report states its gaps: sources that list active sessions only, that failed, or that report few fields."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from allsessions import ElizaOS, IncompleteListingError, InvalidRecordError, ServerError, Session, SourceError, Status
from allsessions.report import write

from .made import NOW, ago, akool, anam, elizaos, figures_of, konpro, made, minutes
from .pages import Element, page, table

WEEK = ago(days=7)


def report(tmp: Path, sessions: Sequence[Session], *errors: SourceError, sources: Sequence[str | ElizaOS]) -> Element:
    def listed() -> Iterator[Session]:
        yield from sessions
        if errors:
            raise IncompleteListingError(errors)

    path = tmp / "report.html"
    try:
        write(listed(), path, now=NOW, zone=datetime.UTC, sources=sources)
    except IncompleteListingError:
        assert errors
    return page(path)


def row(found: Element, caption: str, source: str) -> dict[str, str]:
    head, *rows = table(found, caption)
    (cells,) = (row for row in rows if row[0].startswith(source))
    return dict(zip(head[1:], cells[1:], strict=True))


def section(found: Element, id: str) -> Element:
    return found.one("section", aria_labelledby=id)


def titles(found: Element, id: str) -> list[str]:
    return [each.one("h3").text for each in section(found, id).all("figure")]


def failure(source: str) -> SourceError:
    return ServerError("HTTP 503", source=source, vendor=source, status_code=503)


BOTH = [anam("1", ago(days=2), minutes(10)), anam("2", ago(days=1), minutes(10)), elizaos("e", ago(hours=3))]


def test_a_source_of_active_sessions_has_no_zero(tmp_path: Path) -> None:
    found = report(tmp_path, BOTH, sources=["anam", "elizaos"])
    own = row(found, "Figures by source", "elizaos")
    assert (own["Sessions"], own["In progress"]) == ("1", "1")
    assert {own[title] for title in ("Week before", "Started", "Median", "Failed")} == {"–"}
    statuses = row(found, "Statuses by source", "elizaos")
    assert (statuses["Active"], statuses["Failed"], statuses["Ended"]) == ("1", "–", "–")
    assert row(found, "Statuses by source", "anam")["Failed"] == "0"
    for caption in ("Figures by source", "Statuses by source", "Durations by source"):
        assert "0" not in row(found, caption, "elizaos").values()

    # ElizaOS has no bar before its first session.
    figures = section(found, "concurrency").all("figure")
    for title, count in (("elizaos (active only)", 3), ("anam", 168)):
        (figure,) = (each for each in figures if each.one("h3").text == title)
        svg = figure.one("div", role="img").all("svg")[0]
        assert len([each for each in svg.all("path") if "aria-label" in each.attributes]) == count
    head, *rows = table(found, "Most in progress at the same time, per hour")
    assert [each[head.index("elizaos (active only)")] for each in rows] == [*["–"] * 165, "1", "1", "1"]


def test_charts_of_all_sources_say_from_when_on_they_include_it(tmp_path: Path) -> None:
    found = report(tmp_path, BOTH, sources=["anam", "elizaos"])
    whole = {id: section(found, id).all("figure")[0].one("figcaption").text for id in ("concurrency", "starts", "ends")}
    assert "At least 1, first on" in whole["concurrency"]
    assert f"Includes elizaos from {ago(hours=3):%a} {ago(hours=3):%-d %b, %H:%M} on" in (whole["concurrency"])
    assert "2 sessions" in whole["starts"]
    assert "Without elizaos (lists active sessions only)." in whole["starts"]
    assert "Of elizaos, only active sessions are known." in whole["ends"]
    assert titles(found, "starts") == ["All sources", "anam"]


def test_without_a_history_nothing_is_compared(tmp_path: Path) -> None:
    session = made("test-server", "1", Status.ACTIVE, created_at=ago(hours=1))
    assert not figures_of([session], WEEK).sources[0].active_only  # only the Source object shows it
    server = ElizaOS(name="test-server")
    empty = figures_of([], WEEK, sources=[server, "anam"])
    assert [group.active_only for group in empty.sources] == [True, False]
    assert figures_of([session], WEEK, sources=[server]).before is None
    found = report(tmp_path, [elizaos("e", ago(hours=3))], sources=[ElizaOS()])
    text = found.one("main").text
    assert "Week before:" not in text
    assert "started in the period" not in text
    assert titles(found, "starts") == []


def test_a_source_that_failed_is_not_read(tmp_path: Path) -> None:
    found = report(tmp_path, BOTH, failure("konpro"), sources=["anam", "konpro", "elizaos"])
    assert row(found, "Figures by source", "konpro") == row(found, "Figures by source", "konpro") | {
        "Sessions": "not read",
        "Failed": "–",
    }
    for caption in ("Figures by source", "Statuses by source", "Durations by source", "Missing data by source"):
        assert "0" not in row(found, caption, "konpro").values()
    for id in ("concurrency", "starts"):
        assert "konpro (not read)" in section(found, id).all("figcaption")[0].text
        assert "konpro" not in " ".join(titles(found, id))
    assert "konpro" in section(found, "summary").one("ul").text
    unnamed = report(tmp_path, [], failure("konpro"), sources=()).one("body").text
    assert "konpro (not read)" in unnamed
    assert "No session is known in this period" in unnamed
    none = report(tmp_path, [], failure("anam"), failure("konpro"), sources=["anam", "konpro"])
    assert row(none, "Missing data by source", "All sources")["Sessions in the period"] == "not read"
    tiles = {each.one("dt").text: [span.text for span in each.all("span")] for each in none.one("dl").all("div")}
    assert tiles["Sessions"] == tiles["In progress when read"] == ["–"]


def test_a_source_that_was_read_in_part_is_incomplete(tmp_path: Path) -> None:
    error = InvalidRecordError("bad", source="anam", vendor="anam", path="data[0]", record={})
    found = report(tmp_path, BOTH, error, sources=["anam", "elizaos"])
    assert "anam (incomplete)" in [each[0] for each in table(found, "Figures by source")]
    assert row(found, "Figures by source", "anam")["Sessions"] == "2"
    assert "anam (incomplete)" in titles(found, "starts")


def test_the_failed_share_is_of_finished_sessions(tmp_path: Path) -> None:
    sessions = [
        anam("ended", ago(hours=9), minutes(1)),
        anam("failed", ago(hours=8), minutes(1), status=Status.FAILED),
        *(anam(f"{number}", ago(hours=1), None) for number in range(8)),
    ]
    found = report(tmp_path, sessions, sources=["anam"])
    assert row(found, "Statuses by source", "anam")["Failed, of finished"] == "50.0 %"
    (tile,) = (each for each in found.one("dl").all("div") if each.one("dt").text == "Failed")
    assert [each.text for each in tile.all("span")][:2] == ["50.0 %", "1 of 2 finished"]
    assert "ended 1 (50.0 %), failed 1 (50.0 %), active 8." in section(found, "ends").text


@pytest.mark.parametrize(("known", "drawn"), [(1, False), (4, False), (5, True)])
def test_a_chart_of_few_sessions_is_a_sentence(tmp_path: Path, known: int, drawn: bool) -> None:
    sessions = [akool(f"{number}", ago(hours=number)) for number in range(1, 21 - known)]
    sessions += [akool(f"active {number}", ago(minutes=5), Status.ACTIVE) for number in range(known)]
    found = report(tmp_path, [*sessions, *(konpro(f"{n}", ago(hours=n), minutes(9)) for n in range(1, 9))], sources=[])
    assert ("akool" in titles(found, "concurrency")) == drawn
    assert ("akool" in table(found, "Most in progress at the same time, per hour")[0]) == drawn
    notes = section(found, "concurrency").one("ul", class_="missing").text
    assert (f"No chart of akool: it would have only {known} of" in notes) != drawn


def test_the_week_before_is_beside_each_figure(tmp_path: Path) -> None:
    before = [
        anam("b1", ago(days=8), minutes(30), status=Status.FAILED),
        anam("b2", ago(days=8), minutes(60)),
        anam("b3", ago(days=13), minutes(60)),
        anam("older", ago(days=15), minutes(60)),
    ]
    found = report(tmp_path, [*BOTH, *before], sources=["anam", "elizaos"])
    tiles = {each.one("dt").text: [span.text for span in each.all("span")] for each in found.one("dl").all("div")}
    assert {title: texts[-1] for title, texts in tiles.items() if texts[-1].startswith("Week before")} == {
        "Sessions": "Week before: 3 (without elizaos)",
        "Most at the same time": "Week before: 2 (without elizaos)",
        "Total time": "Week before: 2h 30m (without elizaos)",
        "Median duration": "Week before: 1h 00m",
        "95th percentile": "Week before: 1h 00m",
        "Failed": "Week before: 33.3 %",
    }
    assert row(found, "Figures by source", "anam")["Week before"] == "3"
    assert row(found, "Figures by source", "All sources")["Week before"] == "3"
