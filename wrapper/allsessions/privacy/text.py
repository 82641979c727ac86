"""Make vendors' texts safe to show: none moves a cursor, sets a colour or becomes a formula."""

import re

__all__ = ["csv_cell", "escape_control_chars", "is_formula"]

# Invisible characters, also those that change the direction of writing. The joiners U+200C and U+200D are not here:
# texts and emoji need them.
_INVISIBLE = (
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
# Also control characters, separators that end a line, and halves of a surrogate pair.
_UNSAFE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_INVISIBLE}]")
# Spreadsheets ignore what comes before the sign.
_FORMULA = re.compile(f"[\\s\x00-\x1f\x7f-\x9f\u200c\u200d{_INVISIBLE}]*[=+\\-@＝＋－＠]|[\t\r]")


def escape_control_chars(text: str) -> str:
    """Return the text with everything escaped that could act on a terminal, or is invisible."""
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def is_formula(text: str) -> bool:
    """Check that a spreadsheet would treat the text as a formula."""
    return _FORMULA.match(text) is not None


def csv_cell(value: object) -> object:
    """Return a value for a CSV file. A text that looks like a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    return ("'" if is_formula(value) else "") + escape_control_chars(value)
