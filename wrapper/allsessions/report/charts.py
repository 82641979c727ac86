"""The charts. Altair describes them, vl-convert draws them as SVG. Each bar has a description for screen readers.

Charts contain no vendor's text and no colours. CSS variables, `var(…)`, let the page set colours for light, dark and
print.
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
# The charts contain all their data, so vl-convert must read no file and no URL.
_NO_URLS: Final[list[str]] = []
_BARS: Final = {"name": "bars"}
"""The name of the data set with a chart's bars."""


@frozen(kw_only=True)
class Bar:
    """A bar from `begin` to `end` on the axis, `value` long. The page shows `text` for the pointer or the keyboard."""

    begin: float
    end: float
    value: float
    text: str


@frozen(kw_only=True)
class Line:
    """A marked value and its name."""

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
    """Return a column chart as SVG.

    Args:
        ticks: Labels of the horizontal axis, by position.
        title: The title of the vertical axis.
        gaps: True to separate the bars, for counts; False to join them, for a course over time.
        level: A horizontal line, such as a limit.
        lines: Vertical lines. Their names are above the chart, the first one highest.
    """
    axis_ticks = _axis_ticks(max([*(bar.value for bar in bars), *([level.at] if level else [])]))
    x = alt.X(
        "begin:Q",
        scale=alt.Scale(domain=[bars[0].begin, bars[-1].end], nice=False),
        axis=alt.Axis(title=None, values=[*ticks], labelExpr=_label_expression(ticks), grid=False),
    )
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, axis_ticks[-1]], nice=False),
        axis=alt.Axis(title=title, format=",d", values=axis_ticks),
    )
    # A gap is an outline in the colour of the page. It would hide thin bars.
    gap: dict[str, Any] = {"stroke": "var(--surface)"} if gaps and len(bars) <= width // 6 else {}
    layers: list[Any] = [
        alt.Chart(_BARS)
        .mark_bar(orient="vertical", color="var(--bar)", **gap)
        .encode(x=x, x2="end:Q", y=y, description="text:N")
    ]
    if level is not None:
        layers += _horizontal_line(level)
    for row, line in enumerate(reversed(lines)):
        layers += _vertical_line(line, row, bars[-1].end)
    return _svg(layers, [_values(bar) for bar in bars], width, 230 if width == WIDE else 160)


def rows(bars: Sequence[tuple[str, str, Bar]], *, width: int) -> str:
    """Return a chart of horizontal bars as SVG. Each bar has a name on the left and its text on the right."""
    top = max([1, *(bar.value for _, _, bar in bars)])
    values = [{"name": name, "colour": f"var(--{colour})", **_values(bar)} for name, colour, bar in bars]
    y = alt.Y("name:N", sort=None, axis=alt.Axis(title=None, labelLimit=90, minExtent=72, ticks=False))
    # Leave room for the text to the right of the longest bar.
    x = alt.X("value:Q", scale=alt.Scale(domain=[0, top * 1.6], nice=False), axis=None)
    bar = (
        alt.Chart(_BARS)
        .mark_bar(height=14)
        .encode(x=x, y=y, color=alt.Color("colour:N", scale=None), description="text:N")
    )
    label = bar.mark_text(align="left", dx=6, color="var(--text)", aria=False).encode(
        text="label:N", color=alt.value("var(--text)")
    )
    return _svg([bar, label], values, width, 24 * len(bars) + 8)


def _values(bar: Bar) -> dict[str, Any]:
    return {
        "begin": bar.begin,
        "end": bar.end,
        "value": bar.value,
        "text": bar.text,
        "label": bar.text.partition(": ")[2],
    }


def _horizontal_line(level: Line) -> list[Any]:
    values = _data([{"value": level.at, "name": f"- - {level.name}"}])
    rule = alt.Chart(values).mark_rule(color="var(--limit)", strokeDash=[5, 3], strokeWidth=1.5, aria=False)
    text = alt.Chart(values).mark_text(
        align="right", baseline="bottom", dy=-4, color="var(--limit)", fontWeight="bold", aria=False
    )
    # The label is above all bars.
    return [rule.encode(y="value:Q"), text.encode(y=alt.value(0), x=alt.value("width"), text="name:N")]


def _vertical_line(line: Line, row: int, end: float) -> list[Any]:
    values = _data([{"begin": line.at, "name": line.name}])
    rule = alt.Chart(values).mark_rule(color="var(--text)", strokeWidth=1.5, aria=False)
    align: Any = "right" if line.at > end / 2 else "left"
    text = alt.Chart(values).mark_text(
        align=align, baseline="bottom", dx=-4 if align == "right" else 4, dy=-2 - 12 * row, aria=False
    )
    return [rule.encode(x="begin:Q"), text.encode(x="begin:Q", y=alt.value(0), text="name:N")]


def _axis_ticks(most: float) -> list[int]:
    """Return about four ticks: whole numbers from 0 to at least `most`."""
    steps = (factor * 10**power for power in range(19) for factor in (1, 2, 5))
    step = next(step for step in steps if step * 4 >= most)
    return [*range(0, max(step, -(-ceil(most) // step) * step) + 1, step)]


def _label_expression(ticks: Mapping[int, str]) -> str:
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
    # Add the data to the finished specification: Altair would copy and check each bar many times.
    specification = chart.to_dict()
    specification.setdefault("datasets", {})[_BARS["name"]] = bars
    return _compact(vl_convert.vegalite_to_svg(specification, allowed_base_urls=_NO_URLS))


def _compact(svg: str) -> str:
    # A page has thousands of bars. Remove roles, which the page's figure has, and invisible decimals.
    svg = re.sub(r' (?:role|aria-roledescription|xmlns:xlink|version)="[^"]*"', "", svg)
    svg = re.sub(r"(\d\.\d\d)\d+", r"\1", svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
