# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
# specs/elizaos/openapi.yaml: sha256 5f14539bf866af6230a20de1856ac56ebba3a189ebb32025908b58483861f309
# specs/elizaos/overlay.yaml: sha256 70f5628a387c515a42134af9f72350244465913b4cffd6f06c2d71b24a8397aa
"""A client library for accessing Eliza OS API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
