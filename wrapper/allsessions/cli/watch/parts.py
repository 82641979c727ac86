"""Parts of a picture: lines that are cut where the terminal ends, not folded by it, so that they can be counted."""

from collections.abc import Collection, Sequence
from typing import Final

from attrs import define, field
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from allsessions.privacy import escape_control_chars

_LEAST: Final = 8
"""Characters below which a shortened text tells nothing."""


@define
class Room:
    """The lines of a terminal, from its top on.

    Attributes:
        left: How many are free.
        gap: How many are left empty between two parts.
        lines: What fills the others.
    """

    left: int
    gap: int
    lines: list[Text] = field(factory=list[Text], init=False)

    def fill(self, part: Sequence[Text]) -> None:
        """Put a part under those that are there, if there is room for all of it."""
        gap = self.gap if self.lines else 0
        if 0 < len(part) <= self.left - gap:
            self.lines += [*([Text()] * gap), *part]
            self.left -= gap + len(part)


def cut(text: str, style: str, width: int) -> Text:
    """One line of text."""
    line = Text(text, style)
    line.truncate(width, overflow="ellipsis")
    return line


def folded(text: str, style: str, console: Console, most: int) -> list[Text]:
    """A text in so many lines at most."""
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
    beside: int | None = None,
) -> list[Text]:
    """A table with a line a row. Where there is too little room, the last columns are left out.

    Args:
        titles: The columns' titles. All but the first and those that are `flexible` are numbers, to the right.
        rows: What is in them.
        width: The room there is.
        flexible: Columns that are shortened before others are left out, as the first is.
        beside: How many columns are to be beside the first, at least, before that is shortened; all unless given.
    """
    wanted = [max([cell_len(title), *(row[place].cell_len for row in rows)]) for place, title in enumerate(titles)]
    texts = [not place or title in flexible for place, title in enumerate(titles)]
    least = [min(size, _LEAST) if text else size for size, text in zip(wanted, texts, strict=True)]
    shown = len(titles)
    while shown > 1 and _total(least[:shown], 1) > width:
        shown -= 1
    while shown > 1 + (len(titles) if beside is None else beside) and _total([wanted[0], *least[1:shown]], 1) > width:
        shown -= 1
    gap = 2 if _total(wanted[:shown], 2) <= width else 1
    widths = _widths(wanted[:shown], least, width - gap * (shown - 1))
    head = [Text(title, "bold") for title in titles]
    return [_line(row, widths, texts, gap) for row in [head, *rows]]


def _line(cells: Sequence[Text], widths: Sequence[int], texts: Sequence[bool], gap: int) -> Text:
    # By hand: the oldest rich that is allowed takes a column more for a table than it fills.
    fitted: list[Text] = []
    for cell, size, text in zip(cells, widths, texts, strict=False):
        cell.truncate(size, overflow="ellipsis")
        cell.align("left" if text else "right", size)
        fitted.append(cell)
    return Text(" " * gap).join(fitted)


def _total(widths: Sequence[int], gap: int) -> int:
    return sum(widths) + gap * (len(widths) - 1)


def _widths(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """What is free beside the least is given to the columns that want more, from the first on."""
    free = room - sum(least[: len(wanted)])
    widths: list[int] = []
    for most, few in zip(wanted, least, strict=False):
        more = max(0, min(free, most - few))
        widths.append(max(1, min(few + more, room)))
        free -= more
    return widths
