# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
# specs/konpro/openapi.yaml: sha256 6071f2f8e931137e467e286ec056478e0a855bd760b1de07b5ddee30ae334363
# specs/konpro/overlay.yaml: sha256 b20cf53da763edd720b017c4d26f440aaddf40f2456eed09f8a6999005bdb7c2
"""A client library for accessing KonPro Streaming API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
