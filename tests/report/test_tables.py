"""Tables of a report as CSV files, which are in the page itself."""

import base64
import csv
import io
from decimal import Decimal
from urllib.parse import unquote

import pytest

from allsessions import Status
from allsessions.report import write

from .made import NOW, ago, akool, anam, made, minutes
from .pages import Element, page

FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\u200b=1"]
SESSIONS = [
    *(anam(f"{number}", ago(hours=1), minutes(90)) for number in range(1200)),
    *(made("anam", text, Status.ACTIVE, started_at=ago(hours=9), agent_id=text, label=text) for text in FORMULAS),
    akool("ended", ago(hours=2)),
    anam("über", ago(hours=3), minutes(5), agent_id='Jürgen, "chef"'),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Element:
    path = tmp_path_factory.mktemp("tables") / "report.html"
    return page(write(SESSIONS, path, now=NOW, rates={"anam": Decimal("0.1")}, currency="EUR").path)


def file(found: Element, caption: str) -> tuple[str | None, list[list[str]]]:
    """Return the name and the lines of the CSV file of a table."""
    (link,) = (each for each in found.all("a") if each.text == f"Download CSV of {caption}")
    kind, _, content = unquote(link.attributes["href"] or "").partition(",")
    assert kind == "data:text/csv;charset=utf-8;base64"
    text = base64.b64decode(content, validate=True).decode("utf-8-sig")
    return link.attributes["download"], [*csv.reader(io.StringIO(text), strict=True)]


def test_each_table_has_a_file_with_its_rows_and_columns(found: Element) -> None:
    tables = found.all("table")
    names = {file(found, each.one("caption").text)[0] for each in tables}
    assert len(names) == len(tables) > 8
    assert "cost-by-agent-in-eur.csv" in names
    for each in tables:
        _, lines = file(found, each.one("caption").text)
        assert lines[0] == each.rows()[0]
        assert [len(line) for line in lines] == [len(row) for row in each.rows()]


def test_numbers_and_durations_are_what_a_spreadsheet_reads(found: Element) -> None:
    _, (head, anam, akool, *_) = file(found, "Figures by source")
    own = dict(zip(head, anam, strict=True))
    assert (own["Sessions"], own["Median"], own["Failed"]) == ("1207", "1:30:00", "0")
    assert dict(zip(head, akool, strict=True))["Median"] == ""


def test_formulas_and_umlauts_are_text(found: Element) -> None:
    _, lines = file(found, "Busiest agents")
    agents = [line[0] for line in lines[1:]]
    assert 'Jürgen, "chef"' in agents
    assert {"'=1+1", "'+1", "'-1", "'@SUM(1)", "'\\u200b=1", "'\\t=1"} <= {*agents}
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t"))]
