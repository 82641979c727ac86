"""Excel workbooks: values that a spreadsheet would misread, its limits, and files that a spreadsheet saved."""

import datetime
import re
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from allsessions import ConfigurationError
from allsessions.export import write

from .made import never, session, sessions

openpyxl: Any = import_module("openpyxl")  # another program that reads and writes workbooks
xlsxwriter: Any = import_module("xlsxwriter")
calamine: Any = import_module("python_calamine")

SHEET = "xl/worksheets/sheet1.xml"
MARKUP = ["<r>", "<r><t>a</t></r>", "'<r>", "a<r>b</r>", "&amp;", "_x0041_", "_x005F_"]


def cells(path: Path) -> list[list[Any]]:
    lines: list[list[Any]] = calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("sessions").to_python()
    return lines


def labels(path: Path) -> list[str]:
    return [line[14] for line in cells(path)[1:]]


def test_no_text_is_a_formula_a_link_or_a_number(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@A1", '=HYPERLINK("http://a.test")', "{=1}", "http://a.test", "#N/A", "1", "TRUE"]
    write([session(1, id=text, label=text) for text in texts], path := tmp_path / "sessions.xlsx")
    sheet = openpyxl.load_workbook(path).active
    for line in sheet.iter_rows(min_row=2):
        assert {cell.data_type for cell in (line[0], line[3], line[14])} == {"s"}
        assert [cell.hyperlink for cell in line] == [None] * 16
    assert labels(path) == ["'=1+1", "'+1", "'-1", "'@A1", f"'{texts[4]}", *texts[5:]]


def test_markup_and_escapes_in_a_text_stay_a_text(tmp_path: Path) -> None:
    odd = [session(1, id=text, label=text) for text in (*MARKUP, "\ufffe", "\uffff")]
    write(odd, path := tmp_path / "sessions.xlsx")
    assert labels(path)[:-2] == ["'<r>", "'<r><t>a</t></r>", "''<r>", *MARKUP[3:]]
    again = write(odd, path, append=True)
    assert (again.added, again.updated) == (0, 0)


def test_a_time_is_shown_in_utc_with_milliseconds(tmp_path: Path) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=9))
    moment = datetime.datetime(2026, 4, 20, 18, 30, 0, 123_999, tzinfo=zone)
    write([session(1, created_at=moment)], path := tmp_path / "sessions.xlsx")
    cell = openpyxl.load_workbook(path).active["G2"]
    assert cell.value == datetime.datetime(2026, 4, 20, 9, 30, 0, 123_000)
    assert cell.number_format == 'yyyy-mm-dd hh:mm:ss.000" UTC"'
    # Excel has no times before 1900.
    write([session(1, created_at=moment.replace(year=1))], path, replace=True)
    assert openpyxl.load_workbook(path).active["G2"].value == "0001-04-20T09:30:00.123000+00:00"


def test_a_text_that_excel_would_cut_is_refused(tmp_path: Path) -> None:
    write([session(1, label="a" * 32_767)], path := tmp_path / "sessions.xlsx")
    said = "anam-eu:id-1: label does not fit into .xlsx: .* 32,767 characters"
    for text in ("a" * 32_768, "𝄞" * 16_384):
        with pytest.raises(ConfigurationError, match=said):
            write([session(1, label=text)], path)
    with pytest.raises(ConfigurationError, match="label does not fit into .xlsx: Excel would change this text"):
        write([session(1, label="cam_x1920_x1080_")], path)
    assert labels(path) == ["a" * 32_767]


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    xlsx_file: Any = import_module("allsessions.export.xlsx_file")
    monkeypatch.setattr(xlsx_file, "count", lambda first: iter(range(1_048_576 - 3 + first - 1, 2_000_000)))
    write(sessions(3), path := tmp_path / "sessions.xlsx")
    before = path.read_bytes()
    assert b'<row r="1048576">' in zipfile.ZipFile(path).read(SHEET)
    with pytest.raises(ConfigurationError, match=r"at most 1,048,575 sessions; use .parquet or .csv"):
        write(sessions(4), path)
    assert path.read_bytes() == before


def test_a_file_that_another_program_saved_is_continued(tmp_path: Path) -> None:
    odd = [*sessions(3), *(session(1, id=text, label=text) for text in MARKUP)]
    write(odd, path := tmp_path / "sessions.xlsx", raw=True)
    lines = cells(path)
    with xlsxwriter.Workbook(path, {"default_date_format": "d mmmm yyyy"}) as workbook:
        sheet = workbook.add_worksheet("Tabelle1")
        for number, line in enumerate(lines):
            sheet.write_row(number + 3, 0, line)  # below empty rows
    assert "xl/sharedStrings.xml" in zipfile.ZipFile(path).namelist()  # where Excel stores texts
    again = write([*odd, session(4)], path, raw=True, append=True)
    assert (again.added, again.updated) == (1, 0)


def test_a_text_of_several_runs_is_one_text(tmp_path: Path) -> None:
    write([session(1, label="ab")], path := tmp_path / "sessions.xlsx")
    runs = "<r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r>"
    rewrite(path, lambda sheet: sheet.replace("<is><t>ab</t></is>", f"<is>{runs}</is>"))
    again = write([session(1, label="ab")], path, append=True)
    assert (again.added, again.updated) == (0, 0)


def test_other_sheets_are_not_lost(tmp_path: Path) -> None:
    write(sessions(3), path := tmp_path / "sessions.xlsx")
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("notes")
    workbook.save(path)
    before = path.read_bytes()
    for append in (False, True):
        with pytest.raises(ConfigurationError, match="has 2 sheets, but an export has one; use --replace"):
            write(never(), path, append=append)
    assert path.read_bytes() == before
    write(sessions(2), path, replace=True)
    assert openpyxl.load_workbook(path).sheetnames == ["sessions"]


@pytest.mark.parametrize(
    ("pattern", "new", "said"),
    [
        ("<v>1501</v>", "<v>many</v>", "row 3: .*'many'"),
        ("<t>active</t>", "<t>busy</t>", "row 3: 'busy'"),
        (r"<v>46132\.[^<]*</v>", "<v>1E+99</v>", "row 3: "),
        (r".{40}$", "", r"sessions\.xlsx.*--replace"),
    ],
)
def test_a_damaged_cell_is_named_by_its_row(pattern: str, new: str, said: str, tmp_path: Path) -> None:
    write(sessions(3), path := tmp_path / "sessions.xlsx")
    rewrite(path, lambda sheet: re.sub(pattern, new, sheet, count=1))
    with pytest.raises(ConfigurationError, match=said):
        write(never(), path, append=True)


def rewrite(path: Path, change: Any) -> None:
    """Change the XML of the sheet."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changed = change(parts[SHEET].decode())
    assert changed != parts[SHEET].decode()
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in {**parts, SHEET: changed.encode()}.items():
            archive.writestr(each, content)
