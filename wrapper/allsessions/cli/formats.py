"""What programs read. Lists are written record by record, so that memory stays flat however long they are."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from attrs import fields

from allsessions import Session
from allsessions.privacy import csv_cell

Record: TypeAlias = Mapping[str, Any]
"""A session as `Session.to_dict()` has it."""

FIELDS: Final = ("ref", *(each.name for each in fields(Session) if each.name not in ("raw", "unreadable")))
"""The keys of a record: a CSV file has its header also where there is no session to tell them."""


def write_json(value: Any) -> None:
    """One value, indented."""
    sys.stdout.write(_json(value, indent=2) + "\n")


def write_records_json(records: Iterable[Record]) -> None:
    """One array, a record a line."""
    before = "["
    for record in records:
        sys.stdout.write(f"{before}\n{_json(record)}")
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def write_records_jsonl(records: Iterable[Record]) -> None:
    """A record a line."""
    for record in records:
        sys.stdout.write(f"{_json(record)}\n")


def write_records_csv(records: Iterable[Record], columns: Sequence[str]) -> None:
    """A header, and a row a record."""
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(columns)
    for record in records:
        rows.writerow(csv_cell(record[name]) for name in columns)


def write_counts_csv(counts: Mapping[str, int | None]) -> None:
    """A header, and a row a source."""
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(("source", "sessions"))
    rows.writerows((csv_cell(name), count) for name, count in counts.items())


def _json(value: Any, indent: int | None = None) -> str:
    # ASCII alone: no control character and no lone surrogate is left that a terminal or an encoding could stumble over.
    return json.dumps(value, ensure_ascii=True, indent=indent)
