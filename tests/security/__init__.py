"""No text shows a secret, credentials go only to their own vendor, and vendors' texts are harmless.

Covered: errors, logs, pages, models and output; addresses, redirects, proxies, TLS and identifiers on the wire.
Not covered: the recognition of secrets in texts (tests/privacy).
"""
