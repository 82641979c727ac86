# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
"""Contains all the data models used in inputs/outputs"""

from .end_session_body import EndSessionBody
from .error_detail import ErrorDetail
from .error_response import ErrorResponse
from .list_sessions_status import ListSessionsStatus
from .session import Session
from .session_history import SessionHistory
from .session_status import SessionStatus

__all__ = (
    "EndSessionBody",
    "ErrorDetail",
    "ErrorResponse",
    "ListSessionsStatus",
    "Session",
    "SessionHistory",
    "SessionStatus",
)
