"""Covered: each vendor's answers to good and bad requests, the start and stop of the server, and the made-up sessions.

Every kind of answer is checked against the vendor's document in `specs/`.
Not covered: the library that reads the answers, and `allsessions simulate`.
"""
