"""Sessions into a warehouse, by dlt (https://dlthub.com): a dlt source with a resource for each source.

    import dlt
    from allsessions.dlt import sessions

    pipeline = dlt.pipeline("sessions", destination="duckdb", dataset_name="avatars")
    pipeline.run(sessions())

Needs the extra `dlt`, and what dlt needs for the destination. Within this package, `dlt` is always the other one.
"""

from .loading import sessions
from .tables import PROBLEMS, READS, SESSIONS

__all__ = ["PROBLEMS", "READS", "SESSIONS", "sessions"]
