"""Covered: the figures of a report for sessions of each kind, its periods, and the whole page.

Each page is written once, for all tests that look at it.
Not covered: the command `allsessions report` (tests/cli), and the page in a browser (tests/browser).
"""
