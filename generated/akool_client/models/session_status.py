# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from enum import IntEnum


class SessionStatus(IntEnum):
    """The status of a session."""

    QUEUEING = 1
    PROCESSING = 2
    COMPLETED = 3
    FAILED = 4
