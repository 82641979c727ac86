"""TLS: an unknown authority is refused at once; other authorities and own certificates can be given."""

import ssl
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import trustme

from akool_client import AuthenticatedClient
from akool_client.api.sessions import list_sessions
from allsessions import Anam, Client, ConfigurationError, ConnectionFailedError

from .marks import KEY
from .shown import assert_hidden
from .wire import RawServer


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_side(authority: trustme.CA, *names: str, clients: trustme.CA | None = None) -> ssl.SSLContext:
    """Return a server with a certificate for these names, which asks for one of the authority `clients`, if given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    if clients is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        clients.configure_trust(context)
    return context


def trusting(authority: trustme.CA, own: trustme.LeafCert | None = None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    if own is not None:
        own.configure_cert(context)
    return context


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[RawServer]:
    with RawServer(tls=server_side(authority, "127.0.0.1", "localhost")) as server:
        yield server


def refusal(server: RawServer, context: ssl.SSLContext | None = None, url: str = "") -> ConnectionFailedError:
    """Return the error of a client that would try again, after one attempt without a secret in its text."""
    http = {} if context is None else {"verify": context}
    with Client(Anam(api_key=KEY, base_url=url or server.url), retries=3, http=http) as client:
        with pytest.raises(ConnectionFailedError) as caught:
            list(client.pages("anam"))
    assert_hidden(caught.value)
    assert caught.value.attempts == 1
    assert not [request for request in server.requests if KEY.encode() in request]
    return caught.value


def test_an_unknown_authority_is_refused_after_one_attempt(server: RawServer) -> None:
    assert "certificate verify failed" in str(refusal(server))
    refusal(server, trusting(trustme.CA()))
    assert (server.connections, server.requests) == (2, [])


def test_another_name_is_refused(authority: trustme.CA) -> None:
    with RawServer(tls=server_side(authority, "vendor.example")) as server:
        assert "127.0.0.1" in str(refusal(server, trusting(authority)))
    with RawServer(tls=server_side(authority, "127.0.0.1")) as server:
        refusal(server, trusting(authority), url=f"https://localhost:{server.port}")


def test_a_server_without_tls_gets_no_key() -> None:
    with RawServer() as server:
        refusal(server, url=server.url.replace("http:", "https:"))


def test_an_authority_can_be_given_in_code_or_the_environment(
    server: RawServer, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Anam(api_key=KEY, base_url=server.url)
    with Client(source, http={"verify": trusting(authority)}) as client:
        assert list(client.list()) == []
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with Client(source) as client:
        assert list(client.list()) == []


def test_a_certificate_that_the_server_asks_for_can_be_given(authority: trustme.CA) -> None:
    own = trustme.CA()
    with RawServer(tls=server_side(authority, "127.0.0.1", clients=own)) as server:
        context = trusting(authority, own.issue_cert("me@allsessions.example"))
        with Client(Anam(api_key=KEY, base_url=server.url), http={"verify": context}) as client:
            assert list(client.list()) == []
    assert len(server.requests) == 1


def test_without_that_certificate_no_request_is_answered(authority: trustme.CA) -> None:
    own = trustme.CA()
    with RawServer(tls=server_side(authority, "127.0.0.1", clients=own)) as server:
        with Client(Anam(api_key=KEY, base_url=server.url), retries=0, http={"verify": trusting(authority)}) as client:
            # Over TLS 1.3 the server refuses when the client is already connected: it may look like a lost connection.
            with pytest.raises(ConnectionFailedError) as caught:
                list(client.pages("anam"))
        assert_hidden(caught.value)
        assert server.requests == []
    tls = server_side(authority, "127.0.0.1", clients=own)
    tls.maximum_version = ssl.TLSVersion.TLSv1_2
    with RawServer(tls=tls) as server:
        refusal(server, trusting(authority))


def test_verification_can_be_turned_off(server: RawServer) -> None:
    with Client(Anam(api_key=KEY, base_url=server.url), http={"verify": False}) as client:
        assert list(client.list()) == []


def test_an_unreadable_authority_is_a_wrong_configuration(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # httpx would rather have a context
        for path in (tmp_path / "ca.pem", tmp_path / "nowhere.pem"):
            with pytest.raises(ConfigurationError):
                Client(Anam(api_key=KEY), http={"verify": str(path)})


@pytest.mark.parametrize("trusted", [True, False])
def test_typed_clients_verify_too(server: RawServer, authority: trustme.CA, trusted: bool) -> None:
    verify: ssl.SSLContext | bool = trusting(authority) if trusted else True
    with AuthenticatedClient(server.url, token=KEY, verify_ssl=verify) as client:
        if trusted:
            assert list_sessions.sync(client=client) is not None
        else:
            with pytest.raises(httpx.ConnectError, match="certificate verify failed") as caught:
                list_sessions.sync(client=client)
            assert_hidden(caught.value)
    assert len(server.requests) == int(trusted)
