"""What a caller asks for is one encoded segment or value of the request line, or refused before any request."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from allsessions import Client, ConfigurationError, NotFoundError, SourceError
from tests.clients.contracts import CERTIFICATES

from .marks import RECORDS, SOURCES, envelope
from .wire import RawServer, http

ODD = [
    *("../x?y#z", "..", ".", "%2e%2e", "%2e", "%2E%2E%2Fx", "../../../api", "..;/x", "...", "./", "/", "//", "/.."),
    *("//evil.example/x", "https://evil.example", "@evil.example", "\\", "\\\\evil.example", "..\\..\\x", ":", "a:b:c"),
    *("?", "#", "&", "=", "&page=9", "a&status=1", "a;b", "a,b", "+", " ", "a b", "%", "%%", "%zz", "%00", "%0d%0a"),
    *("\x00", "\r\nX-Evil: 1", "\n", "\t", "\x7f", "\x1b[2J", "x\r\n\r\nGET /evil HTTP/1.1\r\n\r\n", " HTTP/1.1\r\n"),
    *(
        "ä",
        "日本語",
        "👩‍🔬",
        "\u202e",
        "\u2028",
        "\ufeff",
        "\u0000a",
        "\uff0f\uff0e\uff0e",
        "e\u0301",
        "{0}",
        "{id}",
        "$",
        "*",
    ),
    *("'", '"', "<script>", "`", "|", "^", "[", "]", "~", "!", "(", ")", "$(x)", "${x}", "%s", "%(x)s", "None", "null"),
]
HALF = ["\ud800", "a\udfffb"]
LARGE = "x/" * 500_000  # 1 MB

PATHS = {"akool": "/api/open/v4/liveAvatar/session/detail", "elizaos": "/api/messaging/sessions/"}

Outcome = list[str]


def asked(kind: str, ask: Callable[[Client], object], base: str = "") -> list[str]:
    """The targets of the requests that were made, byte for byte; none where it was refused."""
    with RawServer() as server:
        with Client(SOURCES[kind](base_url=server.url + base), retries=0, http={"verify": CERTIFICATES}) as client:
            try:
                ask(client)
            except ConfigurationError:
                assert server.connections == 0
                return []
            except SourceError:
                pass
    assert server.requests
    assert [line.count(" ") for line in server.lines] == [2] * len(server.lines)
    assert not [request for request in server.requests if b"\r\nx-evil:" in request.lower()]
    return server.targets


def segment(target: str, before: str) -> str:
    """The one segment after this path, decoded."""
    assert target.startswith(before)
    rest = target.removeprefix(before)
    assert rest
    assert not set("/?#\\") & set(rest), "it is more than one segment"
    assert rest not in (".", "..")
    assert rest.isascii()
    return unquote(rest, errors="strict")


def value(target: str, name: str) -> str:
    """The one value of that name in the query, which has nothing that was not asked for."""
    parts = urlsplit(target)
    assert not parts.fragment
    assert not parts.netloc
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="strict")
    assert {key for key, _ in pairs} <= {"page", "perPage", "size", "search", "id", "personaId"}
    (found,) = [text for key, text in pairs if key == name]
    assert parts.query.isascii()
    return found


# Identifiers


@pytest.mark.parametrize("id", ODD, ids=ascii)
@pytest.mark.parametrize("base", ["", "/proxy/a"])
def test_an_identifier_is_one_segment_of_the_path(id: str, base: str) -> None:
    for target in asked("elizaos", lambda client: client.get(f"elizaos:{id}"), base):
        assert segment(target, base + PATHS["elizaos"]) == id


@pytest.mark.parametrize("id", ODD, ids=ascii)
def test_an_identifier_is_one_value_of_the_query(id: str) -> None:
    for target in asked("akool", lambda client: client.get(f"akool:{id}")):
        assert urlsplit(target).path == PATHS["akool"]
        assert value(target, "id") == id


@pytest.mark.parametrize("id", ODD, ids=ascii)
def test_an_identifier_that_is_searched_for_is_one_value(id: str) -> None:
    for target in asked("anam", lambda client: client.get(f"anam:{id}")):
        assert urlsplit(target).path == "/v1/sessions"
        assert value(target, "search") == id


@pytest.mark.parametrize("id", ODD, ids=ascii)
def test_an_identifier_looked_for_in_the_list_is_not_sent(id: str) -> None:
    targets = asked("konpro", lambda client: client.get(f"konpro:{id}"))
    assert targets
    assert {urlsplit(target).query for target in targets} <= {f"page={page}&page_size=100" for page in (1, 2)}


@pytest.mark.parametrize("kind", ["akool", "anam", "konpro", "elizaos"])
@pytest.mark.parametrize("id", HALF, ids=ascii)
def test_what_cannot_be_sent_is_refused(kind: str, id: str) -> None:
    with Client(SOURCES[kind](base_url="http://127.0.0.1:1")) as client:
        for ask in (lambda: client.get(f"{kind}:{id}"), lambda: client.list(search=id)):
            with pytest.raises(ConfigurationError):
                ask()


@pytest.mark.parametrize("ref", ["", ":", "elizaos", "elizaos:", ":x", "nowhere:x", "\x00:x", "elizaos\n:x"])
def test_what_is_no_ref_is_refused(ref: str) -> None:
    assert asked("elizaos", lambda client: client.get(ref)) == []


@pytest.mark.parametrize("kind", PATHS)
def test_a_megabyte_is_sent_whole_or_refused(kind: str) -> None:
    for target in asked(kind, lambda client: client.get(f"{kind}:{LARGE}")):
        found = segment(target, PATHS[kind]) if kind == "elizaos" else value(target, "id")
        assert found == LARGE


def test_a_megabyte_of_search_is_sent_whole_or_refused() -> None:
    for target in asked("anam", lambda client: list(client.pages("anam", search=LARGE))):
        assert value(target, "search") == LARGE


def test_a_huge_identifier_makes_no_huge_error() -> None:
    with RawServer() as server, Client(SOURCES["elizaos"](base_url=server.url), retries=0) as client:
        for ref in (f"elizaos:{LARGE}", LARGE, f"{LARGE}:x", "x" * 1_000_000):
            with pytest.raises((SourceError, ConfigurationError)) as caught:
                client.get(ref)
            assert len(str(caught.value)) < 10_000


# Filters


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_a_search_is_one_value(text: str) -> None:
    targets = asked("anam", lambda client: list(client.pages("anam", search=text)))
    assert targets
    assert {value(target, "search") for target in targets} == {text}


@pytest.mark.parametrize("kind", ["anam", "konpro", "elizaos"])
@pytest.mark.parametrize("text", [*ODD, LARGE], ids=lambda text: ascii(text)[:30])
def test_an_agent_that_is_no_uuid_is_not_sent(kind: str, text: str) -> None:
    targets = asked(kind, lambda client: list(client.pages(kind, agent_id=text)))
    assert targets or text is LARGE
    assert not [target for target in targets if "personaId" in target or "agent" in target.casefold()]


@pytest.mark.parametrize("text", [*ODD, LARGE], ids=lambda text: ascii(text)[:30])
def test_a_user_is_not_sent(text: str) -> None:
    targets = asked("akool", lambda client: list(client.pages("akool", user_id=text)))
    assert targets or text is LARGE
    assert not [target for target in targets if "user" in target.casefold()]


@settings(max_examples=60)
@given(id=st.text(min_size=1, max_size=40))
@example(id="..")
def test_any_identifier_comes_back_as_it_was(id: str) -> None:
    for target in asked("elizaos", lambda client: client.get(f"elizaos:{id}")):
        assert segment(target, PATHS["elizaos"]) == id
    for target in asked("akool", lambda client: client.get(f"akool:{id}")):
        assert value(target, "id") == id


def test_the_identifier_of_the_answer_must_be_the_one_asked_for() -> None:
    def other(request: bytes) -> bytes:
        return http(b'{"sessionId": "another"}', content_type="application/json")

    with RawServer(other) as server, Client(SOURCES["elizaos"](base_url=server.url), retries=0) as client:
        with pytest.raises(SourceError, match="another") as caught:
            client.get("elizaos:../another")
    assert not isinstance(caught.value, NotFoundError)


# Cursors, which come from outside as well


@pytest.mark.parametrize("token", ODD, ids=ascii)
def test_a_token_of_the_vendors_is_one_value(token: str) -> None:
    def list_of_two(request: bytes) -> bytes:
        first = b"token=" not in request.partition(b"\r\n")[0]
        record = {**RECORDS["konpro"], "session_id": "a" if first else "b"}
        more: dict[str, Any] = {"total": 2, "next_pagination_token": token if first else None}
        return http(json.dumps({**envelope("konpro", record), **more}).encode())

    with RawServer(list_of_two) as server, Client(SOURCES["konpro"](base_url=server.url), retries=0) as client:
        assert [session.id for page in client.pages("konpro") for session in page.sessions] == ["a", "b"]
    sent = parse_qsl(urlsplit(server.targets[-1]).query, keep_blank_values=True, errors="strict")
    assert sorted(sent) == sorted([("page", "2"), ("page_size", "100"), ("token", token)])
