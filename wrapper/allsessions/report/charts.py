"""The charts: Altair describes them, vl-convert draws them. What they show is in the SVG, each bar with its words.

No text of a vendor's is in a chart, and no colour: `var(…)` leaves that to the page, in light, in dark and on paper.
"""

import json
import re
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Final

import altair as alt
import vl_convert
from attrs import frozen

WIDE: Final = 1100
HALF: Final = 532
NARROW: Final = 340
FONT: Final = "Arial, Helvetica, 'Liberation Sans', sans-serif"
# Nothing is read from a file or an address: all data stand in the chart.
_NOWHERE: Final[list[str]] = []
_BARS: Final = {"name": "bars"}
"""Where a chart finds its bars."""


@frozen(kw_only=True)
class Bar:
    """From `begin` to `end` on the chart's axis, as long as `value`; `said` is what a pointer or a key shows of it."""

    begin: float
    end: float
    value: float
    said: str


@frozen(kw_only=True)
class Line:
    """A value that is marked, and its name."""

    at: float
    name: str


def columns(
    bars: Sequence[Bar],
    ticks: Mapping[int, str],
    *,
    title: str,
    width: int,
    gaps: bool = False,
    level: Line | None = None,
    lines: Sequence[Line] = (),
) -> str:
    """Bars on an axis with these ticks: the title is that of the upright axis.

    Args:
        gaps: Whether bars stand apart, as counts of their own, and not together as one course.
        level: A value across the whole chart, such as a limit.
        lines: Upright lines, the names of which stand above, the first one higher.
    """
    marks = _marks(max([*(bar.value for bar in bars), *([level.at] if level else [])]))
    x = alt.X(
        "begin:Q",
        scale=alt.Scale(domain=[bars[0].begin, bars[-1].end], nice=False),
        axis=alt.Axis(title=None, values=[*ticks], labelExpr=_looked_up(ticks), grid=False),
    )
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, marks[-1]], nice=False),
        axis=alt.Axis(title=title, format=",d", values=marks),
    )
    # A gap is the page's own colour around the bars; where they are thin, it would leave nothing of them.
    gap: dict[str, Any] = {"stroke": "var(--surface)"} if gaps and len(bars) <= width // 6 else {}
    layers: list[Any] = [
        alt.Chart(_BARS)
        .mark_bar(orient="vertical", color="var(--bar)", **gap)
        .encode(x=x, x2="end:Q", y=y, description="said:N")
    ]
    if level is not None:
        layers += _level(level)
    for row, line in enumerate(reversed(lines)):
        layers += _upright(line, row, bars[-1].end)
    return _svg(layers, [_values(bar) for bar in bars], width, 230 if width == WIDE else 160)


def rows(bars: Sequence[tuple[str, str, Bar]], *, width: int) -> str:
    """Bars below one another: each with a name before, a colour of the page's, and its words behind."""
    top = max([1, *(bar.value for _, _, bar in bars)])
    values = [{"name": name, "colour": f"var(--{colour})", **_values(bar)} for name, colour, bar in bars]
    y = alt.Y("name:N", sort=None, axis=alt.Axis(title=None, labelLimit=90, minExtent=72, ticks=False))
    # The words have their room behind the longest bar.
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, top * 1.6], nice=False), axis=None)
    bar = (
        alt.Chart(_BARS)
        .mark_bar(height=14)
        .encode(x=x, y=y, color=alt.Color("colour:N", scale=None), description="said:N")
    )
    words = bar.mark_text(align="left", dx=6, color="var(--text)", aria=False).encode(
        text="words:N", color=alt.value("var(--text)")
    )
    return _svg([bar, words], values, width, 24 * len(bars) + 8)


def _values(bar: Bar) -> dict[str, Any]:
    return {
        "begin": bar.begin,
        "end": bar.end,
        "value": bar.value,
        "said": bar.said,
        "words": bar.said.partition(": ")[2],
    }


def _level(level: Line) -> list[Any]:
    values = _data([{"value": level.at, "name": f"- - {level.name}"}])
    rule = alt.Chart(values).mark_rule(color="var(--limit)", strokeDash=[5, 3], strokeWidth=1.5, aria=False)
    text = alt.Chart(values).mark_text(
        align="right", baseline="bottom", dy=-4, color="var(--limit)", fontWeight="bold", aria=False
    )
    # Above the bars, where none can be behind it.
    return [rule.encode(y="value:Q"), text.encode(y=alt.value(0), x=alt.value("width"), text="name:N")]


def _upright(line: Line, row: int, end: float) -> list[Any]:
    values = _data([{"begin": line.at, "name": line.name}])
    rule = alt.Chart(values).mark_rule(color="var(--text)", strokeWidth=1.5, aria=False)
    align: Any = "right" if line.at > end / 2 else "left"
    text = alt.Chart(values).mark_text(
        align=align, baseline="bottom", dx=-4 if align == "right" else 4, dy=-2 - 12 * row, aria=False
    )
    return [rule.encode(x="begin:Q"), text.encode(x="begin:Q", y=alt.value(0), text="name:N")]


def _marks(most: float) -> list[int]:
    """Whole numbers from 0 to no less than the most: some three or four of them."""
    steps = (factor * 10**power for power in range(19) for factor in (1, 2, 5))
    step = next(step for step in steps if step * 4 >= most)
    return [*range(0, max(step, -(-ceil(most) // step) * step) + 1, step)]


def _looked_up(ticks: Mapping[int, str]) -> str:
    return f"({json.dumps(ticks)})[datum.value]"


def _data(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"values": values}


def _svg(layers: Sequence[Any], bars: Sequence[Mapping[str, Any]], width: int, height: int) -> str:
    whole: Any = alt.layer(*layers)
    chart = (
        whole.properties(width=width, height=height, autosize=alt.AutoSizeParams(type="fit", contains="padding"))
        .configure(background="transparent", font=FONT, padding={"left": 0, "right": 6, "top": 4, "bottom": 0})
        .configure_view(stroke=None)
        .configure_axis(
            domainColor="var(--line)",
            gridColor="var(--grid)",
            tickColor="var(--line)",
            labelColor="var(--muted)",
            titleColor="var(--muted)",
            labelFontSize=11,
            titleFontSize=11,
            titleFontWeight="normal",
            titlePadding=8,
            labelOverlap=True,
        )
        .configure_text(color="var(--text)", fontSize=11)
    )
    # Beside the chart and not in it, or Altair would copy and check each bar many times.
    specification = chart.to_dict()
    specification.setdefault("datasets", {})[_BARS["name"]] = bars
    return _compact(vl_convert.vegalite_to_svg(specification, allowed_base_urls=_NOWHERE))


def _compact(svg: str) -> str:
    # The figure has the role, and no eye sees a thousandth of a pixel: a page has thousands of bars.
    svg = re.sub(r' (?:role|aria-roledescription|xmlns:xlink|version)="[^"]*"', "", svg)
    svg = re.sub(r"(\d\.\d\d)\d+", r"\1", svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
