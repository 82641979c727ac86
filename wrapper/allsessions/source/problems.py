"""Count the unreadable values of a list, by field, for the log."""

import re
from collections.abc import Iterator


class Problems:
    """A count of the unreadable values of one list, by field."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def add(self, place: str, page: int, value: str) -> None:
        """Count an unreadable value. `place` is its JSON path, such as ``data[3].startTime``; `value` describes it."""
        name = re.sub(r"\[\d+\]", "[]", place)
        count, first = self._found.get(name, (0, f"{place}, page {page}, {value}"))
        self._found[name] = count + 1, first

    def lines(self) -> Iterator[str]:
        """Yield one log line for each field."""
        for name, (count, first) in self._found.items():
            values = "1 value" if count == 1 else f"{count} values"
            yield f"{name}: {values} not as documented (the first: {first}); .raw contains the original"
