"""The formats for programs. Lists are written record by record, to keep memory use constant."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from attrs import fields

from allsessions import Session
from allsessions.privacy import csv_cell

Record: TypeAlias = Mapping[str, Any]
"""The result of `Session.to_dict()`."""

FIELDS: Final = ("ref", *(each.name for each in fields(Session) if each.name not in ("raw", "unreadable")))
"""The keys of a record. CSV needs them for the header even without sessions."""

SORTABLE: Final = tuple(name for name in FIELDS if name != "vendor_status")
"""The fields by which sessions can be sorted. Vendors' statuses are numbers or text."""


def write_json(value: Any) -> None:
    """Write one value, indented."""
    sys.stdout.write(_json(value, indent=2) + "\n")


def write_records_json(records: Iterable[Record]) -> None:
    """Write one array, with a record per line."""
    before = "["
    for record in records:
        sys.stdout.write(f"{before}\n{_json(record)}")
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def write_records_jsonl(records: Iterable[Record]) -> None:
    """Write a record per line."""
    for record in records:
        sys.stdout.write(f"{_json(record)}\n")


def write_records_csv(records: Iterable[Record], columns: Sequence[str], *, header: bool = True) -> None:
    """Write a header, and a row per record."""
    rows = csv.writer(sys.stdout, lineterminator="\n")
    if header:
        rows.writerow(columns)
    for record in records:
        rows.writerow(csv_cell(record[name]) for name in columns)


def write_counts_csv(counts: Mapping[str, int | None]) -> None:
    """Write a header, and a row per source."""
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(("source", "sessions"))
    rows.writerows((csv_cell(name), count) for name, count in counts.items())


def _json(value: Any, indent: int | None = None) -> str:
    # ASCII output has no control characters and no lone surrogates, which terminals and encodings cannot handle.
    return json.dumps(value, ensure_ascii=True, indent=indent)
