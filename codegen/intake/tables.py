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

from attrs import evolve

from ..documents import SpecError, is_mapping, read_yaml
from ..shape import Place
from .compare import Change
from .published import read_text
from .selection import Operation
from .verdicts import Kind, Severity, breaking
from .wording import digest

FILE = "tables.json"

Row: TypeAlias = "tuple[str, str]"
"""A row's type, and its words."""
Rows: TypeAlias = "dict[str, dict[str, Row]]"
"""Each table's rows by their names."""
Seen: TypeAlias = "dict[str, dict[str, str]]"
"""The same as it is kept: for each row its type and a digest of its words."""

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


def read_seen(folder: Path) -> dict[str, Seen]:
    """Return the rows that were last seen, by operation. Raises SpecError."""
    content: dict[str, Any] = read_yaml(folder / FILE)
    tables = [table for each in content.values() for table in (each.values() if is_mapping(each) else [None])]
    if not all(is_mapping(table) and all(isinstance(row, str) for row in table.values()) for table in tables):
        raise SpecError(f"{folder / FILE}: not the rows of tables; restore the file of the last commit")
    return content


def written(seen: Mapping[str, Seen]) -> str:
    """Return the text of `tables.json`."""
    return json.dumps(seen, indent=1, ensure_ascii=False) + "\n"


def digests(rows: Rows) -> Seen:
    """Return the rows as they are kept: the type, and a digest of the words."""
    return {
        table: {name: f"{type_} {digest(words)}" for name, (type_, words) in each.items()}
        for table, each in rows.items()
    }


def is_cut_off(seen: Seen, now: Rows) -> bool:
    """Return whether the rows are just the first ones of those that were seen."""
    before = [(table, name) for table, rows in seen.items() for name in rows]
    after = [(table, name) for table, rows in now.items() for name in rows]
    return len(after) < len(before) and before[: len(after)] == after


def changes(operation: Operation, seen: Seen, now: Rows) -> Iterator[Change]:
    """Yield a change for each row that is gone, new, of another type, or worded otherwise."""
    kept = digests(now)
    for table in dict.fromkeys([*seen, *now]):
        for name in dict.fromkeys([*seen.get(table, {}), *now.get(table, {})]):
            old, new = seen.get(table, {}).get(name), kept.get(table, {}).get(name)
            if old != new:
                place = Place() / str(operation) / table / name
                yield _change(place, old, new, now.get(table, {}).get(name, ("", "")))


def _change(place: Place, old: str | None, new: str | None, row: Row) -> Change:
    type_ = old and old.rpartition(" ")[0]
    if old is None or new is None:
        kind = Kind.NEW if old is None else Kind.GONE
        return Change.of(breaking(old, f"a row is {kind}"), place, type_, new and " ".join(row))
    if type_ != row[0]:
        return Change.of(breaking(True, "a row of another type"), place, type_, row[0])
    # Only a digest of the old words is kept.
    words = Change.of((Severity.WORDING, "the vendor words it otherwise now"), place, after=row[1])
    return evolve(words, kind=Kind.CHANGED)
