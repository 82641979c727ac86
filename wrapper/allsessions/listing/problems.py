"""What could not be understood in the answers to one request or one list: counted, and logged once."""

import logging
import re
from collections.abc import Collection, Mapping
from typing import Any

from attrs import define, field

from ..privacy.text import escape_control_chars

logger = logging.getLogger("allsessions")

MOST_FIELDS = 50
"""Fields that have a line of their own."""
_INDEX = re.compile(r"\[\d+\]")
_JSON_TYPES = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "a boolean",
    int: "a number",
    float: "a number",
}


@define
class Problems:
    """The values of one source that could not be understood. All of one field become one line of the log.

    Attributes:
        source: The source's name.
    """

    source: str
    _counts: dict[str, int] = field(factory=dict[str, int], init=False)
    _examples: dict[str, str] = field(factory=dict[str, str], init=False)

    def of_page(self, page: int, invalid_fields: Mapping[str, Any]) -> None:
        """Take in the values of an answer that are not of their documented type, by their path."""
        for path, value in invalid_fields.items():
            found = _JSON_TYPES.get(value.__class__, "null")
            self._add(_INDEX.sub("[]", path), f"{path}, page {page}, which is {found}")

    def of_session(self, place: str, unreadable: Collection[str]) -> None:
        """Take in the fields of a session that are of their documented type, and make no sense."""
        # An unreadable status follows from another unreadable field, if there is one.
        for name in {*unreadable} - {"status"} or unreadable:
            self._add(f"{_INDEX.sub('[]', place)} ({name})", place)

    def _add(self, field: str, example: str) -> None:
        # Names of fields are the vendor's: some could be keys of a map, of which there may be any number.
        field = (
            escape_control_chars(field) if field in self._counts or len(self._counts) < MOST_FIELDS else "other fields"
        )
        self._counts[field] = self._counts.get(field, 0) + 1
        self._examples.setdefault(field, escape_control_chars(example))

    def log(self) -> None:
        """Log a line for each field, and forget them."""
        for field_, count in self._counts.items():
            values = "1 value" if count == 1 else f"{count} values"
            text = "%s: %s: %s not as documented (the first: %s); kept as it came, in .raw"
            logger.warning(text, self.source, field_, values, self._examples[field_])
        self._counts.clear()
        self._examples.clear()
