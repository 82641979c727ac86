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
from .sources import Capabilities, Source, built_in_class, built_in_vendors

__all__ = [
    "AllSessionsError",
    "ApiError",
    "AsyncClient",
    "AuthenticationError",
    "Capabilities",
    "Client",
    "ConfigurationError",
    "ConnectionFailedError",
    "IncompleteListingError",
    "InvalidRecordError",
    "InvalidRequestError",
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

# Vendors: written by nox -s vendors
if TYPE_CHECKING:
    from .sources.akool import Akool
    from .sources.anam import Anam
    from .sources.elizaos import ElizaOS
    from .sources.konpro import KonPro

__all__ += [
    "Akool",
    "Anam",
    "ElizaOS",
    "KonPro",
]
# End of vendors


if not TYPE_CHECKING:  # else a type checker would take any name for one of these

    def __getattr__(name: str) -> type[Source]:
        # A vendor's class brings the vendor's whole generated client, so it is imported when it is first asked for.
        if name.lower() in built_in_vendors() and (found := built_in_class(name.lower())).__name__ == name:
            return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
