"""Load sessions into a warehouse with dlt (https://dlthub.com). The dlt source has one resource per `Source`.

    import dlt
    from allsessions.dlt import sessions

    pipeline = dlt.pipeline("sessions", destination="duckdb", dataset_name="avatars")
    pipeline.run(sessions())

Needs the extra `dlt`, and dlt's own extra for the destination. In this package, `import dlt` imports dlthub's library.
"""

from .loading import sessions
from .tables import PROBLEMS, READS, SESSIONS

__all__ = ["PROBLEMS", "READS", "SESSIONS", "sessions"]
