# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
"""Where the API answers and how it is told who asks, as the document says."""

SERVER = "http://localhost:3000"
AUTH_HEADER = "X-API-KEY"
AUTH_PREFIX = ""
