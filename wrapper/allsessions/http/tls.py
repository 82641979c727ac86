"""Encryption that costs nothing until it is used."""

import os
import ssl
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import httpx


class LateContext(ssl.SSLContext):
    """httpx's own context, made for the first connection that is encrypted.

    To read all the certificates that are trusted takes longer than all else of a client, and a client whose sources are
    on this machine needs none.
    """

    def __new__(cls) -> "LateContext":
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    _protocols: Iterable[str] = ("http/1.1",)

    def set_alpn_protocols(self, alpn_protocols: Iterable[str]) -> None:
        self._protocols = alpn_protocols

    def wrap_bio(self, *args: Any, **options: Any) -> ssl.SSLObject:
        self._made.set_alpn_protocols(self._protocols)
        return self._made.wrap_bio(*args, **options)

    @cached_property
    def _made(self) -> ssl.SSLContext:
        return httpx.create_ssl_context()


def verifying(http: Mapping[str, Any]) -> dict[str, Any]:
    """What to give httpx's client for `verify`, beside the caller's own arguments."""
    of_the_callers = "verify" in http or "cert" in http or not http.get("trust_env", True)
    # Where those are not there that the environment names, httpx says so at once.
    named = [os.environ[name] for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if name in os.environ]
    return {} if of_the_callers or not all(map(os.path.exists, named)) else {"verify": LateContext()}
