"""The colours of the sources: distinguishable by everybody, on light and dark pages."""

import re
from importlib import import_module
from importlib.resources import files
from itertools import combinations, product
from typing import Any

from allsessions.report.figures import SHOWN

numpy: Any = import_module("numpy")  # its types are incomplete

# Simulated colour blindness for linear RGB, severity 1: Machado, Oliveira and Fernandes, 2009.
SEEN: dict[str, Any] = {
    "all colours": numpy.identity(3),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# The colour space Oklab, in which equal distances look equal: Björn Ottosson, 2020.
TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def linear(colour: str) -> Any:
    values = numpy.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return numpy.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(colour: str, seen: Any) -> Any:
    cones = numpy.dot(TO_CONES, numpy.dot(seen, linear(colour)))
    return numpy.dot(TO_LAB, numpy.cbrt(numpy.maximum(cones, 0)))


def closest(colours: list[str], seen: Any) -> float:
    """Return the smallest distance between two of the colours."""
    return min(float(numpy.linalg.norm(lab(a, seen) - lab(b, seen))) for a, b in combinations(colours, 2))


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(numpy.dot((0.2126, 0.7152, 0.0722), linear(each))) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def schemes() -> list[dict[str, str]]:
    style = files("allsessions.report").joinpath("page.css").read_text(encoding="utf-8")
    return [dict(re.findall(r"--([\w-]+): (#\w+);", block)) for block in re.findall(r":root \{([^}]*)\}", style)[:2]]


def test_sources_differ_also_for_the_colour_blind() -> None:
    for colours, (name, seen) in product(schemes(), SEEN.items()):
        sources = [colours[f"s{place}"] for place in range(SHOWN + 1)]
        assert closest(sources[:4], seen) > 0.1, name
        assert closest(sources, seen) > 0.07, name


def test_bars_stand_out() -> None:
    for colours in schemes():
        for name in [*(f"s{place}" for place in range(SHOWN + 1)), "others"]:
            assert contrast(colours[name], colours["surface"]) >= 3, name
