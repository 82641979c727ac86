"""Vendors of other distributions, which an entry point brings: one that works, and each way to be broken.

Tried here: finding, importing and refusing them; their options, secrets, sessions and errors; the command line once.
Not tried here: what every vendor's class inherits (tests/sources), and the example of the documentation (tests/docs).
"""
