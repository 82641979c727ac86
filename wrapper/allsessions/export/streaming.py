"""The export of sessions as text, to an open file such as standard output."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, TextIO

from allsessions import ConfigurationError, Session

from . import csv_file, json_lines
from .columns import COLUMNS, Columns, row
from .formats import Write

STREAMS: Final[Mapping[str, Callable[[TextIO, Columns, bool], Write]]] = {
    "csv": csv_file.stream,
    "jsonl": json_lines.stream,
}
"""The text formats. Each function writes the header, if any, and returns a function that writes rows."""


def stream(
    sessions: Iterable[Session],
    file: TextIO,
    *,
    format: Literal["csv", "jsonl"],
    columns: Columns = COLUMNS,
    header: bool = True,
) -> None:
    """Write sessions as text, each as soon as it arrives. The text is the same as in a file that `write` creates.

    Args:
        sessions: The sessions, such as `client.list(…)`.
        file: A text file that is open for writing.
        format: csv or jsonl.
        columns: The columns to write, such as `columns(raw=True)`.
        header: False to write CSV without a header, for example to continue a file.

    Raises:
        ConfigurationError: The format is not a text format.
        IncompleteListingError: `sessions` raised it. The file contains the sessions that arrived.
    """
    start = STREAMS.get(format)
    if start is None:
        raise ConfigurationError(f"{format!r} is not a text format; choose csv or jsonl")
    write = start(file, columns, header)
    for session in sessions:
        write([row(session, columns)])
