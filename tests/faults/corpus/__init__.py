"""Hostile answers in place of a vendor's list, read in memory.

Covered: the wrapper loses no good record and hides no bad one, and all its sessions and errors are usable.
Not covered: the typed clients (tests/clients), HTTP itself and lists of several pages (tests/faults).
"""
