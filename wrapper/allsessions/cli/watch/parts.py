"""Parts of the screen. Lines are cut to the terminal's width, because wrapped text would need additional lines."""

from collections.abc import Collection, Sequence
from typing import Final

from attrs import define, field
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from allsessions.privacy import escape_control_chars

_LEAST_WIDTH: Final = 8
"""The smallest useful width of a shortened text, in characters."""


@define
class Room:
    """The used and free lines of a terminal, from top to bottom.

    Attributes:
        left: The number of free lines.
        gap: The number of empty lines between two parts.
        lines: The used lines.
    """

    left: int
    gap: int
    lines: list[Text] = field(factory=list[Text], init=False)

    def fill(self, part: Sequence[Text]) -> None:
        """Add a part below the other parts if the complete part fits."""
        gap = self.gap if self.lines else 0
        if 0 < len(part) <= self.left - gap:
            self.lines += [*([Text()] * gap), *part]
            self.left -= gap + len(part)


def cut(text: str, style: str, width: int) -> Text:
    """Return the text as one line, cut to the width."""
    line = Text(text, style)
    line.truncate(width, overflow="ellipsis")
    return line


def folded(text: str, style: str, console: Console, most: int) -> list[Text]:
    """Wrap the text to at most `most` lines."""
    lines = list(Text(escape_control_chars(text), style).wrap(console, console.width))
    if len(lines) > most:
        lines[most - 1 :] = [cut(f"{lines[most - 1].plain.rstrip()} …", style, console.width)]
    return lines


def table(
    titles: Sequence[str],
    rows: Sequence[Sequence[Text]],
    width: int,
    *,
    flexible: Collection[str] = (),
    kept: int | None = None,
) -> list[Text]:
    """Return a table with one line per row. Omit columns that do not fit, beginning with the last.

    Args:
        titles: The titles of the columns. All are right-aligned, except the first and those in `flexible`.
        rows: The cells of each row.
        width: The width of the terminal.
        flexible: The titles of columns that, like the first column, are shortened before any column is omitted.
        kept: The function shortens the first column to keep this many columns after it. Default: all of them.
    """
    wanted = [max([cell_len(title), *(row[place].cell_len for row in rows)]) for place, title in enumerate(titles)]
    texts = [not place or title in flexible for place, title in enumerate(titles)]
    least = [min(size, _LEAST_WIDTH) if text else size for size, text in zip(wanted, texts, strict=True)]
    shown = len(titles)
    while shown > 1 and _total(least[:shown], 1) > width:
        shown -= 1
    while shown > 1 + (len(titles) if kept is None else kept) and _total([wanted[0], *least[1:shown]], 1) > width:
        shown -= 1
    gap = 2 if _total(wanted[:shown], 2) <= width else 1
    widths = _widths(wanted[:shown], least, width - gap * (shown - 1))
    head = [Text(title, "bold") for title in titles]
    return [_line(row, widths, texts, gap) for row in [head, *rows]]


def _line(cells: Sequence[Text], widths: Sequence[int], texts: Sequence[bool], gap: int) -> Text:
    # Not a rich table: the oldest supported rich makes tables one character too wide.
    fitted: list[Text] = []
    for cell, size, text in zip(cells, widths, texts, strict=False):
        cell.truncate(size, overflow="ellipsis")
        cell.align("left" if text else "right", size)
        fitted.append(cell)
    return Text(" " * gap).join(fitted)


def _total(widths: Sequence[int], gap: int) -> int:
    return sum(widths) + gap * (len(widths) - 1)


def _widths(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Give each column its minimum width, and give the remaining width to the first columns that need more."""
    free = room - sum(least[: len(wanted)])
    widths: list[int] = []
    for most, few in zip(wanted, least, strict=False):
        more = max(0, min(free, most - few))
        widths.append(max(1, min(few + more, room)))
        free -= more
    return widths
