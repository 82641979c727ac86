"""Vendors of other distributions, with an entry point: one that works, and one for each fault.

Covered: finding, importing and refusing them; their options, secrets, sessions and errors; the command line once.
Not covered: the base class (tests/sources), and the example in the documentation (tests/docs).
"""
