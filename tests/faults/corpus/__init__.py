"""Hostile answers at each of the six operations that the wrapper uses, read in memory.

Tried here: the wrapper and the typed clients lose no good record and hide no bad one; next to the unmodified generator.
Not tried here: what HTTP itself can do (tests/faults), what a list of several pages can do (tests/faults).
"""
