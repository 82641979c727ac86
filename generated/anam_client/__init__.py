# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
# specs/anam/openapi.yaml: sha256 b2903ebe4945d2708c88e9bc18c17060164615f616f5db1aafd142ce910879a2
# specs/anam/overlay.yaml: sha256 cb62b25ef584ad4c1721020ac07ad37a537ecd08c126d1a5a9c97c19c7a18ba2
"""A client library for accessing Anam AI API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
