"""Count the values of a list that could not be understood, by field, for the log."""

import re
from collections.abc import Iterator

MOST_FIELDS = 50
"""Fields that have a log line of their own: a vendor's names can be keys of a map, of which there may be any number."""


class Problems:
    """Counts the values of one list that could not be understood, by field."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def add(self, place: str, page: int, value: str) -> None:
        """Count a value, which is described for the log, at a place such as ``data[3].startTime``."""
        name = re.sub(r"\[\d+\]", "[]", place)
        name = name if name in self._found or len(self._found) < MOST_FIELDS else "other fields"
        count, first = self._found.get(name, (0, f"{place}, page {page}, {value}"))
        self._found[name] = count + 1, first

    def lines(self) -> Iterator[str]:
        """Yield a line for each field."""
        for name, (count, first) in self._found.items():
            values = "1 value" if count == 1 else f"{count} values"
            yield f"{name}: {values} not as documented (the first: {first}); kept as it came, in .raw"
