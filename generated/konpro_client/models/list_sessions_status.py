# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
from enum import StrEnum


class ListSessionsStatus(StrEnum):
    """List only sessions with this status."""

    NEW = "new"
    CONNECTING = "connecting"
    CONNECTED = "connected"
