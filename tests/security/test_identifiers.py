"""The client sends a caller's text as one encoded segment or value of the URL, or refuses it before any request."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allsessions import Client, ConfigurationError, SourceError

from ..client.scripted import Answer, Request, answer
from ..client.vendors import InMemory
from .marks import RECORDS, SOURCES, empty_list, envelope

LARGE = "x/" * 500_000  # 1 MB
ODD = ["../x?y#z", "..", "%2e%2e", "//evil.example/x", "a&status=1", "\r\nX-Evil: 1", "x HTTP/1.1\r\n\r\n", LARGE]
TEXTS = st.text(min_size=1, max_size=40)
ELIZAOS, AKOOL, ANAM = "/api/messaging/sessions/", "/api/open/v4/liveAvatar/session/detail", "/v1/sessions"


def target_of(request: Request) -> str:
    method, target, protocol = request.line.split(" ")
    assert (method, protocol, target.isprintable()) == ("GET", "HTTP/1.1", True)
    return target


def targets(kind: str, ask: Callable[[Client], object]) -> list[str]:
    """Return the targets of the requests, as httpx sends them; an empty list if the client refuses the text."""
    server = InMemory(empty_list)
    with Client(SOURCES[kind](), retries=0, http={"transport": server}) as client:
        try:
            ask(client)
        except ConfigurationError:
            assert server.requests == []
        except SourceError:
            assert server.requests
    return [target_of(request) for request in server.requests]


def value(target: str, name: str, path: str) -> str:
    """Return the parameter's only value in the query, and check that there are no unexpected parameters."""
    parts = urlsplit(target)
    assert (parts.path, parts.netloc, parts.fragment) == (path, "", "")
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="strict")
    assert {key for key, _ in pairs} <= {"page", "perPage", name}
    (found,) = [text for key, text in pairs if key == name]
    return found


@given(text=TEXTS | st.sampled_from(ODD))
@example(text="../x?y#z")
@example(text="a&status=1")
@example(text=LARGE)
def test_any_text_is_one_segment_or_one_value(text: str) -> None:
    for target in targets("elizaos", lambda client: client.get(f"elizaos:{text}")):
        rest = target.removeprefix(ELIZAOS)
        assert rest not in (target, "", ".", "..")
        assert not set("/?#\\") & set(rest), "it is more than one segment"
        assert unquote(rest, errors="strict") == text
    for target in targets("akool", lambda client: client.get(f"akool:{text}")):
        assert value(target, "id", AKOOL) == text
    for ask in (lambda client: client.get(f"anam:{text}"), lambda client: list(client.pages("anam", search=text))):
        for target in targets("anam", ask):
            assert value(target, "search", ANAM) == text


def test_a_text_that_cannot_be_sent_is_refused() -> None:
    for kind in ("akool", "anam", "konpro", "elizaos"):
        for text in ("\ud800", "a\udfffb"):
            assert targets(kind, lambda client: client.get(f"{kind}:{text}")) == []  # noqa: B023
            assert targets(kind, lambda client: list(client.list(search=text))) == []  # noqa: B023
    with Client(SOURCES["elizaos"]()) as client:
        for ref in ("", ":", "elizaos", "elizaos:", ":x", "nowhere:x", "elizaos\n:x", LARGE, f"{LARGE}:x", 5):
            with pytest.raises(ConfigurationError) as caught:
                client.get(ref)  # type: ignore[arg-type]  # its refusal is tested
            assert len(str(caught.value)) < 10_000


@given(token=TEXTS)
@example(token="a&page=9")
def test_a_vendors_token_is_one_value(token: str) -> None:
    def served(request: Request) -> Answer:
        first = "token" not in request.query
        record = {**RECORDS["konpro"], "session_id": "a" if first else "b"}
        more: dict[str, Any] = {"total": 2, "next_pagination_token": token if first else None}
        # Page 2 is empty, so the client continues with the token.
        records = [] if first and request.page != 1 else [record]
        return answer({**envelope("konpro", *records), **more})

    server = InMemory(served)
    with Client(SOURCES["konpro"](), retries=0, http={"transport": server}) as client:
        assert [session.id for page in client.pages("konpro") for session in page.sessions] == ["a", "b"]
    query = urlsplit(target_of(server.requests[-1])).query
    pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
    assert sorted(pairs)[1:] == [("page_size", "100"), ("token", token)]
