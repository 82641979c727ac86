"""The names that http/ uses of a vendor's client package: one that `codegen` compiles, or any other that has them."""

from collections.abc import Mapping
from typing import Any, Protocol, Self

import httpx


class VendorClient(Protocol):
    """A client of the package. `max_body_size` limits the bytes of an answer after decompression."""

    max_body_size: int

    def with_headers(self, headers: Mapping[str, str], /) -> Self: ...
    def set_async_httpx_client(self, async_client: httpx.AsyncClient, /) -> Self: ...
    def get_async_httpx_client(self) -> httpx.AsyncClient: ...


class VendorResponse(Protocol):
    """An endpoint's answer. `parsed` is None if the vendor documents no body for the status."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> httpx.Headers: ...
    @property
    def parsed(self) -> Any: ...
    @property
    def invalid_fields(self) -> Mapping[str, Any]: ...


class VendorDecodeError(Protocol):
    """The error for a body that is not JSON, or not of the documented JSON type."""

    expected: str
    found: str
