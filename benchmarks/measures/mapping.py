"""Measure the mapping of a vendor's typed models to `Session`, as a fraction of the time to decode the page."""

from statistics import median

from ..limits import on_one_core
from ..outcome import Outcome, Verdict, milliseconds, table
from ..pages import VENDORS
from ..peers import ours
from ..rounds import interleaved, ratio
from .decoding import page, repeated

ROUNDS = 21


def measure() -> Outcome:
    shares: dict[str, float] = {}
    rows = []
    figures: dict[str, float] = {}
    for vendor in VENDORS:
        content, read, mapped = page(vendor), ours.reader(vendor), ours.mapped(vendor)
        turns = {"decoding": repeated(read, content), "mapping": repeated(mapped, read(content))}
        with on_one_core():
            seconds = interleaved(turns, ROUNDS)
        shares[vendor] = ratio(seconds["mapping"], seconds["decoding"])
        medians = {name: median(each) for name, each in seconds.items()}
        rows.append([vendor, *map(milliseconds, medians.values()), f"{shares[vendor]:.2f}"])
        figures[f"mapping, {vendor}"] = medians["mapping"]
    return Outcome(
        text=table(["100 records", "decoding to models", "mapping to `Session`", "mapping ÷ decoding"], rows),
        verdicts=tuple(
            Verdict(
                measure=f"mapping {vendor} models to `Session`",
                target="≤ 0.25 × the decoding time",
                measured=f"{share:.2f} ×",
                met=share <= 0.25,
            )
            for vendor, share in shares.items()
        ),
        figures=figures,
    )
