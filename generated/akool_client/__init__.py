# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
# specs/akool/openapi.yaml: sha256 f0fa3e63e44b9a1a34f842b2d3570ae62c6c69c9064afe58baf3667967b501eb
# specs/akool/overlay.yaml: sha256 662e8e46839f21489659552f6fa986742be26ed0536e389f238cd9f01f08788f
"""A client library for accessing Live Avatar API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
