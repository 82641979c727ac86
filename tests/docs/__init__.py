"""Covered: code blocks of the pages and the README, names and options on the pages, links, and the recipes' functions.

Commands run in this process, against the simulator.
Not covered: the pages on adding a vendor or an operation, and on Spark, which other tests cover.
"""
