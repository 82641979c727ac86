"""Compare a page of tables, row by row, with the page's last known version.

Some vendors publish tables rather than OpenAPI. We edit their `openapi.yaml` by hand. For each row of the last known
version, `tables.json` stores the row's type and a digest of its words.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from attrs import evolve

from ..documents import SpecError
from ..shape import Place
from .compare import Change
from .published import read_text
from .selection import Operation
from .verdicts import Kind, Severity, breaking
from .wording import digest

FILE = "tables.json"

Row: TypeAlias = tuple[str, str]  # type and words
Rows: TypeAlias = dict[str, dict[str, Row]]  # by table and name
Seen: TypeAlias = dict[str, dict[str, str]]  # by table and name: the type, and a digest of the words

_STATUS = re.compile(r"^[ \t]*([1-5]\d\d) - (.+?)\s*$", re.MULTILINE)
_OPTION = re.compile(r"--(request|url|header)\s+(?:'([^']*)'|\"([^\"]*)\"|(\S+))")


def read(path: Path) -> tuple[Operation, Rows]:
    """Return the operation that a page documents, and its rows. Raises SpecError if the page is incomplete."""
    name, text = path.name, read_text(path)
    options: list[tuple[str, str]] = [(option, a or b or c) for option, a, b, c in _OPTION.findall(text)]
    url = urlsplit(dict(options).get("url", ""))
    if not url.netloc or not url.path:
        raise SpecError(f"{name}: has no cURL command with --url; check that the page is complete")
    rows: Rows = {}
    for table, row, content in _rows(text, name):
        rows.setdefault(table, {})[row] = content
    if not rows:
        raise SpecError(f"{name}: no table has Type as its second column; check whether the page now has OpenAPI")
    headers = {value.partition(":")[0]: ("header", "") for option, value in options if option == "header"}
    rows["Request"] = {"server": (f"{url.scheme}://{url.netloc}", ""), **headers}
    rows["Responses"] = {status: ("status", words) for status, words in reversed(_STATUS.findall(text))}
    return Operation(dict(options).get("request", "get").lower(), url.path), rows


def _rows(text: str, name: str) -> Iterator[tuple[str, str, Row]]:
    """Yield the rows of each table whose second column is the type. The line above a table is its name."""
    above = table = ""
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            if table and line.count("|") > 1:
                raise SpecError(f"{name}, line {number}: a table row must begin with |; copy the page again")
            above, table = line.lstrip("# ").rstrip(":") or above, ""
        elif not table:
            table = above if [cell.lower() for cell in cells[1:2]] == ["type"] else ""
        elif len(cells) != 3 or not line.endswith("|"):
            raise SpecError(f"{name}, line {number}: expected a table row of 3 cells; check that the page is complete")
        elif not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            yield table, cells[0].strip("`"), (cells[1].lower(), cells[2])


def digests(rows: Rows) -> Seen:
    """Return the rows in the form of `tables.json`: the type, and a digest of the words."""
    return {table: {name: f"{row[0]} {digest(row[1])}" for name, row in each.items()} for table, each in rows.items()}


def changes(operation: Operation, seen: Mapping[str, Seen], now: Rows) -> Iterator[Change]:
    """Yield a change for each row that is gone or new, or has another type or other words."""
    before, after = seen.get(str(operation), {}), digests(now)
    for table in dict.fromkeys([*before, *after]):
        for name in dict.fromkeys([*before.get(table, {}), *after.get(table, {})]):
            old, new = before.get(table, {}).get(name), after.get(table, {}).get(name)
            if old != new:
                yield _change(Place() / str(operation) / table / name, old, now.get(table, {}).get(name))


def _change(place: Place, old: str | None, row: Row | None) -> Change:
    type_ = old and old.rpartition(" ")[0]
    if old is None or row is None:
        verdict = breaking(old, f"a row is {Kind.of(old, row)}")
        return Change.of(verdict, place, type_, row and " ".join(row))
    if type_ != row[0]:
        return Change.of(breaking(True, "the row's type changed"), place, type_, row[0])
    # Only the digest of the old words is stored.
    words = Change.of((Severity.WORDING, "the vendor changed the wording"), place, after=row[1])
    return evolve(words, kind=Kind.CHANGED)
