"""Tried here: the content of each kind of file, adding to one, and what stays if a file cannot be written whole.

DuckDB, pandas and polars read the files.
Not tried here: the command `allsessions export` (tests/cli).
"""
