# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
# specs/akool/openapi.yaml: sha256 c96b70d4126bdff097ece0bebacf78da433b7c6697fa1c6521376c068e5016aa
# specs/akool/overlay.yaml: sha256 211061f4ec5f7d7b4aefc453285156909ad5fb59ed6f5e5437cbb8de8da295cb
"""A client library for accessing Live Avatar API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
