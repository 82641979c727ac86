"""Hostile answers in place of a vendor's list, read in memory.

Tried here: the wrapper loses no good record and hides no bad one, and all that it gives or raises can be used.
Not tried here: the typed clients (tests/clients), HTTP itself and lists of several pages (tests/faults).
"""
