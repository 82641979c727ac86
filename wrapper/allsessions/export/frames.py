"""Sessions as a table of pyarrow, pandas or polars."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from allsessions import ConfigurationError, Session

from .columns import columns, row
from .rewriting import batches


def to_arrow(sessions: Iterable[Session], *, raw: bool = False) -> Any:
    """Return a `pyarrow.Table` with the columns of an export.

    Times are timestamps in UTC, `duration_ms` is a duration, and `source`, `vendor` and `status` are dictionaries.

    Args:
        sessions: The sessions, such as `client.list(…)` or a list.
        raw: True to add a column with the vendor's record as JSON, secrets masked.

    Raises:
        ConfigurationError: pyarrow is not installed. Raised before any request.
        IncompleteListingError: `sessions` raised it. There is no result, because an incomplete table would look
            complete. To use the sessions that arrived, collect them in a list first, and catch the error.
    """
    arrow = _needed("pyarrow", function="to_arrow", by="allsessions.export.arrow")
    wanted = columns(raw=raw)
    tables = [arrow.frame(wanted, batch) for batch in batches(row(session, wanted) for session in sessions)]
    return arrow.concatenated(tables or [arrow.frame(wanted, [])])


def to_pandas(sessions: Iterable[Session], *, raw: bool = False) -> Any:
    """Return the table of `to_arrow` as a `pandas.DataFrame`, with timedeltas and categories. Also needs pandas."""
    _needed("pandas", function="to_pandas")
    return to_arrow(sessions, raw=raw).to_pandas()


def to_polars(sessions: Iterable[Session], *, raw: bool = False) -> Any:
    """Return the table of `to_arrow` as a `polars.DataFrame`, with Durations and categories. Also needs polars."""
    polars = _needed("polars", function="to_polars")
    return polars.from_arrow(to_arrow(sessions, raw=raw))


def _needed(package: str, *, function: str, by: str | None = None) -> Any:
    """Import the module `by`; by default, `package`. Raises ConfigurationError if `package` is not installed."""
    try:
        return import_module(by or package)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        wanted = '"allsessions[export]"' if by else package
        raise ConfigurationError(f"{function} needs {package}, which is not installed; pip install {wanted}") from None
