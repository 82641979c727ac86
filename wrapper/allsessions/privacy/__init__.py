"""Mask secrets, and make vendors' text safe to show: it cannot control a terminal or become a formula."""

import re

__all__ = ["csv_cell", "escape_control_chars", "is_formula"]

# Control and invisible characters, line separators, surrogates. Not U+200C and U+200D, which scripts and emoji need.
_CHARS = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_UNSAFE = re.compile(f"[{_CHARS}]")
# Spreadsheets ignore the characters in the first brackets. The last four of these characters are blank letters.
_FORMULA = re.compile(f"[\\s\u200c\u200d{_CHARS}\u115f\u1160\u3164\uffa0]*[=+\\-@＝＋－＠]|[\t\r]")


def escape_control_chars(text: str) -> str:
    """Return the text with escapes for characters that are invisible or could control a terminal."""
    is_safe = text.isascii() and text.isprintable()  # true for most texts, and faster than the search below
    return text if is_safe else _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def is_formula(text: str) -> bool:
    """Return True if a spreadsheet would treat the text as a formula."""
    return _FORMULA.match(text) is not None


def csv_cell(value: object) -> object:
    """Return a value for a CSV file. Put an apostrophe before text that looks like a formula."""
    return ("'" if is_formula(value) else "") + escape_control_chars(value) if isinstance(value, str) else value
