# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
# specs/elizaos/openapi.yaml: sha256 aa697bff3bca4fab261f909c9223ace543c13adadc981d9c711b74de94f992de
# specs/elizaos/overlay.yaml: sha256 8bdf84d5ba0b7452a4bcea870cb1d55d4d59c10c67458bd7e756b07ef31efb5d
"""A client library for accessing Eliza OS API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
