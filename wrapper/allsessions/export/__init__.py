"""Export sessions to a file. The file's suffix selects the format: Parquet, CSV, JSON Lines, DuckDB, SQLite or Excel.

    from allsessions import Client
    from allsessions.export import write

    with Client.from_env() as client:
        write(client.list(created_after=monday), "sessions.parquet")

Parquet, DuckDB and Excel need the extra `export`. All formats have the columns of `COLUMNS`. Use `stream` to write
CSV or JSON Lines to an open file, and `row` to get a session's values for these columns and write them elsewhere.
"""

from .columns import COLUMNS, RAW, Column, Kind, Row, columns, row
from .formats import ENDINGS
from .streaming import stream
from .writing import Written, write

__all__ = ["COLUMNS", "ENDINGS", "RAW", "Column", "Kind", "Row", "Written", "columns", "row", "stream", "write"]
