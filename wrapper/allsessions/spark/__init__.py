"""Sessions as an Apache Spark DataFrame, or as a stream of new sessions. Executors read the sources in parallel.

    from allsessions.spark import register

    register(spark)
    sessions = spark.read.format("allsessions").option("config", "allsessions.toml").load()
    sessions.where("status = 'active'").groupBy("source").count().show()

Needs the extra `spark`, on the driver and on each executor. The executors read the API keys from their environment,
so Spark's plans and logs contain no key.
"""

from .options import Options
from .source import SessionsDataSource, register

__all__ = ["Options", "SessionsDataSource", "register"]
