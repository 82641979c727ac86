"""List the sessions of live avatars and AI agents at several vendors through one interface.

from allsessions import Anam, Client, ElizaOS

with Client([Anam(api_key="…"), ElizaOS()]) as client:
    for session in client.list(status="active"):
        print(session.ref, session.status, session.duration)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import AsyncClient, Client
    from .errors import *
    from .export import session_schema
    from .session import Concurrency, Page, Session, Status
    from .source import Capabilities, Source

__version__ = "0.1.0"
__all__ = ["AsyncClient", "Capabilities", "Client", "Concurrency", "Page", "Session", "Source", "Status"]
__all__ += ["AllSessionsError", "ApiError", "AuthenticationError", "ConfigurationError", "ConnectionFailedError"]
__all__ += ["IncompleteListingError", "InvalidRecordError", "InvalidRequestError", "NotFoundError"]
__all__ += ["PermissionDeniedError", "RateLimitError", "ServerError", "SourceError", "TimedOutError"]
__all__ += ["UnexpectedResponseError", "UnsupportedFilterError", "__version__", "session_schema"]

# Vendors: written by nox -s vendors
if TYPE_CHECKING:
    from .vendors.akool import Akool
    from .vendors.anam import Anam
    from .vendors.elizaos import ElizaOS
    from .vendors.konpro import KonPro

__all__ += ["Akool", "Anam", "ElizaOS", "KonPro"]
# End of vendors

_modules = {"AsyncClient": "client", "Client": "client", "Capabilities": "source", "Source": "source"}
_modules |= dict.fromkeys(["Concurrency", "Page", "Session", "Status"], "session") | {"session_schema": "export"}

if not TYPE_CHECKING:  # with __getattr__, a type checker would accept any attribute

    def __getattr__(name: str) -> Any:
        # Import a name only on first use. So `import allsessions` loads neither httpx nor any vendor's package.
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = "errors" if name.endswith("Error") else _modules.get(name, f"vendors.{name.lower()}")
        globals()[name] = value = getattr(import_module(f".{module}", __name__), name)
        return value
