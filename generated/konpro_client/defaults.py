# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
"""The documented server, and the header for credentials."""

SERVER = "https://api.konpro.ai"
AUTH_HEADER = "x-api-key"
AUTH_PREFIX = ""
