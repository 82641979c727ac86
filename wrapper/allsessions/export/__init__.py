"""Sessions into a file: Parquet, CSV, JSON lines, DuckDB or SQLite, by the file's ending.

    from allsessions import Client
    from allsessions.export import write

    with Client.from_env() as client:
        write(client.list(created_after=monday), "sessions.parquet")

Parquet and DuckDB need the extra `export`; the others need nothing. All five have the columns of `COLUMNS`;
`row` gives a session's values for them to whoever writes elsewhere.
"""

from .columns import COLUMNS, RAW, Column, Kind, Row, columns, row
from .formats import ENDINGS
from .writing import Written, write

__all__ = ["COLUMNS", "ENDINGS", "RAW", "Column", "Kind", "Row", "Written", "columns", "row", "write"]
