"""Vendors' texts where they are shown. None of them moves a cursor, sets a colour or becomes a formula.

For whoever prints sessions or writes them into a table; the command line and the exports do so by this.
"""

import re

__all__ = ["csv_cell", "escape_control_chars", "is_formula"]

# Control characters, separators that end a line, overrides of the writing direction, halves of a surrogate pair.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def escape_control_chars(text: str) -> str:
    """The text with whatever could act on a terminal in its escaped form."""
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula."""
    return text.startswith(_FORMULA)


def csv_cell(value: object) -> object:
    """A value for a CSV file; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    return f"'{escape_control_chars(value)}" if is_formula(value) else escape_control_chars(value)
