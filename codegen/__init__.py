"""Compile the documents in `specs/` into the client packages in `generated/`."""
