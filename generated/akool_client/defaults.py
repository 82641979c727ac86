# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
"""The documented server, and the header for credentials."""

SERVER = "https://openapi.akool.com"
AUTH_HEADER = "x-api-key"
AUTH_PREFIX = ""
