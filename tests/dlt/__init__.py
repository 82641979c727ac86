"""Tried here: what dlt loads into DuckDB, loads again, and requests again; and what happens where something is missing.

What needs no database is read from the dlt source itself; what is kept between loads is also tried as plain data.
Not tried here: other destinations, and what the library lists.
"""
