"""Covered: the content of DuckDB after one or more loads, the requests of later loads, and incomplete loads.

Tests that need no database read the dlt source itself. Other tests check the state between loads as a dict.
Not covered: other destinations, and the lists themselves.
"""
