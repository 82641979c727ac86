"""Format the report of `nox -s spec_update`, as text and as JSON."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import asdict

from ..rooms import relative
from .compare import Change
from .update import Update
from .verdicts import Severity

_LONGEST = 300
_BEFORE = 60  # characters to show before the first difference


def as_json(update: Update, written: Sequence[Path]) -> str:
    """Return a JSON object with the vendor, all changes, the problems with our corrections, and the files written."""
    changes = [asdict(each, recurse=False) for each in update.changes]
    report = {
        "vendor": update.vendor,
        "structural": update.structural,
        "changes": [{"class": each.pop("severity"), **each} for each in changes],
        "left_out": list(map(str, update.left_out)),
        "overlay": list(map(asdict, update.findings)),
        "written": list(map(relative, written)),
    }
    return json.dumps(report, indent=2, ensure_ascii=False, default=str)  # for places and paths


def as_text(update: Update, written: Sequence[Path]) -> str:
    """Return the report as text, with the most severe changes first."""
    return "\n".join(_lines(update, written))


def _lines(update: Update, written: Sequence[Path]) -> Iterable[str]:
    counts = [(severity, sum(each.severity is severity for each in update.changes)) for severity in Severity]
    yield f"{update.vendor}: " + (", ".join(f"{count} {name}" for name, count in counts if count) or "no change")
    if update.left_out:
        yield f"operations not compared (not in the files): {', '.join(map(str, update.left_out))}"
    for change in sorted(update.changes, key=lambda each: [*Severity].index(each.severity)):
        yield from _change(change)
    if update.findings:
        yield "\nCheck these corrections in overlay.yaml:"
        yield from (f"  {'error' if each.fatal else 'warning'}: {each}" for each in update.findings)
    if written:
        yield f"\nWritten: {', '.join(str(relative(path)) for path in written)}"
        yield "Next: see the section 'When a vendor changes its documentation' in CONTRIBUTING.md."
    elif update.changes:
        yield "\nNothing was written. Pass --write to write the changes into specs/."


def _change(change: Change) -> Iterable[str]:
    yield f"\n{change.severity}: {change.place}: {change.why}"
    texts = ["" if value is None else json.dumps(value, ensure_ascii=False) for value in (change.before, change.after)]
    first = next((number for number, (one, other) in enumerate(zip(*texts, strict=False)) if one != other), 0)
    for name, text in zip(("before:", "now:   "), texts, strict=True):
        if text:
            yield f"  {name} {_shown(text, first)}"


def _shown(text: str, first: int) -> str:
    start = max(0, first - _BEFORE) if first + _BEFORE > _LONGEST else 0
    part = text[start : start + _LONGEST]
    return ("…" if start else "") + part + ("…" if start + _LONGEST < len(text) else "")
