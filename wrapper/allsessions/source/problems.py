"""Count the values of a list that could not be understood, by field, for the log."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

MOST_FIELDS = 50
"""Fields that have a log line of their own: a vendor's names can be keys of a map, of which there may be any number."""
_INDEX = re.compile(r"\[\d+\]")
_JSON_TYPES = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "a boolean",
    int: "a number",
    float: "a number",
}


class Problems:
    """Counts the values of one source that could not be understood, by field."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._found: dict[str, tuple[int, str]] = {}

    def add_page(self, page: int, invalid_fields: Mapping[str, Any]) -> None:
        """Count the values of a page that are not of their documented type, by their path."""
        for path, value in invalid_fields.items():
            found = _JSON_TYPES.get(value.__class__, "null")
            self._add(_INDEX.sub("[]", path), f"{path}, page {page}, which is {found}")

    def add_session(self, place: str, unreadable: Collection[str]) -> None:
        """Count the fields of a session that are of their documented type, and make no sense."""
        # An unreadable status follows from another unreadable field, if there is one.
        for name in {*unreadable} - {"status"} or unreadable:
            self._add(f"{_INDEX.sub('[]', place)} ({name})", place)

    def lines(self) -> Iterator[str]:
        """Yield a line for each field."""
        for name, (count, example) in self._found.items():
            values = "1 value" if count == 1 else f"{count} values"
            text = f"{name}: {values} not as documented (the first: {example}); kept as it came, in .raw"
            yield f"{self._source}: {text}"

    def _add(self, name: str, example: str) -> None:
        name = name if name in self._found or len(self._found) < MOST_FIELDS else "other fields"
        count, first = self._found.get(name, (0, example))
        self._found[name] = count + 1, first
