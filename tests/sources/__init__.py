"""The vendors' files and their parts: sources, options, filters, errors, and configuration.

Covered: sessions from records, envelopes from pages, arguments from filters, errors; options and config files.
Not covered: requests (tests/client), the reading of lists (tests/listing), failing networks (tests/faults).
"""
