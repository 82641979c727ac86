# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
"""The documented server, and the header for credentials."""

SERVER = "http://localhost:3000"
AUTH_HEADER = "X-API-KEY"
AUTH_PREFIX = ""
