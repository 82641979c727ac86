# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
# specs/akool/openapi.yaml: sha256 f0fa3e63e44b9a1a34f842b2d3570ae62c6c69c9064afe58baf3667967b501eb
# specs/akool/overlay.yaml: sha256 6913d66bc509738857d9272ad72207c4296e25f4b2ec6376ac7cf1149cdf4265
"""A client library for accessing Live Avatar API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus
from .types import UNSET, Unset, given

__all__ = ("UNSET", "AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus", "Unset", "given")
