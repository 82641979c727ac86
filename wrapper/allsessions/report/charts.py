"""The charts. Altair describes them, vl-convert draws them as SVG. Each bar has a description for screen readers.

Charts contain no colours. They refer to CSS variables, `var(…)`, so the page sets the colours for
light mode, dark mode and print.
"""

import json
import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from math import ceil
from typing import Any, Final

import altair as alt
import vl_convert
from attrs import frozen

WIDE: Final = 1100
HALF: Final = 532
NARROW: Final = 340
FONT: Final = "Arial, Helvetica, 'Liberation Sans', sans-serif"
# The charts contain all their data. So vl-convert is not allowed to read files or URLs.
_NO_URLS: Final[list[str]] = []
_BARS: Final = {"name": "bars"}
"""The name of the data set with the invisible bars that serve the pointer, the keyboard and screen readers."""
_PARTS: Final = {"name": "parts"}
"""The name of the data set with the visible parts of the bars."""


@frozen(kw_only=True)
class Part:
    """A part of a bar, in one colour."""

    colour: str
    value: float


@frozen(kw_only=True)
class Bar:
    """A bar from `begin` to `end` on the axis, and its label. The page shows `text` on hover or focus."""

    begin: float
    end: float
    parts: Sequence[Part]
    label: str
    text: str

    @property
    def value(self) -> float:
        """The length of the bar."""
        return sum(part.value for part in self.parts)


@frozen(kw_only=True)
class Line:
    """A line across the chart at a value of an axis, and its name."""

    at: float
    name: str


def columns(
    bars: Sequence[Bar],
    ticks: Mapping[int, str],
    *,
    end: float,
    title: str,
    width: int,
    gaps: bool = False,
    level: Line | None = None,
    lines: Sequence[Line] = (),
) -> str:
    """Return a column chart as SVG.

    Args:
        ticks: Labels of the horizontal axis, by position.
        end: The end of the horizontal axis, which begins at 0.
        title: The title of the vertical axis.
        gaps: True to separate the bars, for counts; False to join them, for a curve over time.
        level: A horizontal line, such as a limit.
        lines: Vertical lines. The names of the lines are above the chart, the first name highest.
    """
    axis_ticks = _axis_ticks(max([*(bar.value for bar in bars), *([level.at] if level else [])]))
    x = alt.X(
        "begin:Q",
        scale=alt.Scale(domain=[0, end], nice=False),
        axis=alt.Axis(title=None, values=[*ticks], labelExpr=_label_expression(ticks), grid=False),
    )
    form = ",d" if axis_ticks[1] >= 1 else ",.2f"
    y = alt.Y(
        "low:Q",
        scale=alt.Scale(domain=[0, axis_ticks[-1]], nice=False),
        axis=alt.Axis(title=title, format=form, values=axis_ticks),
    )
    # An outline in the colour of the page makes the gaps. Thin bars have no outline, because it would hide them.
    outline = {"stroke": "var(--surface)"} if gaps and len(bars) <= width // 6 else {}
    layers = _bar_layers(outline, x=x, x2="end:Q", y=y, y2="high:Q")
    if level is not None:
        layers += _horizontal_line(level)
    for row, line in enumerate(reversed(lines)):
        layers += _vertical_line(line, row, end)
    parts = [part for bar in bars for part in _part_values(bar, "")]
    return _svg(layers, bars, parts if gaps else _joined(parts), width, 230 if width == WIDE else 160)


def rows(bars: Sequence[tuple[str, Bar]], *, width: int) -> str:
    """Return a chart of horizontal bars as SVG. Each bar has a name on the left and its text on the right."""
    top = max([1, *(bar.value for _, bar in bars)])
    names = [name for name, _ in bars]
    y = alt.Y("name:N", sort=names, axis=alt.Axis(title=None, labelLimit=90, minExtent=72, ticks=False))
    # Leave room for the text to the right of the longest bar.
    x = alt.X("low:Q", scale=alt.Scale(domain=[0, top * 1.3 if width == WIDE else top * 1.6], nice=False), axis=None)
    layers = _bar_layers({"height": 16}, x=x, x2="high:Q", y=y)
    label = alt.Chart(_BARS).mark_text(align="left", dx=6, color="var(--text)", aria=False)
    layers.append(label.encode(x="high:Q", y=y, text="label:N"))
    parts = [part for name, bar in bars for part in _part_values(bar, name)]
    return _svg(layers, [bar for _, bar in bars], parts, width, 26 * len(bars) + 8, names)


def _bar_layers(look: Mapping[str, Any], **places: Any) -> list[Any]:
    """Return two layers: the visible parts of the bars and, above them, invisible bars with the texts."""
    parts = alt.Chart(_PARTS, name="parts").mark_bar(aria=False, orient=_orient(places), **look)
    whole = alt.Chart(_BARS, name="bars").mark_bar(color="transparent", orient=_orient(places), **look)
    return [
        parts.encode(color=alt.Color("colour:N", scale=None), **places),
        whole.encode(description="text:N", stroke=alt.value(None), **places),
    ]


def _orient(places: Mapping[str, Any]) -> Any:
    return "vertical" if "y2" in places else "horizontal"


def _bar_values(bar: Bar, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "begin": bar.begin,
        "end": bar.end,
        "low": 0,
        "high": bar.value,
        "text": bar.text,
        "label": bar.label,
    }


def _part_values(bar: Bar, name: str) -> list[dict[str, Any]]:
    tops = [0.0, *accumulate(part.value for part in bar.parts)]
    place = {"name": name, "begin": bar.begin, "end": bar.end}
    return [
        {**place, "low": low, "high": high, "colour": part.colour}
        for part, (low, high) in zip(bar.parts, pairwise(tops), strict=True)
    ]


def _joined(parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join parts of neighbouring bars that look the same. Otherwise, thin lines would separate them in print."""
    joined: list[dict[str, Any]] = []
    latest: dict[tuple[Any, ...], dict[str, Any]] = {}
    for part in parts:
        look = (part["low"], part["high"], part["colour"])
        if (before := latest.get(look)) and before["end"] == part["begin"]:
            before["end"] = part["end"]
        else:
            latest[look] = part
            joined.append(part)
    return joined


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
        align=align, baseline="bottom", dx=-4 if align == "right" else 4, dy=-2 - 14 * row, aria=False
    )
    return [rule.encode(x="begin:Q"), text.encode(x="begin:Q", y=alt.value(0), text="name:N")]


def _axis_ticks(most: float) -> list[float]:
    """Return about four ticks from 0 to at least `most`: whole numbers, or hundredths if all values are below 1."""
    unit = 1 if most >= 1 or not most else 100
    steps = (factor * 10**power for power in range(19) for factor in (1, 2, 5))
    step = next(step for step in steps if step * 4 >= most * unit)
    last = max(step, ceil(most * unit / step) * step)
    return [each / unit if unit > 1 else each for each in range(0, last + 1, step)]


def _label_expression(ticks: Mapping[int, str]) -> str:
    return f"({json.dumps(ticks)})[datum.value]"


def _data(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"values": values}


def _svg(
    layers: Sequence[Any],
    bars: Sequence[Bar],
    parts: Sequence[Mapping[str, Any]],
    width: int,
    height: int,
    names: Sequence[str] = (),
) -> str:
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
    values = [_bar_values(bar, name) for bar, name in zip(bars, names or [""] * len(bars), strict=True)]
    specification.setdefault("datasets", {}).update(bars=values, parts=parts)
    return _compact(vl_convert.vegalite_to_svg(specification, allowed_base_urls=_NO_URLS))


def _compact(svg: str) -> str:
    # A page has thousands of bars. Remove decimals that are too small to see, and roles, because the page adds its own.
    svg = re.sub(r' (?:role|aria-roledescription|xmlns:xlink|version)="[^"]*"', "", svg)
    svg = re.sub(r' (?:d|transform|width|height|viewBox)="[^"]*"', lambda match: _rounded(match[0]), svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _rounded(numbers: str) -> str:
    return re.sub(r"(\d\.\d\d)\d+", r"\1", numbers)
