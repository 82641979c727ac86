"""The page: its parts as data, and their rendering to one self-contained HTML file that cannot send anything."""

import base64
import csv
import hashlib
import io
import re
from collections.abc import Sequence
from importlib.resources import files

from attrs import Factory, field, frozen
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from allsessions.privacy import csv_cell, escape_control_chars


@frozen(kw_only=True)
class Tile:
    """A figure of the summary, with its title. `before` is the same figure for the previous period."""

    title: str
    value: str
    note: str = ""
    before: str = ""


@frozen(kw_only=True)
class Switch:
    """A checkbox that shows or hides the source `name`. `key` identifies the source, and also selects its colour."""

    key: str
    name: str


@frozen(kw_only=True)
class Chart:
    """A chart.

    Attributes:
        sentence: A description of the data.
        narrow: The SVG for small screens, and for all screens if `wide` is empty.
        wide: The SVG for large screens.
        key: The key of the source's `Switch`; empty for all sources together.
        legend: The sources, if the chart has several.
        whole: True if the chart is as wide as the page.
        horizontal: True if the bars are horizontal.
    """

    title: str
    sentence: str
    narrow: Markup
    wide: Markup = field(factory=Markup)
    key: str = ""
    legend: Sequence[Switch] = ()
    whole: bool = False
    horizontal: bool = False


@frozen
class Cell:
    """A cell of a table.

    Attributes:
        length: The length of the bar below the text, in per cent; None for no bar.
        key: The key of the source whose colour marks the text or the bar; empty for no colour.
        data: The text in a CSV file.
    """

    text: str
    length: float | None = field(default=None, kw_only=True)
    key: str = field(default="", kw_only=True)
    data: str = field(default=Factory(lambda self: self.text, takes_self=True), kw_only=True)


@frozen(kw_only=True)
class Column:
    """A column of a table. `key` is the key of the source's `Switch`; empty if the column is not about one source."""

    title: str
    numeric: bool = True
    key: str = ""


@frozen(kw_only=True)
class Row:
    """A row of a table. Its first cell is its heading. `key` is the key of the source's `Switch`, or empty."""

    cells: Sequence[Cell]
    key: str = ""
    total: bool = False


@frozen(kw_only=True)
class Table:
    """A table.

    Attributes:
        steady: True if the headings of the rows are short and must not wrap.
        folded: True if the page shows only the caption until the reader opens the table.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    steady: bool = False
    folded: bool = False

    @property
    def file_name(self) -> str:
        """The name of the CSV file."""
        return f"{re.sub('[^a-z0-9]+', '-', self.caption.lower())[:60].strip('-')}.csv"

    @property
    def csv(self) -> str:
        """The table as a CSV file, in a data: URL. An apostrophe precedes text that looks like a formula."""
        lines = [[column.title for column in self.columns], *([cell.data for cell in row.cells] for row in self.rows)]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([csv_cell(each) for each in line] for line in lines)
        # Excel needs the byte order mark to recognise UTF-8.
        content = base64.b64encode(text.getvalue().encode("utf-8-sig")).decode()
        return f"data:text/csv;charset=utf-8;base64,{content}"


@frozen(kw_only=True)
class Section:
    """A part of the page. `pairs` is True to show two charts in each row, and False to show as many as fit."""

    id: str
    title: str
    lead: str
    notes: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    pairs: bool = False
    tables: Sequence[Table] = ()


@frozen(kw_only=True)
class Page:
    """A page.

    Attributes:
        causes: The reasons for missing sessions; empty if the report is complete.
        period: The period and its time zone, as text.
        notes: Sentences on the sessions that the figures do not include.
        switches: The switches of the sources; empty if there is nothing to choose.
        calculation: The sentences that explain how the figures are calculated.
    """

    title: str
    causes: Sequence[str]
    period: str
    tiles: Sequence[Tile]
    notes: Sequence[str]
    switches: Sequence[Switch]
    sections: Sequence[Section] = field(factory=tuple[Section, ...])
    calculation: Sequence[str] = ()


def html(page: Page) -> str:
    """Render the page as HTML. All text is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    # Neutralize control characters, such as changes of the text direction, and invisible characters.
    environment.filters["visible"] = escape_control_chars
    style, script = _resource("page.css"), _resource("page.js")
    parts = {"style": Markup(style), "script": Markup(script)}  # noqa: S704  # files of this package
    template = environment.from_string(_resource("page.html"))
    return template.render(page=page, policy=_policy(style=style, script=script), **parts)


def _policy(*, style: str, script: str) -> str:
    # Allow only this page's own style and script: no images, fonts, requests or forms.
    own = f"style-src {_digest(style)}; script-src {_digest(script)}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _resource(name: str) -> str:
    # A browser normalises line endings before it computes the digest.
    return files("allsessions.report").joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")
