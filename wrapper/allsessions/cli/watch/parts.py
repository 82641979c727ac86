"""Parts of a picture, each of a known height: every row of a table and every text is one line."""

from collections.abc import Collection, Sequence
from typing import Final

from attrs import define, field, frozen
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Column
from rich.text import Text

from allsessions.visible import visible

from ..tables import plain_table

_LEAST: Final = 8
"""Characters below which a shortened text tells nothing."""


@frozen
class Part:
    """Some lines of a picture."""

    lines: tuple[RenderableType, ...] = ()
    height: int = 0


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
    lines: list[RenderableType] = field(factory=list[RenderableType], init=False)

    def fill(self, part: Part) -> None:
        """Put a part under those that are there, if there is room for it."""
        gap = self.gap if self.lines else 0
        if 0 < part.height <= self.left - gap:
            self.lines += [*([Text()] * gap), *part.lines]
            self.left -= gap + part.height


def text_part(*lines: Text) -> Part:
    """Lines of text; what is wider than the terminal is cut."""
    for line in lines:
        line.no_wrap, line.overflow = True, "ellipsis"
    return Part(lines, len(lines))


def folded(text: str, style: str, console: Console, most: int) -> list[Text]:
    """A text in so many lines at most."""
    lines = list(Text(visible(text), style).wrap(console, console.width))
    if len(lines) > most:
        last = Text(f"{lines[most - 1].plain.rstrip()} …", style)
        last.truncate(console.width, overflow="ellipsis")
        lines = [*lines[: most - 1], last]
    return lines


def table_part(
    titles: Sequence[str],
    rows: Sequence[Sequence[Text]],
    width: int,
    *,
    flexible: Collection[str] = (),
    beside: int | None = None,
) -> Part:
    """A table with a line a row. Where there is too little room, the last columns are left out.

    Args:
        titles: The columns' titles. All but the first and those that are `flexible` are numbers, to the right.
        rows: What is in them.
        width: The room there is.
        flexible: Columns that are shortened before others are left out, as the first is.
        beside: How many columns are to be beside the first, at least, before that is shortened; all unless given.
    """
    wanted = [max(cell_len(title), *(row[place].cell_len for row in rows), 0) for place, title in enumerate(titles)]
    to_shorten = [not place or title in flexible for place, title in enumerate(titles)]
    least = [min(size, _LEAST) if short else size for size, short in zip(wanted, to_shorten, strict=True)]
    shown = len(titles)
    while shown > 1 and _total(least[:shown], 1) > width:
        shown -= 1
    while shown > 1 + (len(titles) if beside is None else beside) and _total([wanted[0], *least[1:shown]], 1) > width:
        shown -= 1
    gap = 2 if _total(wanted[:shown], 2) <= width else 1
    widths = _widths(wanted[:shown], least, width - gap * (shown - 1))
    columns = [
        Column(title, width=size, no_wrap=True, overflow="ellipsis", justify="left" if short else "right")
        for title, size, short in zip(titles, widths, to_shorten, strict=False)
    ]
    table = plain_table(*columns, gap=gap)
    for row in rows:
        table.add_row(*row[:shown])
    return Part((table,), 1 + len(rows))


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
