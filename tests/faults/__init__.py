"""Faults of networks, vendors and records at one source: nothing is lost or hidden, and every read ends.

Covered: broken connections, odd HTTP, bodies and statuses, retries, rate limits, contradictory lists, hostile answers.
Not covered: a vendor's fields (tests/sources), vague or changing lists (tests/listing), secrets (tests/security).
"""
