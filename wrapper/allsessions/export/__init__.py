"""Export sessions to a file. The file's suffix selects the format: Parquet, CSV, JSON Lines, DuckDB, SQLite or Excel.

    from allsessions import Client
    from allsessions.export import write

    with Client.from_env() as client:
        write(client.list(created_after=monday), "sessions.parquet")

Parquet, DuckDB and Excel need the extra `export`. All formats have the columns of `COLUMNS`. Use `stream` to write
CSV or JSON Lines to an open file, `to_pandas`, `to_polars` or `to_arrow` for a dataframe, and `row` for the
values of one session, for example to write them elsewhere. `format_duration` returns a duration as text for people.
"""

from .columns import COLUMNS, RAW, Column, Kind, Row, columns, row
from .formats import ENDINGS
from .frames import to_arrow, to_pandas, to_polars
from .json_schema import session_schema
from .streaming import stream
from .values import format_duration
from .writing import Written, write

__all__ = ["COLUMNS", "ENDINGS", "RAW", "Column", "Kind", "Row", "Written", "columns", "row", "stream", "write"]
__all__ += ["format_duration", "session_schema", "to_arrow", "to_pandas", "to_polars"]
