"""The sessions of live avatars and AI agents at several vendors, listed through one interface.

    from allsessions import Anam, Client, ElizaOS

    with Client([Anam(api_key="…"), ElizaOS()]) as client:
        for session in client.list(status="active"):
            print(session.ref, session.status, session.duration)

Each name here is imported when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from .session import Page, Session
    from .source import Capabilities, Source
    from .status import Status

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
    from .vendors.akool import Akool
    from .vendors.anam import Anam
    from .vendors.elizaos import ElizaOS
    from .vendors.konpro import KonPro

__all__ += [
    "Akool",
    "Anam",
    "ElizaOS",
    "KonPro",
]
# End of vendors

_HOMES = {
    "AsyncClient": "client",
    "Capabilities": "source",
    "Client": "client",
    "Page": "session",
    "Session": "session",
    "Source": "source",
    "Status": "status",
}


if not TYPE_CHECKING:  # else a type checker would take any name for one of these

    def __getattr__(name: str) -> Any:
        # Each is imported when it is first asked for: the engine brings asyncio and httpx, and a vendor's class the
        # vendor's whole generated client.
        if name in __all__:
            value = globals()[name] = _imported(name)
            return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def _imported(name: str) -> Any:
        if name in _HOMES or name.endswith("Error"):
            return getattr(import_module(f".{_HOMES.get(name, 'errors')}", __name__), name)
        return import_module(".source", __name__).built_in_class(name.lower())

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
