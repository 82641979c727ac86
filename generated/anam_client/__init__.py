# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
# specs/anam/openapi.yaml: sha256 f5379494e45a274bfa12fbe775ac0d037c2e7a0731c0f3e4c405f26ddc606b04
# specs/anam/overlay.yaml: sha256 9fd190b9fc6ccc66f5ce42e7ebd0864ef910382565a3c6ea574db7790b7c0bbf
"""A client library for accessing Anam AI API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
