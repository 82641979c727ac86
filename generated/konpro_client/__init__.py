# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
# specs/konpro/openapi.yaml: sha256 6717b8b241b82bd139130a1329c11bf220b271a7c868daf8899dad68ce7bfc5c
# specs/konpro/overlay.yaml: sha256 fb7fef8318f5066b680a45f7177610e9107250e223341664b831d34c6f45fc55
"""A client library for accessing KonPro Streaming API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
