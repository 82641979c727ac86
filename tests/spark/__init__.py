"""The data source for Spark, without Spark: what its driver plans and what its tasks return.

Tried here: options, partitions, filters that are pushed down, rows, errors, and the offsets of a stream.
Not tried here: queries of a real Spark (tests/cluster), and the lists themselves (tests/client, tests/listing).
"""
