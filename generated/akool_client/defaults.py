# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
"""Where the API answers and how it is told who asks, as the document says."""

SERVER = "https://openapi.akool.com"
AUTH_HEADER = "x-api-key"
AUTH_PREFIX = ""
