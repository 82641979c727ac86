"""Faults of networks, vendors and records at one source: nothing is lost or hidden, and every read ends.

Tried here: broken connections, odd HTTP, bodies and statuses, retries, rate limits, lying lists, hostile answers.
Not tried here: a vendor's fields (tests/sources), vague and changing vendors (tests/listing), secrets (tests/security).
"""
