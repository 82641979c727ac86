# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
# specs/akool/openapi.yaml: sha256 cd9d8744f6403dc058ae954c228988731b74810fac889389453c1a9a8e72d460
# specs/akool/overlay.yaml: sha256 41499866c13b62bea9b24a2a9a683e947f394e58c3b18a7d46a90dd43b7e27b6
"""A client library for accessing Live Avatar API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
