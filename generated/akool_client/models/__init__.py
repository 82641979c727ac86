# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
"""Contains all the data models used in inputs/outputs"""

from .api_response import ApiResponse
from .credentials import Credentials
from .end_session_body import EndSessionBody
from .session_detail import SessionDetail
from .session_detail_envelope import SessionDetailEnvelope
from .session_list_envelope import SessionListEnvelope
from .session_list_response import SessionListResponse
from .session_response import SessionResponse
from .session_status import SessionStatus

__all__ = (
    "ApiResponse",
    "Credentials",
    "EndSessionBody",
    "SessionDetail",
    "SessionDetailEnvelope",
    "SessionListEnvelope",
    "SessionListResponse",
    "SessionResponse",
    "SessionStatus",
)
