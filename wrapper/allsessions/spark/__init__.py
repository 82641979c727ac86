"""The sessions as a DataFrame of Apache Spark, read by many machines at once, or as a stream of new ones.

    from allsessions.spark import register

    register(spark)
    sessions = spark.read.format("allsessions").option("config", "allsessions.toml").load()
    sessions.where("status = 'active'").groupBy("source").count().show()

Needs the extra `spark`, on the driver and on each executor. Keys are read where they are used, from the environment of
the executors; nothing that Spark plans, shows or logs holds one.
"""

from .options import Options
from .source import SessionsDataSource, register

__all__ = ["Options", "SessionsDataSource", "register"]
