"""Merge the documents that a vendor publishes into `specs/`."""
