"""What is used of a vendor's client package: one that this repository compiles, or any other with these names."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, Self

import httpx

from ..session import VendorModel


class ClientPackage(Protocol):
    """The package itself: its clients and its error."""

    @property
    def Client(self) -> Callable[[str], "VendorClient"]:  # noqa: N802  # a class there
        """A client without credentials, from the URL where the API answers."""
        ...

    @property
    def AuthenticatedClient(self) -> Callable[..., "VendorClient"]:  # noqa: N802  # a class there
        """A client with credentials, from the URL and, by keyword, the `token`."""
        ...

    @property
    def DecodeError(self) -> type[Exception]:  # noqa: N802  # a class there
        """What is raised for a body that is not JSON, or not of the documented JSON type; a VendorDecodeError."""
        ...


class VendorClient(Protocol):
    """A client of the package."""

    max_body_size: int
    """Bytes that an answer may have after decompression."""

    def with_headers(self, headers: Mapping[str, str], /) -> Self:
        """A client like this one that sends these headers, too."""
        ...

    def set_async_httpx_client(self, async_client: httpx.AsyncClient, /) -> Self:
        """Ask over this httpx client."""
        ...

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """The httpx client that it asks over."""
        ...


class Endpoint(Protocol):
    """An endpoint's module, such as `api.sessions.list_sessions`."""

    @property
    def asyncio_detailed(self) -> Callable[..., Awaitable["VendorResponse"]]:
        """Asks by GET, with the endpoint's arguments and `client`, by keyword."""
        ...


class Model(VendorModel, Protocol):
    """A class of `models`."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any], /) -> Self:
        """Return the typed value of a JSON object; raise the package's DecodeError for anything else."""
        ...


class VendorResponse(Protocol):
    """What the generated packages' responses have in common."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> httpx.Headers: ...
    @property
    def parsed(self) -> Any: ...
    @property
    def invalid_fields(self) -> Mapping[str, Any]: ...


class VendorDecodeError(Protocol):
    """What the generated packages' decode errors have in common."""

    expected: str
    found: str
