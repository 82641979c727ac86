# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
"""Contains all the data models used in inputs/outputs"""

from .concurrency_status import ConcurrencyStatus
from .end_session_answer import EndSessionAnswer
from .error import Error
from .pagination import Pagination
from .session import Session
from .session_client_metadata import SessionClientMetadata
from .session_page import SessionPage
from .session_persona_config import SessionPersonaConfig

__all__ = (
    "ConcurrencyStatus",
    "EndSessionAnswer",
    "Error",
    "Pagination",
    "Session",
    "SessionClientMetadata",
    "SessionPage",
    "SessionPersonaConfig",
)
