"""The sessions of live avatars and AI agents at several vendors, listed through one interface.

from allsessions import Anam, Client, ElizaOS

with Client([Anam(api_key="…"), ElizaOS()]) as client:
    for session in client.list(status="active"):
        print(session.ref, session.status, session.duration)
"""

from typing import TYPE_CHECKING

from .client import AsyncClient, Client
from .errors import (
    AllSessionsError,
    ApiError,
    AuthenticationError,
    ConfigurationError,
    ConnectionFailedError,
    IncompleteListingError,
    InvalidRecordError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    SourceError,
    TimedOutError,
    UnexpectedResponseError,
    UnsupportedFilterError,
)
from .session import Page, Session, Status
from .sources import Capabilities, Source, source_class, vendors

if TYPE_CHECKING:
    from .sources.akool import Akool
    from .sources.anam import Anam
    from .sources.elizaos import ElizaOS
    from .sources.konpro import KonPro

__all__ = [
    "Akool",
    "AllSessionsError",
    "Anam",
    "ApiError",
    "AsyncClient",
    "AuthenticationError",
    "Capabilities",
    "Client",
    "ConfigurationError",
    "ConnectionFailedError",
    "ElizaOS",
    "IncompleteListingError",
    "InvalidRecordError",
    "InvalidRequestError",
    "KonPro",
    "NotFoundError",
    "Page",
    "PermissionDeniedError",
    "RateLimitError",
    "ServerError",
    "Session",
    "Source",
    "SourceError",
    "Status",
    "TimedOutError",
    "UnexpectedResponseError",
    "UnsupportedFilterError",
]


if not TYPE_CHECKING:  # else a type checker would take any name for one of these

    def __getattr__(name: str) -> type[Source]:
        # A vendor's class brings the vendor's whole generated client, so it is imported when it is first asked for.
        if name.lower() in vendors() and (found := source_class(name.lower())).__name__ == name:
            return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
