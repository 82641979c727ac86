"""Vendors of other distributions, with an entry point: one that works, and one for each fault.

Covered: finding, importing and refusing such vendors; their options, secrets, sessions and errors; one command.
Not covered: the base class (tests/sources), and the example in the documentation (tests/docs).
"""
