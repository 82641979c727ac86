# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
# specs/akool/openapi.yaml: sha256 c96b70d4126bdff097ece0bebacf78da433b7c6697fa1c6521376c068e5016aa
# specs/akool/overlay.yaml: sha256 87360183cdf6a5300b5b2fd1c43ada1c7ac6abee7de67e21057bf5d5206e7690
"""A client library for accessing Live Avatar API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
