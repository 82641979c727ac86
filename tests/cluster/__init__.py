"""The data source in a real Spark on this machine: `nox -s spark`. Needs Java.

Tried here: queries, partitions, failed sources, pushed filters, streams, and the page of the documentation.
Not tried here: what the driver and the tasks compute (tests/spark).
"""
