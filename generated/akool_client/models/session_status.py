# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
from enum import IntEnum


class SessionStatus(IntEnum):
    """Where a session is in its life, from waiting in the queue to completed or failed."""

    QUEUEING = 1
    PROCESSING = 2
    COMPLETED = 3
    FAILED = 4
