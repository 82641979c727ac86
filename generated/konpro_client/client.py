# Generated from specs/konpro by `nox -s generate -- konpro`. Not to be edited: see CONTRIBUTING.md.
"""The API's clients: they send requests over httpx and return typed responses."""

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
        base_url: The API's URL. Default: the documented server; required if the document names none.
        headers: Headers to send with every request.
        timeout: The limit in seconds for each of connecting, sending, receiving and waiting for a connection. Pass an
            httpx.Timeout to set them one by one, or None for no limit.
        max_body_size: The largest response body in bytes, after decompression. The client stops reading a longer one
            and raises errors.DecodeError.
        verify_ssl: False, a CA file or an ssl.SSLContext, as in httpx.
        httpx_args: More arguments for httpx.Client and httpx.AsyncClient.
        raise_on_unexpected_status: True to raise errors.UnexpectedStatus for an undocumented status.

    The client does not follow redirects: httpx would send a header such as x-api-key to the new host, too.
    """

    base_url: str = SERVER
    _headers: dict[str, str] = field(factory=dict, alias="headers", converter=_copy, repr=False, kw_only=True)
    _timeout: httpx.Timeout | float | None = field(default=TIMEOUT, alias="timeout", kw_only=True)
    max_body_size: int = field(default=MAX_BODY_SIZE, kw_only=True)
    _verify_ssl: str | bool | ssl.SSLContext = field(default=True, alias="verify_ssl", kw_only=True)
    _httpx_args: dict[str, Any] = field(factory=dict, alias="httpx_args", repr=False, kw_only=True)
    raise_on_unexpected_status: bool = field(default=False, kw_only=True)
    # `evolve` copies the caller's httpx clients, but not those created here, because they have this client's settings.
    _given_client: httpx.Client | None = field(default=None, alias="httpx_client", repr=False, eq=False, kw_only=True)
    _given_async_client: httpx.AsyncClient | None = field(
        default=None, alias="async_httpx_client", repr=False, eq=False, kw_only=True
    )
    _client: httpx.Client | None = field(default=None, init=False, repr=False, eq=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False, repr=False, eq=False)

    def with_headers(self, headers: Mapping[str, str]) -> Self:
        """Return a copy of this client that also sends these headers."""
        return evolve(self, headers={**self._headers, **headers})

    def with_timeout(self, timeout: httpx.Timeout | float | None) -> Self:
        """Return a copy of this client with another timeout. An httpx client that you set keeps its own timeout."""
        return evolve(self, timeout=timeout)

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Use this httpx client with its own timeout, TLS and proxies. The URL and headers still come from self."""
        self._given_client = client
        return self

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Use this httpx client with its own timeout, TLS and proxies. The URL and headers still come from self."""
        self._given_async_client = async_client
        return self

    def get_httpx_client(self) -> httpx.Client:
        """Return the httpx client that sends the requests; the first call creates it."""
        if self._given_client is not None:
            return self._given_client
        if self._client is None:
            self._client = httpx.Client(**self._httpx_settings())
        return self._client

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """Return the httpx client that sends the asynchronous requests; the first call creates it."""
        if self._given_async_client is not None:
            return self._given_async_client
        if self._async_client is None:
            self._async_client = httpx.AsyncClient(**self._httpx_settings())
        return self._async_client

    def call(self, request: dict[str, Any], answers: Sequence[Answer]) -> Response[Any]:
        """Send an endpoint's request, and return the response with its typed value."""
        return self.typed(self.send(request), answers)

    async def call_async(self, request: dict[str, Any], answers: Sequence[Answer]) -> Response[Any]:
        """Send an endpoint's request asynchronously, as `call` does."""
        return self.typed(await self.send_async(request), answers)

    def send(self, request: dict[str, Any]) -> Response[None]:
        """Send an endpoint's request, and return the response with its body decompressed but not parsed."""
        try:
            return self._exchange(request)
        except BaseException as error:
            raise without_secrets(error)

    async def send_async(self, request: dict[str, Any]) -> Response[None]:
        """Send an endpoint's request asynchronously, as `send` does."""
        try:
            return await self._exchange_async(request)
        except BaseException as error:
            raise without_secrets(error)

    def typed(self, response: Response[None], answers: Sequence[Answer]) -> Response[Any]:
        """Return a response with its typed value."""
        return answer(response, answers, raise_on_unexpected_status=self.raise_on_unexpected_status)

    def _exchange(self, request: dict[str, Any]) -> Response[None]:
        with self.get_httpx_client().stream(**self.complete(request)) as response:
            body = _Body(response, self.max_body_size)
            if body.needs_more:
                for chunk in response.iter_raw():
                    body.feed(chunk)
                    if not body.needs_more:
                        break
            return body.response()

    async def _exchange_async(self, request: dict[str, Any]) -> Response[None]:
        async with self.get_async_httpx_client().stream(**self.complete(request)) as response:
            body = _Body(response, self.max_body_size)
            if body.needs_more:
                async for chunk in response.aiter_raw():
                    body.feed(chunk)
                    if not body.needs_more:
                        break
            return body.response()

    def __attrs_post_init__(self) -> None:
        if not self.base_url:
            raise ValueError("base_url is missing; the document names no server")

    def complete(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return an endpoint's request with this client's URL and headers. The endpoint's own headers take precedence."""
        url = self.base_url.rstrip("/") + request["url"]
        # gzip is the only compression that this client can decompress up to a limit.
        headers = httpx.Headers({"accept-encoding": "gzip"})
        headers.update(self._headers)  # httpx.Headers ignores the case of names
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
    """A client with credentials. Each request carries them in the header ``auth_header_name: prefix token``.

    Attributes:
        token: The API key or token; repr does not show it.
        prefix: The word before the token, such as Bearer; may be empty. Default: as documented.
        auth_header_name: The header's name. Default: as documented.
    """

    token: str = field(repr=False, kw_only=True)
    prefix: str = field(default=AUTH_PREFIX, kw_only=True)
    auth_header_name: str = field(default=AUTH_HEADER, kw_only=True)

    def _credentials(self) -> dict[str, str]:
        # httpx would put the token into its error message.
        if not self.token.isascii() or not self.token.isprintable():
            raise ValueError(f"{self.auth_header_name}: the token has characters that no header can have")
        return {self.auth_header_name: f"{self.prefix} {self.token}" if self.prefix else self.token}


class _Body:
    """A response body, decompressed while it arrives, up to a limit, because a small gzip body can become large."""

    def __init__(self, response: httpx.Response, limit: int) -> None:
        self._response = response
        self._limit = limit
        self._size = 0
        self._chunks: list[bytes] = []
        self._gzip = zlib.decompressobj(wbits=_GZIP)
        self._problem: DecodeError | None = None
        self._compressed = response.headers.get("content-encoding", "identity").lower() != "identity"
        # With a caller's own transport, httpx may have read and decompressed the body already.
        self._read = response.is_stream_consumed
        if self._read:
            self._append(response.content)
        elif self._compressed and response.headers["content-encoding"].lower() != "gzip":
            self._problem = DecodeError("gzip or no compression", "another content-encoding")

    @property
    def needs_more(self) -> bool:
        """True unless httpx has read the body already, or the body is unusable."""
        return not self._read and self._problem is None

    def feed(self, chunk: bytes) -> None:
        """Add the next bytes from the network."""
        if not self._compressed:
            self._append(chunk)
            return
        try:
            self._decompress(chunk)
        except zlib.error:
            self._problem = DecodeError("gzip", "something else")

    def response(self) -> Response[None]:
        """Return the response with its whole body. Raises DecodeError if the body of a success is unusable."""
        truncated = self._compressed and not self._read and bool(self._chunks) and not self._gzip.eof
        if truncated and self._problem is None:
            self._problem = DecodeError("gzip", "a part of it")
        if self._problem is not None and self._response.is_success:
            raise self._problem
        # The status of an error is useful even if its body is not.
        content = b"" if self._problem else b"".join(self._chunks)
        return Response(
            status_code=self._response.status_code, content=content, headers=self._response.headers, parsed=None
        )

    def _decompress(self, packed: bytes) -> None:
        # A gzip body may consist of several members in a row, with zero bytes as padding after them.
        while packed and self._problem is None:
            if self._gzip.eof:
                packed = packed.lstrip(b"\0")
                if not packed:
                    return
                self._gzip = zlib.decompressobj(wbits=_GZIP)
            self._append(self._gzip.decompress(packed, self._limit - self._size + 1))
            packed = self._gzip.unused_data

    def _append(self, chunk: bytes) -> None:
        self._size += len(chunk)
        self._chunks.append(chunk)
        if self._size > self._limit:
            self._problem = DecodeError(f"a body of at most {self._limit} bytes", "a longer one")
