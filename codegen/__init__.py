"""How the documents in `specs/` become the client packages in `generated/`."""
