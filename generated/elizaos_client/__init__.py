# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
# specs/elizaos/openapi.yaml: sha256 aa697bff3bca4fab261f909c9223ace543c13adadc981d9c711b74de94f992de
# specs/elizaos/overlay.yaml: sha256 577da68bc3f68f6642fd2a27c5e762babcc32f99538aa123cb40d012adf2bef2
"""A client library for accessing Eliza OS API"""

from .client import AuthenticatedClient, Client
from .errors import DecodeError, UnexpectedStatus

__all__ = ("AuthenticatedClient", "Client", "DecodeError", "UnexpectedStatus")
