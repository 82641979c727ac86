# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
# specs/konpro/openapi.yaml: sha256 d62635eede5a7b35d45fe6d2dc5971027593910ae6ef2776a352aecf55b63967
# specs/konpro/overlay.yaml: sha256 8a3417798fc5656667dbac455fb80dd91fdbc9b2dc6b4ab1837f46b9ba1c44a2
"""A client library for accessing KonPro Streaming API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
