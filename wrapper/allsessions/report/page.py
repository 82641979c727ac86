"""The page: its parts as data, and their rendering to one self-contained HTML file that cannot send anything."""

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files

from attrs import field, frozen
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from allsessions.privacy import escape_control_chars


@frozen(kw_only=True)
class Tile:
    """A figure of the summary, with its title."""

    title: str
    value: str
    note: str = ""


@frozen(kw_only=True)
class Chart:
    """A chart.

    Attributes:
        sentence: A description of the data.
        narrow: The SVG for small screens, and for all screens if `wide` is empty.
        wide: The SVG for large screens.
        key: The key of the source's switch; empty for all sources together.
        whole: True if the chart is as wide as the page.
        across: True if the bars are horizontal.
    """

    title: str
    sentence: str
    narrow: Markup
    wide: Markup = field(factory=Markup)
    key: str = ""
    whole: bool = False
    across: bool = False


@frozen
class Cell:
    """A cell of a table.

    Attributes:
        length: The length of the bar below the text, in per cent; None for no bar.
    """

    text: str
    length: float | None = None


@frozen(kw_only=True)
class Column:
    """A column of a table. `key` is the key of a switch, as for a chart."""

    title: str
    numeric: bool = True
    key: str = ""


@frozen(kw_only=True)
class Row:
    """A row of a table. Its first cell is its heading. `key` is the key of a switch, as for a chart."""

    cells: Sequence[Cell]
    key: str = ""
    total: bool = False


@frozen(kw_only=True)
class Table:
    """A table. `steady` is True if the headings of its rows are short and must not wrap."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    steady: bool = False


@frozen(kw_only=True)
class Section:
    """A part of the page. `pairs` is True to show two charts side by side; else the page shows as many as fit."""

    id: str
    title: str
    lead: str
    notes: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    pairs: bool = False
    tables: Sequence[Table] = ()


@frozen(kw_only=True)
class Switch:
    """A checkbox that shows or hides a source."""

    key: str
    name: str


@frozen(kw_only=True)
class Page:
    """A page.

    Attributes:
        causes: The reasons for missing sessions; empty if the report is complete.
        period: The period and its time zone, as text.
        switches: The switches of the sources; empty if there is nothing to choose.
        calculation: The sentences that explain how the figures are calculated.
    """

    title: str
    causes: Sequence[str]
    period: str
    tiles: Sequence[Tile]
    switches: Sequence[Switch]
    sections: Sequence[Section] = field(factory=tuple[Section, ...])
    calculation: Sequence[str] = ()


def html(page: Page) -> str:
    """Render the page as HTML. All texts are escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    # Control characters, such as those that change the direction of text, must have no effect.
    environment.filters["escape_control_chars"] = escape_control_chars
    style, script = _resource("page.css"), _resource("page.js")
    parts = {"style": Markup(style), "script": Markup(script)}  # noqa: S704  # they are the page's own
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
