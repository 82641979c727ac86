# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
# specs/anam/openapi.yaml: sha256 9ffa6b31ac75e0677a9e1919617a8f68c7679c820720b374f39fae43a0cf6b1e
# specs/anam/overlay.yaml: sha256 9fd190b9fc6ccc66f5ce42e7ebd0864ef910382565a3c6ea574db7790b7c0bbf
"""A client library for accessing Anam AI API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
