# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
"""The documented server, and the header for credentials."""

SERVER = "https://api.anam.ai"
AUTH_HEADER = "Authorization"
AUTH_PREFIX = "Bearer"
