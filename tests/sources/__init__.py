"""The vendors' files and what they are made of: sources, options, filters, errors, and their configuration.

Tried here: record to session, page to envelope, filters to arguments, error body to error; options and config files.
Not tried here: any request (tests/client), the reading of lists (tests/listing), failing networks (tests/faults).
"""
