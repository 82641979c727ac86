# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
"""Where the API answers and how it is told who asks, as the document says."""

SERVER = "https://api.anam.ai"
AUTH_HEADER = "Authorization"
AUTH_PREFIX = "Bearer"
