"""Compile the OpenAPI documents in `specs/` into the client packages in `generated/`."""
