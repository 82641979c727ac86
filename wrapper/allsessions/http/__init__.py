"""Requests: the only I/O of this library."""
