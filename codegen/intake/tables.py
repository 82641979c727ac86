"""Compare a page of tables, row by row, with what was last seen of it.

Some vendors publish tables rather than OpenAPI. Their `openapi.yaml` is kept by hand, and `tables.json` has the rows as
they were last seen: for each its type, and a digest of its words.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import SplitResult, urlsplit

from ..documents import SpecError, read_yaml
from ..shape import Place
from .compare import Change
from .published import read_text
from .selection import Operation
from .verdicts import Kind, Severity
from .wording import digest

FILE = "tables.json"

Row: TypeAlias = "tuple[str, str]"
"""A row's type, and its words or their digest."""
Rows: TypeAlias = "dict[str, dict[str, Row]]"
"""Each table's rows by their names."""

_STATUS = re.compile(r"^[ \t]*([1-5]\d\d) - (.+?)\s*$", re.MULTILINE)
_OPTION = re.compile(r"--(request|url|header)\s+(?:'([^']*)'|\"([^\"]*)\"|(\S+))")
_COLUMNS = 3


def read(path: Path) -> tuple[Operation, Rows]:
    """Return the operation that a page documents, and its rows. Raises SpecError if they are not all there."""
    name, text = path.name, read_text(path)
    options: list[tuple[str, str]] = [
        (option, one or two or three) for option, one, two, three in _OPTION.findall(text)
    ]
    url: SplitResult = urlsplit(dict(options).get("url", ""))
    if not url.netloc or not url.path:
        raise SpecError(f"{name}: shows no cURL command with --url; was the page cut off?")
    rows = dict(_tables(text, name))
    if not rows:
        raise SpecError(f"{name}: has no table with the columns name, Type, Description; does it hold OpenAPI now?")
    headers = {value.partition(":")[0]: ("header", "") for option, value in options if option == "header"}
    request: dict[str, Row] = {"server": (f"{url.scheme}://{url.netloc}", ""), **headers}
    statuses: dict[str, Row] = {}
    for status, words in _STATUS.findall(text):
        statuses.setdefault(status, ("status", words))
    method = dict(options).get("request", "get").lower()
    return Operation(method, url.path), {**rows, "Request": request, "Responses": statuses}


def _tables(text: str, name: str) -> Iterator[tuple[str, dict[str, Row]]]:
    """Yield each table whose second column is the type, with the line above it."""
    lines = [line.strip() for line in text.splitlines()]
    for number, line in enumerate(lines):
        if [cell.lower() for cell in _cells(line)][1:2] == ["type"]:
            above = next((each for each in reversed(lines[:number]) if each), "").lstrip("# ").rstrip(":")
            yield above, dict(_rows(lines, number + 1, name))


def _rows(lines: list[str], first: int, name: str) -> Iterator[tuple[str, Row]]:
    for number, line in enumerate(lines[first:], first + 1):
        if not line.startswith("|"):
            if line.count("|") > 1:
                raise SpecError(
                    f"{name}, line {number}: a row that does not begin with |; was the page copied wrongly?"
                )
            return
        cells = _cells(line)
        if len(cells) != _COLUMNS or not line.endswith("|"):
            raise SpecError(f"{name}, line {number}: not a row of {_COLUMNS} cells; was the page cut off?")
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            yield cells[0].strip("`"), (cells[1].lower(), cells[2])


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []


def read_seen(folder: Path) -> dict[str, Rows]:
    """Return the rows that were last seen, by operation. Raises SpecError."""
    content: dict[str, Any] = read_yaml(folder / FILE)
    try:
        return {
            operation: {table: {name: _row(row) for name, row in rows.items()} for table, rows in tables.items()}
            for operation, tables in content.items()
        }
    except (AttributeError, ValueError):
        raise SpecError(f"{folder / FILE}: not the rows of tables; restore the file of the last commit") from None


def _row(text: str) -> Row:
    type_, words = text.rsplit(" ", 1)
    return type_, words


def written(seen: Mapping[str, Rows]) -> str:
    """Return the rows as they are kept: type and digest."""
    rows = {
        operation: {
            table: {name: f"{type_} {words}" for name, (type_, words) in rows.items()} for table, rows in tables.items()
        }
        for operation, tables in seen.items()
    }
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def digests(rows: Rows) -> Rows:
    """Return the rows with digests of their words."""
    return {
        table: {name: (type_, digest(words)) for name, (type_, words) in each.items()} for table, each in rows.items()
    }


def is_cut_off(seen: Rows, now: Rows) -> bool:
    """Return whether the rows are just the first ones of those that were seen."""
    before, after = ([(table, name) for table, rows in each.items() for name in rows] for each in (seen, now))
    return len(after) < len(before) and before[: len(after)] == after


def changes(operation: Operation, seen: Rows, now: Rows) -> Iterator[Change]:
    """Yield a change for each row that is gone, new, of another type, or worded otherwise."""
    for table in dict.fromkeys([*seen, *now]):
        before, after = seen.get(table, {}), now.get(table, {})
        for name in dict.fromkeys([*before, *after]):
            place = Place() / str(operation) / table / name
            old, new = before.get(name), after.get(name)
            if old is None or new is None:
                kind = Kind.NEW if old is None else Kind.GONE
                yield _change(place, kind, f"a row is {kind}", old and old[0], new and " ".join(new))
            elif old[0] != new[0]:
                yield _change(place, Kind.CHANGED, "a row of another type", old[0], new[0])
            elif old[1] != digest(new[1]):
                yield _change(place, Kind.CHANGED, "the vendor words it otherwise now", None, new[1])


def _change(place: Place, kind: Kind, why: str, before: str | None, after: str | None) -> Change:
    severity = Severity.COMPATIBLE if kind is Kind.NEW else Severity.BREAKING if before else Severity.WORDING
    return Change(place=place, kind=kind, severity=severity, why=why, before=before, after=after)
