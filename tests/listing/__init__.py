"""Lists read through the public client: lists that change, vague vendors, and lists that are resumed by a cursor.

Tried here: every list is complete or ends in an error, never ends short, never runs on, and asks little of the vendor.
Not tried here: one page's records (tests/sources), failing connections (tests/faults), several sources (tests/client).
"""
