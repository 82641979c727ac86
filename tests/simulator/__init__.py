"""Tried here: each vendor's answers to good and bad requests, how the server starts and stops, and the made-up world.

Every kind of answer is checked against the vendor's document in `specs/`.
Not tried here: what the library makes of the answers, and `allsessions simulate`.
"""
