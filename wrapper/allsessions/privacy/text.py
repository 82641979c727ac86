"""Make vendors' texts safe to show: none moves a cursor, sets a colour or becomes a formula."""

import re

__all__ = ["csv_cell", "escape_control_chars", "is_formula"]

# Control characters, separators that end a line, overrides of the writing direction, halves of a surrogate pair.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def escape_control_chars(text: str) -> str:
    """Return the text with everything that could act on a terminal escaped."""
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def is_formula(text: str) -> bool:
    """Check that a spreadsheet would treat the text as a formula."""
    return text.startswith(_FORMULA)


def csv_cell(value: object) -> object:
    """Return a value for a CSV file. A text that looks like a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    return ("'" if is_formula(value) else "") + escape_control_chars(value)
