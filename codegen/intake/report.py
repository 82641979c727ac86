"""What `nox -s spec_update` prints: for people, and as JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..rooms import relative
from .compare import Change
from .update import Update
from .verdicts import Kind, Severity

_LONGEST = 300


def as_json(update: Update, written: Sequence[Path]) -> str:
    """One object: the vendor, every change, what is to be said of our corrections, and the files written."""
    report = {
        "vendor": update.vendor,
        "structural": update.structural,
        "changes": [
            {
                "place": str(change.place),
                "kind": change.kind.value,
                "class": change.severity.value,
                "why": change.why,
                "before": change.before,
                "after": change.after,
            }
            for change in update.changes
        ],
        "overlay": [
            {"action": each.action, "target": each.target, "problem": each.problem, "fatal": each.fatal}
            for each in update.findings
        ],
        "written": [str(relative(path)) for path in written],
    }
    return json.dumps(report, indent=2, ensure_ascii=False)


def as_text(update: Update, written: Sequence[Path]) -> str:
    """The same in lines, the worst first."""
    return "\n".join(_lines(update, written))


def _lines(update: Update, written: Sequence[Path]) -> Iterable[str]:
    counts = [(severity, sum(each.severity is severity for each in update.changes)) for severity in Severity]
    yield f"{update.vendor}: " + (", ".join(f"{count} {name}" for name, count in counts if count) or "no change")
    for severity in Severity:
        for change in update.changes:
            if change.severity is severity:
                yield from _change(change)
    if update.findings:
        yield "\nCorrections in overlay.yaml that need a look:"
        yield from (f"  {'error' if each.fatal else 'warning'}: {each}" for each in update.findings)
    if written:
        yield f"\nWritten: {', '.join(str(relative(path)) for path in written)}"
        yield from _next(update)
    elif update.changes:
        does = "takes it in" if update.structural else "notes that it has been seen; the wording stays ours"
        yield f"\nNothing is written. --write {does}."


def _change(change: Change) -> Iterable[str]:
    yield f"\n{change.severity}: {change.place}: {change.why}"
    if change.before is not None:
        yield f"  before: {_shown(change.before)}"
    if change.after is not None:
        yield f"  now:    {_shown(change.after)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _next(update: Update) -> Iterable[str]:
    if any(each.kind is Kind.NEW and each.severity is not Severity.WORDING for each in update.changes):
        yield "What is new has the vendor's wording: put it into our own words."
    if any(each.fatal for each in update.findings):
        yield f"Adapt specs/{update.vendor}/overlay.yaml: the errors above keep the client from being generated."
    if update.structural:
        yield f"Then: nox -s generate -- {update.vendor}, and nox -s types tests for what has to be adapted."
