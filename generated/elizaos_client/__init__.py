# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
# specs/elizaos/openapi.yaml: sha256 5f14539bf866af6230a20de1856ac56ebba3a189ebb32025908b58483861f309
# specs/elizaos/overlay.yaml: sha256 4ae87dcd85af27b7fc754c9a869be360acddc861e9a41b7778bf12101d96186c
"""A client library for accessing Eliza OS API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
