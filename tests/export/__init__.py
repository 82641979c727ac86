"""Covered: the content of each kind of file, appending to a file, and the state of the file after a failed export.

DuckDB, pandas and polars read the files.
Not covered: the command `allsessions export` (tests/cli).
"""
