"""The Spark data source in a real Spark on this machine: `nox -s spark`. Needs Java.

Covered: queries, partitions, failed sources, filters that Spark pushes down, streams, and docs/spark.md.
Not covered: the results of the driver and the tasks (tests/spark).
"""
