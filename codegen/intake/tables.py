"""A page that documents one request in tables, made into OpenAPI.

The page says, each under a line of its own: a title; the method; the URL; tables of parameters and of fields, with
the columns Parameter or Field, Type and Description; a cURL command; and the statuses that are answered, such as
"400 - Bad Request". Facts that stand in a description are read out of it: a default, the values that there are, null.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, urlsplit

from attrs import frozen

from ..documents import SpecError
from .selection import Tables

_DEFAULT = re.compile(r"\bdefault(?:s to| is|:)?\s+`?([\w.-]+?)`?(?=[,;)\s]|\.(?!\w)|$)", re.IGNORECASE)
_VALUES = re.compile(r"\(((?:[\w-]+,\s*)+[\w-]+)\)")
_NULL = re.compile(r"\bnull\b", re.IGNORECASE)
_REQUIRED = re.compile(r"(?<!not )\brequired\b", re.IGNORECASE)
_ARRAY_OF = re.compile(r"\barray of (\w+) objects?\b", re.IGNORECASE)
_EACH = re.compile(r"\beach (\w+) object\b", re.IGNORECASE)
_STATUS = re.compile(r"^[ \t]*([1-5]\d\d) - (.+)$", re.MULTILINE)
_PARAMETERS = re.compile(r"(query|path|header) param(?:eter)?s", re.IGNORECASE)
_OPTION = re.compile(r"--(\w+)\s+(?:'([^']*)'|\"([^\"]*)\"|(\S+))")
_TYPES = frozenset({"string", "number", "integer", "boolean", "object", "array"})


@frozen
class _Table:
    heading: str
    rows: tuple[tuple[str, str, str], ...]


def read(text: str, layout: Tables, name: str) -> dict[str, Any]:
    """The page as an OpenAPI document. Raises SpecError where something that makes one is missing from it."""
    found = list(_tables(text, layout, name))
    curl = _curl(text, name)
    url: SplitResult = curl["url"]
    schemas = _schemas(found, layout, name)
    # Such pages say them twice; the first time is the one that a file cut off at its end has whole.
    answers = {number: {"description": words.strip()} for number, words in reversed(_STATUS.findall(text))}
    answers = dict(sorted(answers.items()))
    if not answers:
        raise SpecError(f"{name}: names no status that is answered, such as '200 - Success'; was the page cut off?")
    first = next(iter(schemas))
    for number in answers:
        if number.startswith("2"):
            schema = {"$ref": f"#/components/schemas/{first}"}
            answers[number]["content"] = {"application/json": {"schema": schema}}
    operation = {
        "summary": text.strip().splitlines()[0].lstrip("# "),
        "description": _description(text, url._replace(query="", fragment="").geturl()),
        "parameters": [each for table in found for each in _parameters(table, name)],
        "responses": answers,
    }
    return {
        "openapi": layout.openapi,
        "info": dict(layout.info),
        "servers": [{"url": f"{url.scheme}://{url.netloc}"}],
        "security": [{key: []} for key in curl["schemes"]],
        "paths": {url.path: {curl["method"]: operation}},
        "components": {"schemas": schemas, "securitySchemes": curl["schemes"]},
    }


def _tables(text: str, layout: Tables, name: str) -> Iterator[_Table]:
    """The tables of parameters or fields, each with the line that stands over it."""
    lines = [line.strip() for line in text.splitlines()]
    for number, line in enumerate(lines):
        columns = [cell.lower() for cell in _cells(line)]
        above = next((each for each in reversed(lines[:number]) if each), "").lstrip("# ").rstrip(":")
        known = bool(columns) and (above in layout.schemas or _PARAMETERS.fullmatch(above) is not None)
        if known or columns[:1] in (["parameter"], ["field"]):
            if columns[:1] not in (["parameter"], ["field"]) or columns[1:] != ["type", "description"]:
                expected = "Parameter or Field, Type, Description expected"
                raise SpecError(f"{name}, line {number + 1}: a table with the columns {line}; {expected}")
            yield _Table(above, tuple(_rows(lines, number + 1, name)))


def _rows(lines: list[str], number: int, name: str) -> Iterator[tuple[str, str, str]]:
    for row, line in enumerate(lines[number:], number + 1):
        if not line.startswith("|"):
            if line.count("|") > 1:
                raise SpecError(f"{name}, line {row}: a row that does not begin with |; was the page copied wrongly?")
            return
        cells = _cells(line)
        if all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            continue
        if len(cells) != 3 or not line.endswith("|"):
            raise SpecError(
                f"{name}, line {row}: a row of {len(cells)} cells where 3 are expected; was the page cut off?"
            )
        if cells[1].lower() not in _TYPES:
            raise SpecError(f"{name}, line {row}: {cells[1]!r} is no type; those known are {', '.join(sorted(_TYPES))}")
        yield cells[0].strip("`"), cells[1].lower(), cells[2]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []


def _parameters(table: _Table, name: str) -> Iterator[dict[str, Any]]:
    place = _PARAMETERS.fullmatch(table.heading)
    for key, type_, words in table.rows if place else ():
        schema = _schema(type_, words, {})
        required = {"required": True} if place and (place[1].lower() == "path" or _REQUIRED.search(words)) else {}
        yield {"name": key, "in": place[1].lower() if place else "", **required, "schema": schema, "description": words}


def _schemas(found: list[_Table], layout: Tables, name: str) -> dict[str, Any]:
    headings = [table.heading for table in found if not _PARAMETERS.fullmatch(table.heading)]
    if not layout.schemas:
        raise SpecError(f"{name}: selection.yaml names no table of fields under tables: schemas:")
    if unnamed := [heading for heading in headings if heading not in layout.schemas]:
        raise SpecError(f"{name}: selection.yaml has no name under tables: schemas: for the table {unnamed[0]!r}")
    if missing := [heading for heading in layout.schemas if heading not in headings]:
        raise SpecError(
            f"{name}: the table {missing[0]!r} is missing; was the page cut off, or does it say so otherwise?"
        )
    items = {each[1].lower(): layout.schemas[heading] for heading in headings if (each := _EACH.search(heading))}
    return {
        layout.schemas[table.heading]: {
            "type": "object",
            "properties": _properties(table, items, name),
        }
        for table in found
        if table.heading in layout.schemas
    }


def _properties(table: _Table, items: dict[str, str], name: str) -> dict[str, Any]:
    for _, type_, words in table.rows:
        item = _ARRAY_OF.search(words)
        if type_ == "array" and item and item[1].lower() not in items:
            raise SpecError(
                f"{name}: no table tells what each {item[1]} object is, as {words!r} says; was the page cut off?"
            )
    return {key: {**_schema(type_, words, items), "description": words} for key, type_, words in table.rows}


def _schema(type_: str, words: str, items: dict[str, str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": [type_, "null"] if _NULL.search(words) else type_}
    if type_ == "array":
        item = _ARRAY_OF.search(words)
        schema["items"] = {"$ref": f"#/components/schemas/{items[item[1].lower()]}"} if item else {}
    if type_ == "string" and (values := _VALUES.search(words)):
        schema["enum"] = re.split(r",\s*", values[1])
    if default := _DEFAULT.search(words):
        value = _typed(default[1], type_)
        schema |= {} if value is None else {"default": value}
    return schema


def _typed(text: str, type_: str) -> Any:
    """A default as a value of its type; None where it is a word of a sentence, or null."""
    if type_ in ("integer", "number"):
        return (float(text) if "." in text else int(text)) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None
    if type_ == "boolean":
        return {"true": True, "false": False}.get(text.lower())
    return text if type_ == "string" and text.lower() != "null" else None


def _curl(text: str, name: str) -> dict[str, Any]:
    """Method, URL and security schemes, from the command that the page shows."""
    options: list[tuple[str, str]] = [(key, one or two or three) for key, one, two, three in _OPTION.findall(text)]
    given = dict(options)
    try:
        url = urlsplit(given.get("url", ""))
    except ValueError as error:
        raise SpecError(f"{name}: the cURL command has a --url that is none: {error}") from None
    if not url.netloc or not url.path:
        raise SpecError(f"{name}: shows no cURL command with --url; was the page cut off?")
    schemes: dict[str, Any] = {}
    for header in (value for key, value in options if key == "header"):
        key, _, value = header.partition(":")
        if key.strip().lower() == "authorization" and value.strip().lower().startswith("bearer"):
            schemes["BearerAuth"] = {"type": "http", "scheme": "bearer"}
        elif key.strip().lower() not in ("accept", "content-type"):
            schemes["ApiKeyAuth"] = {"type": "apiKey", "in": "header", "name": key.strip()}
    return {"url": url, "method": given.get("request", "get").lower(), "schemes": schemes}


def _description(text: str, url: str) -> str:
    """What stands behind the URL, which such pages run together."""
    line = next((each for each in text.splitlines() if each.startswith(url)), "")
    return line.removeprefix(url).strip()
