"""The page: its parts as data, and how they become one HTML file that needs nothing else and can send nothing."""

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
    """A figure at the top, and what it is."""

    title: str
    value: str
    note: str = ""


@frozen(kw_only=True)
class Chart:
    """A chart: the sentence says what it shows. `narrow` is for small screens, and for all if `wide` is empty.

    Attributes:
        key: Of which source, as the switches name them; empty for all together.
        whole: Whether it has the page's width.
        across: Whether its bars lie below one another.
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
        length: Of the bar below the text, in per cent; None for none.
    """

    text: str
    length: float | None = None


@frozen(kw_only=True)
class Column:
    """A column of a table; `key` is as that of a chart."""

    title: str
    numeric: bool = True
    key: str = ""


@frozen(kw_only=True)
class Row:
    """A row of a table, whose first cell is its heading; `key` is as that of a chart."""

    cells: Sequence[Cell]
    key: str = ""
    total: bool = False


@frozen(kw_only=True)
class Table:
    """A table; `steady` says that the headings of its rows are the page's own, which need no second line."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    steady: bool = False


@frozen(kw_only=True)
class Section:
    """A part of the page; with `pairs`, two of its charts stand side by side, else as many as fit."""

    id: str
    title: str
    lead: str
    notes: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    pairs: bool = False
    tables: Sequence[Table] = ()


@frozen(kw_only=True)
class Switch:
    """What shows or hides a source."""

    key: str
    name: str


@frozen(kw_only=True)
class Page:
    """A page.

    Attributes:
        causes: Why sessions are missing; none if all there are were read.
        period: The period in words, and the zone.
        switches: For the sources that have charts of their own; none where there is nothing to choose from.
        closing: How the figures come about.
    """

    title: str
    causes: Sequence[str]
    period: str
    tiles: Sequence[Tile]
    switches: Sequence[Switch]
    sections: Sequence[Section] = field(factory=tuple[Section, ...])
    closing: Sequence[str] = ()


def html(page: Page) -> str:
    """The page as HTML. Whatever is not the page's own, such as a vendor's text, is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    # Control characters, such as those that turn the direction of writing, are shown and do nothing.
    environment.filters["escape_control_chars"] = escape_control_chars
    style, script = _own("page.css"), _own("page.js")
    parts = {"style": Markup(style), "script": Markup(script)}  # noqa: S704  # they are the page's own
    template = environment.from_string(_own("page.html"))
    return template.render(page=page, policy=_policy(style=style, script=script), **parts)


def _policy(*, style: str, script: str) -> str:
    # The style and the script of this page alone; no picture, no font, no request, no form, to nowhere.
    own = f"style-src {_digest(style)}; script-src {_digest(script)}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _own(name: str) -> str:
    # In lines as HTML has them: with others, the digest would not be that of what the browser reads.
    return files("allsessions.report").joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")
