# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
"""The clients: where the API answers, how it is asked, and over which httpx client."""

import ssl
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Self

import httpx
from attrs import define, evolve, field

from ._requests import Answer, answer
from .defaults import AUTH_HEADER, AUTH_PREFIX, SERVER
from .errors import DecodeError, without_secrets
from .types import Response

TIMEOUT = 30.0
MAX_BODY_SIZE = 64 * 2**20
_GZIP = 16 + zlib.MAX_WBITS


def _copy(headers: Mapping[str, str]) -> dict[str, str]:
    return dict(headers)


@define
class Client:
    """A client without credentials.

    Attributes:
        base_url: Where the API answers; the documented server unless given, if there is one.
        headers: Sent with every request.
        timeout: Seconds for each of connecting, sending, receiving and waiting for a connection; an httpx.Timeout for
            one by one; None for no limit.
        max_body_size: Bytes that an answer's body may have after decompression; a longer one raises
            errors.DecodeError, and no more of it is read.
        verify_ssl: False, a CA file or an ssl.SSLContext, as in httpx.
        httpx_args: Further arguments of httpx.Client and httpx.AsyncClient.
        raise_on_unexpected_status: Whether a status that is not documented raises errors.UnexpectedStatus.

    Redirects are not followed: a key in a header of its own would go along to wherever they lead.
    """

    base_url: str = SERVER
    _headers: dict[str, str] = field(factory=dict, alias="headers", converter=_copy, repr=False, kw_only=True)
    _timeout: httpx.Timeout | float | None = field(default=TIMEOUT, alias="timeout", kw_only=True)
    max_body_size: int = field(default=MAX_BODY_SIZE, kw_only=True)
    _verify_ssl: str | bool | ssl.SSLContext = field(default=True, alias="verify_ssl", kw_only=True)
    _httpx_args: dict[str, Any] = field(factory=dict, alias="httpx_args", repr=False, kw_only=True)
    raise_on_unexpected_status: bool = field(default=False, kw_only=True)
    # The caller's own, which a client like this one takes over; and those made here, which it does not.
    _given_client: httpx.Client | None = field(default=None, alias="httpx_client", repr=False, eq=False, kw_only=True)
    _given_async_client: httpx.AsyncClient | None = field(
        default=None, alias="async_httpx_client", repr=False, eq=False, kw_only=True
    )
    _client: httpx.Client | None = field(default=None, init=False, repr=False, eq=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False, repr=False, eq=False)

    def with_headers(self, headers: Mapping[str, str]) -> Self:
        """A client like this one that sends these headers, too."""
        return evolve(self, headers={**self._headers, **headers})

    def with_timeout(self, timeout: httpx.Timeout | float | None) -> Self:
        """A client like this one with another timeout; an httpx client of the caller's keeps its own."""
        return evolve(self, timeout=timeout)

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Use this httpx client: its timeout, TLS and proxy settings hold; URL and headers stay this client's."""
        self._given_client = client
        return self

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Use this httpx client: its timeout, TLS and proxy settings hold; URL and headers stay this client's."""
        self._given_async_client = async_client
        return self

    def get_httpx_client(self) -> httpx.Client:
        """The httpx client that requests go over, made at first use."""
        if self._given_client is not None:
            return self._given_client
        if self._client is None:
            self._client = httpx.Client(**self._httpx_settings())
        return self._client

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """The httpx client that requests go over, made at first use."""
        if self._given_async_client is not None:
            return self._given_async_client
        if self._async_client is None:
            self._async_client = httpx.AsyncClient(**self._httpx_settings())
        return self._async_client

    def call(self, request: dict[str, Any], answers: Sequence[Answer]) -> Response[Any]:
        """Make an endpoint's request, and return its answer with the typed value."""
        return self.typed(self.send(request), answers)

    async def call_async(self, request: dict[str, Any], answers: Sequence[Answer]) -> Response[Any]:
        """As `call`, over the asynchronous httpx client."""
        return self.typed(await self.send_async(request), answers)

    def send(self, request: dict[str, Any]) -> Response[None]:
        """Make an endpoint's request. The answer's body is read and decompressed, and not yet decoded."""
        try:
            return self._sent(request)
        except BaseException as error:
            raise without_secrets(error)

    async def send_async(self, request: dict[str, Any]) -> Response[None]:
        """As `send`, over the asynchronous httpx client."""
        try:
            return await self._sent_async(request)
        except BaseException as error:
            raise without_secrets(error)

    def typed(self, response: Response[None], answers: Sequence[Answer]) -> Response[Any]:
        """Return an answer with its typed value."""
        return answer(response, answers, raise_on_unexpected_status=self.raise_on_unexpected_status)

    def _sent(self, request: dict[str, Any]) -> Response[None]:
        with self.get_httpx_client().stream(**self.complete(request)) as response:
            body = _Body(response, self.max_body_size)
            if body.wanted:
                for chunk in response.iter_raw():
                    body.take(chunk)
                    if not body.wanted:
                        break
            return body.answer()

    async def _sent_async(self, request: dict[str, Any]) -> Response[None]:
        async with self.get_async_httpx_client().stream(**self.complete(request)) as response:
            body = _Body(response, self.max_body_size)
            if body.wanted:
                async for chunk in response.aiter_raw():
                    body.take(chunk)
                    if not body.wanted:
                        break
            return body.answer()

    def __attrs_post_init__(self) -> None:
        if not self.base_url:
            raise ValueError("base_url is missing; the document names no server")

    def complete(self, request: dict[str, Any]) -> dict[str, Any]:
        """An endpoint's request with this client's URL and headers; a header of the endpoint's own wins."""
        url = self.base_url.rstrip("/") + request["url"]
        # No other compression: what this client cannot decompress within bounds, it does not ask for.
        headers = httpx.Headers({"accept-encoding": "gzip"})
        headers.update(self._headers)  # where a name is the same one in any case
        headers.update(self._credentials())
        headers.update(request.get("headers", {}))
        return {**request, "url": url, "headers": headers}

    def _credentials(self) -> dict[str, str]:
        return {}

    def _httpx_settings(self) -> dict[str, Any]:
        return {
            "timeout": self._timeout,
            "verify": self._verify_ssl,
            **self._httpx_args,
        }

    def __enter__(self) -> Self:
        self.get_httpx_client().__enter__()
        return self

    def __exit__(self, *args: Any) -> None:
        self.get_httpx_client().__exit__(*args)

    async def __aenter__(self) -> Self:
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(self, *args: Any) -> None:
        await self.get_async_httpx_client().__aexit__(*args)


@define
class AuthenticatedClient(Client):
    """A client with credentials, sent as ``auth_header_name: prefix token`` with each request.

    Attributes:
        token: The key or token; not shown in repr.
        prefix: Stands before the token, with a space; empty for none. As documented unless given.
        auth_header_name: The header. As documented unless given.
    """

    token: str = field(repr=False, kw_only=True)
    prefix: str = field(default=AUTH_PREFIX, kw_only=True)
    auth_header_name: str = field(default=AUTH_HEADER, kw_only=True)

    def _credentials(self) -> dict[str, str]:
        # httpx would show it in its error.
        if not self.token.isascii() or not self.token.isprintable():
            raise ValueError(f"{self.auth_header_name}: the token has characters that no header can have")
        return {self.auth_header_name: f"{self.prefix} {self.token}" if self.prefix else self.token}


class _Body:
    """A body as it comes in, decompressed up to a limit: a small one can decompress to more than there is memory."""

    def __init__(self, response: httpx.Response, limit: int) -> None:
        self._response = response
        self._limit = limit
        self._size = 0
        self._chunks: list[bytes] = []
        self._gzip = zlib.decompressobj(wbits=_GZIP)
        self._problem: DecodeError | None = None
        self._compressed = response.headers.get("content-encoding", "identity").lower() != "identity"
        # A transport of the caller's may give answers that httpx has read and decompressed.
        self._read = response.is_stream_consumed
        if self._read:
            self._keep(response.content)
        elif self._compressed and response.headers["content-encoding"].lower() != "gzip":
            self._problem = DecodeError("gzip or no compression", "another content-encoding")

    @property
    def wanted(self) -> bool:
        """Whether further bytes are of any use."""
        return not self._read and self._problem is None

    def take(self, chunk: bytes) -> None:
        """Take the next bytes as they came over the wire."""
        if not self._compressed:
            self._keep(chunk)
            return
        try:
            self._unpack(chunk)
        except zlib.error:
            self._problem = DecodeError("gzip", "something else")

    def answer(self) -> Response[None]:
        """The answer with its whole body; DecodeError if that could not be had."""
        cut_off = self._compressed and not self._read and bool(self._chunks) and not self._gzip.eof
        if cut_off and self._problem is None:
            self._problem = DecodeError("gzip", "a part of it")
        if self._problem is not None and self._response.is_success:
            raise self._problem
        # The body of an error tells no more than its status, if it cannot be read.
        content = b"" if self._problem else b"".join(self._chunks)
        return Response(
            status_code=self._response.status_code, content=content, headers=self._response.headers, parsed=None
        )

    def _unpack(self, packed: bytes) -> None:
        # gzip may have several members, one after the other and with padding behind: all are the body.
        while packed and self._problem is None:
            if self._gzip.eof:
                packed = packed.lstrip(b"\0")
                if not packed:
                    return
                self._gzip = zlib.decompressobj(wbits=_GZIP)
            self._keep(self._gzip.decompress(packed, self._limit - self._size + 1))
            packed = self._gzip.unused_data

    def _keep(self, chunk: bytes) -> None:
        self._size += len(chunk)
        self._chunks.append(chunk)
        if self._size > self._limit:
            self._problem = DecodeError(f"a body of at most {self._limit} bytes", "a longer one")
