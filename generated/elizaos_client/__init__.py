# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
# specs/elizaos/openapi.yaml: sha256 aa697bff3bca4fab261f909c9223ace543c13adadc981d9c711b74de94f992de
# specs/elizaos/overlay.yaml: sha256 7d841742a70b550524802019f26924d901d8d7c2f3260f45140d6d0a94633253
"""A client library for accessing Eliza OS API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
