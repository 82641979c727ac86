"""Tried here: each code block of the pages and the README, what they name, their links, and the recipes' functions.

Commands run in this process, against the simulator.
Not tried here: the pages on adding a vendor or an operation, and on Spark, which other tests follow.
"""
