"""The one vocabulary for where a session is in its life."""

from enum import StrEnum


class Status(StrEnum):
    """Where a session is in its life, in one vocabulary for all vendors; `vendor_status` holds the vendor's word."""

    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"
    FAILED = "failed"
    UNKNOWN = "unknown"
