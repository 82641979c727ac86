# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
"""Where the API answers and how it is told who asks, as the document says."""

SERVER = "https://api.konpro.ai"
AUTH_HEADER = "x-api-key"
AUTH_PREFIX = ""
