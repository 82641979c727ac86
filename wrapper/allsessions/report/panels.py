"""Charts and tables of all sources together and of each source."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from .charts import HALF, NARROW, WIDE
from .context import Context
from .figures import Group
from .page import Cell, Chart, Column, Row, Table
from .words import number

ALL = "All sources"


def charts(
    context: Context,
    known: Callable[[Group], int],
    sentence: Callable[[Group], str],
    draw: Callable[[Group, int], str],
    *,
    across: bool = False,
) -> list[Chart]:
    """Return a wide chart of all sources, and a smaller one of each source with data; empty if no source has data.

    Args:
        known: Returns 0 if a group has no data for its chart.
        sentence: Returns the description of a group's chart.
        draw: Returns a group's chart as SVG, with this width in pixels.
        across: True if the bars are horizontal.
    """
    if not known(context.figures.whole):
        return []

    def chart(key: str, title: str, group: Group, width: int) -> Chart:
        # The SVG is safe: the chart library made it from the report's own words and numbers.
        narrow, wide = (Markup(draw(group, each)) for each in (NARROW, width))  # noqa: S704
        return Chart(
            title=title,
            sentence=sentence(group),
            narrow=narrow,
            wide=wide if width != NARROW else Markup(),
            key=key,
            whole=width == WIDE,
            across=across,
        )

    charted = context.charted()
    if len(charted) == 1:
        return [chart(*charted[0], WIDE)]
    size = HALF if pairs(context) else NARROW
    parts = [chart(*each, size) for each in charted if known(each[2])]
    return [chart("", ALL, context.figures.whole, WIDE), *parts]


def pairs(context: Context) -> bool:
    """Return True if charts look best in pairs: three in a row would leave one alone."""
    return len(context.charted()) in (2, 4)


def table(
    context: Context, caption: str, head: str, names: Sequence[str], values: Callable[[Group], Sequence[int]]
) -> Table:
    """Return a table with a row for each name and a column for each source."""
    charted = context.charted()
    groups = [group for _, _, group in charted]
    columns = [Column(title=title, key=key) for key, title, _ in charted]
    if len(charted) > 1:
        groups.insert(0, context.figures.whole)
        columns.insert(0, Column(title=ALL))
    found = [values(group) for group in groups]
    rows = [Row(cells=[Cell(name), *(Cell(number(each[place])) for each in found)]) for place, name in enumerate(names)]
    return Table(caption=caption, columns=[Column(title=head, numeric=False), *columns], rows=rows, steady=True)
