# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
"""Contains all the data models used in inputs/outputs"""

from .end_session_answer import EndSessionAnswer
from .error import Error
from .error_detail import ErrorDetail
from .session_info import SessionInfo
from .session_info_timeout_config import SessionInfoTimeoutConfig
from .session_list import SessionList
from .session_list_stats import SessionListStats

__all__ = (
    "EndSessionAnswer",
    "Error",
    "ErrorDetail",
    "SessionInfo",
    "SessionInfoTimeoutConfig",
    "SessionList",
    "SessionListStats",
)
