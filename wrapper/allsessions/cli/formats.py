"""Output as JSON and CSV. The functions write lists session by session, to keep memory use constant."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from allsessions import Session
from allsessions.export import COLUMNS, RAW
from allsessions.privacy import csv_cell

FIELDS: Final = tuple(column.name for column in COLUMNS)
"""The keys of `Session.to_dict()`, and the columns of CSV."""

ATTRIBUTES: Final = {"duration_ms": "duration"}
"""Maps a field to the attribute of `Session`, if the two have different names."""

SORTABLE: Final = tuple(name for name in FIELDS if name != "vendor_status")
"""The fields by which sessions can be sorted: all except `vendor_status`, which mixes numbers and text."""


def write_json(value: Any) -> None:
    """Write a value as indented JSON."""
    sys.stdout.write(_json(value, indent=2) + "\n")


def write_sessions_json(sessions: Iterable[Session], names: Sequence[str]) -> None:
    """Write sessions as one JSON array, one session per line, with only these fields."""
    before = "["
    for session in sessions:
        values = session.to_dict(raw=RAW.name in names)
        sys.stdout.write(f"{before}\n{_json({name: values[name] for name in names})}")
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def write_counts_csv(counts: Mapping[str, int | None]) -> None:
    """Write counts as CSV: a header, then one row per source."""
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(("source", "sessions"))
    rows.writerows((csv_cell(name), count) for name, count in counts.items())


def _json(value: Any, indent: int | None = None) -> str:
    # ASCII output has no control characters and no lone surrogates, which terminals and encodings cannot handle.
    return json.dumps(value, ensure_ascii=True, indent=indent)
