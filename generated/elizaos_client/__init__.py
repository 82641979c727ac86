# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
# specs/elizaos/openapi.yaml: sha256 5f14539bf866af6230a20de1856ac56ebba3a189ebb32025908b58483861f309
# specs/elizaos/overlay.yaml: sha256 18c46822b39c0242dddcc01252d9bbde99ba19d5fca4ce56c310cda406bc9567
"""A client library for accessing Eliza OS API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus
from .types import UNSET, Unset, given

__all__ = ("UNSET", "AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus", "Unset", "given")
