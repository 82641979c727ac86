"""The data source in a real Spark on this machine: `nox -s spark`. Needs Java.

Covered: queries, partitions, failed sources, pushed filters, streams, and the page of the documentation.
Not covered: the results of the driver and the tasks (tests/spark).
"""
