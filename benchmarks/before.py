"""Compare the figures with those from before the work on speed, which are in before.json."""

import json
from pathlib import Path

from attrs import asdict, frozen

from .machine import commit, today
from .outcome import milliseconds, table

FILE = Path(__file__).parent / "before.json"
OURS = ("allsessions", "ours")
COMPARED = ("decoding, ", "mapping, ", "listing, ", "many sources, ", "startup, ")


@frozen
class Before:
    """The earlier figures, by name, with their commit and date."""

    commit: str
    date: str
    figures: dict[str, float]


def keep(figures: dict[str, float]) -> None:
    """Store these figures, to compare later runs with them."""
    before = Before(commit=commit(), date=today(), figures=figures)
    FILE.write_text(json.dumps(asdict(before), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def compared(figures: dict[str, float]) -> str:
    """Return the earlier and the new figures side by side, as Markdown."""
    before = Before(**json.loads(FILE.read_text(encoding="utf-8")))
    names = [name for name in figures if name in before.figures and _is_ours(name)]
    times = [
        [name, milliseconds(then), milliseconds(now), f"{then / now:.1f} ×"]
        for name, then, now in ((name, before.figures[name], figures[name]) for name in names)
    ]
    return (
        f"“Before” is the library at commit {before.commit}, measured in the same way on {before.date}.\n\n"
        + table(["", "before", "now", "faster by"], times)
        + "\n\nShares of the time, before and now:\n\n"
        + _profiles(before.figures, figures)
    )


def _is_ours(name: str) -> bool:
    what, *parts = name.split(", ")
    ours = what == "mapping" or any(part in OURS for part in parts) or (what == "startup" and OURS[0] in name)
    return name.startswith(COMPARED) and ours


def _profiles(before: dict[str, float], now: dict[str, float]) -> str:
    whats = ("decoding, anam", "decoding, elizaos", "listing, all four")
    parts = dict.fromkeys(name.rpartition(", ")[2] for name in (*before, *now) if name.startswith("profile, "))
    head = ["", *(f"{what}: {when}" for what in whats for when in ("before", "now"))]
    rows = [
        [part, *(f"{each.get(f'profile, {what}, {part}', 0) * 100:.0f} %" for what in whats for each in (before, now))]
        for part in parts
    ]
    return table(head, [row for row in rows if set(row[1:]) != {"0 %"}])
