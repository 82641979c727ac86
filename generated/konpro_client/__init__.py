# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
# specs/konpro/openapi.yaml: sha256 6071f2f8e931137e467e286ec056478e0a855bd760b1de07b5ddee30ae334363
# specs/konpro/overlay.yaml: sha256 eefa5de094ddbb9827db147a9686e18c9db00cd4e7ae13015fe60583f4c0481e
"""A client library for accessing KonPro Streaming API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus
from .types import UNSET, Unset, given

__all__ = ("UNSET", "AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus", "Unset", "given")
