"""The vendors' files and their parts: sources, options, filters, errors, and configuration.

Covered: record to session, page to envelope, filters to arguments, error body to error; options and config files.
Not covered: any request (tests/client), the reading of lists (tests/listing), failing networks (tests/faults).
"""
