# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
# specs/anam/openapi.yaml: sha256 21cc2221b2664a1ff0e2226e7489ddb8248611a68f5673d5aa03e7775075b68f
# specs/anam/overlay.yaml: sha256 58afc2a0f68b71549ff9c41325576538372de8905b25b95c9a6a32fea2fb4d28
"""A client library for accessing Anam AI API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
