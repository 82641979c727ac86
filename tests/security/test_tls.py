"""TLS: the client refuses an unknown authority at once, and accepts your own authorities and certificates."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from allsessions import Anam, Client, ConnectionFailedError

from ..client.scripted import ScriptedServer
from .marks import KEY, empty_list
from .shown import assert_hidden

AUTHORITY, OWN = trustme.CA(), trustme.CA()


@contextmanager
def serving(*names: str, asks: bool = False, **options: Any) -> Iterator[ScriptedServer]:
    """A server with a certificate for these names. If it `asks`, clients need a certificate from the authority OWN."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(*(names or ("127.0.0.1", "localhost"))).configure_cert(context)
    if asks:
        context.verify_mode = ssl.CERT_REQUIRED
        OWN.configure_trust(context)
    for name, value in options.items():
        setattr(context, name, value)
    with ScriptedServer(empty_list, tls=context) as server:
        yield server


def trusting(authority: trustme.CA, own: trustme.LeafCert | None = None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    if own is not None:
        own.configure_cert(context)
    return context


def client(url: str, verify: Any = None, retries: int = 3) -> Client:
    return Client(Anam(api_key=KEY, base_url=url), retries=retries, http={} if verify is None else {"verify": verify})


def refusal(url: str, verify: Any = None) -> str:
    """Return the error's text, and check that the client did not retry and that the error shows no secret."""
    with client(url, verify) as refused, pytest.raises(ConnectionFailedError) as caught:
        list(refused.pages("anam"))
    assert_hidden(caught.value)
    assert caught.value.attempts == 1
    return str(caught.value)


def test_an_unknown_authority_or_another_name_is_refused_at_once() -> None:
    with serving() as server:
        assert "certificate verify failed" in refusal(server.url)
        refusal(server.url, trusting(trustme.CA()))
    with serving("vendor.example") as other:
        assert "127.0.0.1" in refusal(other.url, trusting(AUTHORITY))
    with serving("127.0.0.1") as third:
        refusal(third.url.replace("127.0.0.1", "localhost"), trusting(AUTHORITY))
    with ScriptedServer(empty_list) as without:
        refusal(without.url.replace("http:", "https:"))
    assert server.requests == other.requests == third.requests == without.requests == []


def test_an_authority_can_be_given_or_none_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as server:
        for verify in (trusting(AUTHORITY), False):
            with client(server.url, verify) as given:
                assert list(given.list()) == []
        AUTHORITY.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        with client(server.url) as by_variable:
            assert list(by_variable.list()) == []
    assert len(server.requests) == 3


def test_a_certificate_that_the_server_asks_for_can_be_given() -> None:
    with serving(asks=True) as server:
        with client(server.url, trusting(AUTHORITY, OWN.issue_cert("me@allsessions.example"))) as given:
            assert list(given.list()) == []
        assert len(server.requests) == 1
        # With TLS 1.3, the server refuses after the client has connected, which may look like a lost connection.
        with client(server.url, trusting(AUTHORITY), retries=0) as without:
            with pytest.raises(ConnectionFailedError) as caught:
                list(without.pages("anam"))
        assert_hidden(caught.value)
        assert len(server.requests) == 1
    with serving(asks=True, maximum_version=ssl.TLSVersion.TLSv1_2) as server:
        refusal(server.url, trusting(AUTHORITY))
