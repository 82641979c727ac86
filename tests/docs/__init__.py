"""Covered: each code block of the pages and the README, the names on them, their links, and the recipes' functions.

Commands run in this process, against the simulator.
Not covered: the pages on adding a vendor or an operation, and on Spark, which other tests follow.
"""
