"""The formats for programs. Lists are written session by session, to keep memory use constant."""

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
"""The attributes of `Session` for fields with another name."""

SORTABLE: Final = tuple(name for name in FIELDS if name != "vendor_status")
"""The fields by which sessions can be sorted. Vendors' statuses are numbers or text."""


def write_json(value: Any) -> None:
    """Write one value, indented."""
    sys.stdout.write(_json(value, indent=2) + "\n")


def write_sessions_json(sessions: Iterable[Session], names: Sequence[str]) -> None:
    """Write one array, with a session per line and these fields."""
    before = "["
    for session in sessions:
        values = session.to_dict(raw=RAW.name in names)
        sys.stdout.write(f"{before}\n{_json({name: values[name] for name in names})}")
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def write_counts_csv(counts: Mapping[str, int | None]) -> None:
    """Write a header, and a row per source."""
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(("source", "sessions"))
    rows.writerows((csv_cell(name), count) for name, count in counts.items())


def _json(value: Any, indent: int | None = None) -> str:
    # ASCII output has no control characters and no lone surrogates, which terminals and encodings cannot handle.
    return json.dumps(value, ensure_ascii=True, indent=indent)
