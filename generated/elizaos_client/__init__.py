# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
# specs/elizaos/openapi.yaml: sha256 957f181272f7375da3b415727165fd63f60759fcc0552282b53832ead61f809a
# specs/elizaos/overlay.yaml: sha256 5223889986e9c21f4ccd87eb101f03d48b5569cfe045c29f0c984637230bc55a
"""A client library for accessing Eliza OS API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
