"""Tried here: the figures of a report for sessions of each kind, its periods, and the page with all that is on it.

Each page is written once, for all tests that look at it.
Not tried here: the command `allsessions report` (tests/cli), and the page in a browser (tests/browser).
"""
