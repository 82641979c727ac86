# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
# specs/anam/openapi.yaml: sha256 21cc2221b2664a1ff0e2226e7489ddb8248611a68f5673d5aa03e7775075b68f
# specs/anam/overlay.yaml: sha256 5c70dc59a0a631fc0ab1aebf5e8c14b9bf81662f0b8d2cc7d019e6ed0cb49195
"""A client library for accessing Anam AI API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus
from .types import UNSET, Unset, given

__all__ = ("UNSET", "AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus", "Unset", "given")
