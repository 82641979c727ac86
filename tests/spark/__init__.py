"""The data source for Spark, without Spark: the plans of its driver and the results of its tasks.

Covered: options, partitions, filters that are pushed down, rows, errors, and the offsets of a stream.
Not covered: queries of a real Spark (tests/cluster), and the lists themselves (tests/client, tests/listing).
"""
