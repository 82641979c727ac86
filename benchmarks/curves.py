"""Draw the diagrams of how the cost grows."""

from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

PICTURE = Path(__file__).parent / "growth.svg"


@frozen
class Curve:
    """A line in a diagram, with one y value (in `figures`) for each x value of its panel."""

    name: str
    figures: Sequence[float]


@frozen
class Panel:
    """A diagram with two logarithmic axes, where proportional growth is a straight line of slope 1."""

    across: str
    places: Sequence[float]
    upwards: str
    curves: Sequence[Curve]


def draw(panels: Sequence[Panel], into: Path = PICTURE) -> None:
    """Write the panels side by side as SVG. The same panels always give the same bytes."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "allsessions", "svg.fonttype": "none", "font.size": 11})
    from matplotlib import pyplot
    from matplotlib.ticker import FuncFormatter, NullFormatter, NullLocator

    figure, diagrams = pyplot.subplots(1, len(panels), figsize=(5 * len(panels), 4.4), layout="constrained")
    for diagram, panel in zip(diagrams, panels, strict=True):
        for curve in panel.curves:
            dashed = "--" if curve.name.endswith("CPU") else "-"
            colour = "tab:blue" if curve.name.startswith("allsessions") else "tab:orange"
            name = curve.name.replace("`", "")
            diagram.loglog(panel.places, curve.figures, dashed, color=colour, marker="o", label=name)
        diagram.set_xlabel(panel.across)
        diagram.set_ylabel(panel.upwards)
        diagram.set_xticks(panel.places, [f"{place:,}" for place in panel.places])
        diagram.xaxis.set_minor_locator(NullLocator())
        diagram.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        diagram.yaxis.set_minor_formatter(NullFormatter())
        diagram.grid(visible=True, color="0.9")
        diagram.legend()
    figure.savefig(into, metadata={"Date": None})
    pyplot.close(figure)
