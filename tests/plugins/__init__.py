"""Vendors that other packages add by an entry point: one that works, and one for each kind of fault.

Covered: finding, importing and refusing such vendors; their options, secrets, sessions and errors; and one command.
Not covered: the base class (tests/sources), and the example in the documentation (tests/docs).
"""
