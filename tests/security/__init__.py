"""No secret comes out in any text, credentials go to their own vendor only, and vendors' texts act on nothing.

Tried here: errors, logs, pages, models and output; addresses, redirects, proxies, TLS and identifiers on the wire.
Not tried here: which texts are secrets and in which forms they are found (tests/privacy).
"""
