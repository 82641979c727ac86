"""A caller's text is one encoded segment or value of the request line, or the client refuses it before any request."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from allsessions import Client, ConfigurationError, SourceError

from .marks import RECORDS, SOURCES, envelope
from .wire import RawServer

LARGE = "x/" * 500_000  # 1 MB
ODD = [
    "../x?y#z",
    "..",
    "%2e%2e",
    "//evil.example/x",
    "a&status=1",
    "\r\nX-Evil: 1",
    "x HTTP/1.1\r\n\r\n",
    "日本語",
    LARGE,
]
HALF = ["\ud800", "a\udfffb"]
ELIZAOS, AKOOL = "/api/messaging/sessions/", "/api/open/v4/liveAvatar/session/detail"
TEXTS = st.text(min_size=1, max_size=40)


def targets(kind: str, ask: Callable[[Client], object]) -> list[str]:
    """Return the targets of the requests, as httpx sends them; none if the client refuses."""
    found: list[str] = []

    def served(request: httpx.Request) -> httpx.Response:
        found.append(request.url.raw_path.decode("ascii"))
        return httpx.Response(200, json=envelope(SOURCES[kind]().vendor))

    with Client(SOURCES[kind](), retries=0, http={"transport": httpx.MockTransport(served)}) as client:
        try:
            ask(client)
        except ConfigurationError:
            assert found == []
        except SourceError:
            assert found
    assert all(target.isprintable() and " " not in target for target in found)
    return found


def segment(target: str, before: str) -> str:
    """Return the one segment after this path, decoded."""
    assert target.startswith(before)
    rest = target.removeprefix(before)
    assert not set("/?#\\") & set(rest), "it is more than one segment"
    assert rest not in ("", ".", "..")
    return unquote(rest, errors="strict")


def value(target: str, name: str, path: str) -> str:
    """Return the one value of that name in the query, which has nothing else that was not asked for."""
    parts = urlsplit(target)
    assert (parts.path, parts.netloc, parts.fragment) == (path, "", "")
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="strict")
    assert {key for key, _ in pairs} <= {"page", "perPage", "page_size", name}
    (found,) = [text for key, text in pairs if key == name]
    return found


@given(text=TEXTS | st.sampled_from(ODD))
@example(text="..")
@example(text="../x?y#z")
@example(text="a&status=1")
@example(text=LARGE)
def test_any_text_is_one_segment_or_one_value(text: str) -> None:
    for target in targets("elizaos", lambda client: client.get(f"elizaos:{text}")):
        assert segment(target, ELIZAOS) == text
    for target in targets("akool", lambda client: client.get(f"akool:{text}")):
        assert value(target, "id", AKOOL) == text
    for ask in (lambda client: client.get(f"anam:{text}"), lambda client: list(client.pages("anam", search=text))):
        for target in targets("anam", ask):
            assert value(target, "search", "/v1/sessions") == text


def test_an_identifier_is_one_segment_on_the_wire() -> None:
    for text in ODD:
        with RawServer() as server, Client(SOURCES["elizaos"](base_url=server.url), retries=0) as client:
            with pytest.raises((SourceError, ConfigurationError)) as caught:
                client.get(f"elizaos:{text}")
        asked = isinstance(caught.value, SourceError)
        assert len(str(caught.value)) < 10_000
        assert len(server.requests) == int(asked)
        assert [line.count(" ") for line in server.lines] == [2] * asked
        assert [segment(line.split(" ")[1], ELIZAOS) for line in server.lines] == [text] * asked
        assert not [request for request in server.requests if b"\r\nx-evil:" in request.lower()]


@pytest.mark.parametrize("kind", ["akool", "anam", "konpro", "elizaos"])
def test_a_text_that_cannot_be_sent_is_refused(kind: str) -> None:
    for text in HALF:
        assert targets(kind, lambda client: client.get(f"{kind}:{text}")) == []  # noqa: B023
        assert targets(kind, lambda client: list(client.list(search=text))) == []  # noqa: B023


def test_a_text_that_is_not_a_ref_is_refused() -> None:
    with Client(SOURCES["elizaos"]()) as client:
        for ref in ("", ":", "elizaos", "elizaos:", ":x", "nowhere:x", "elizaos\n:x", LARGE, f"{LARGE}:x"):
            with pytest.raises(ConfigurationError) as caught:
                client.get(ref)
            assert len(str(caught.value)) < 10_000


@given(token=TEXTS)
@example(token="a&page=9")
@example(token="\r\n")
def test_a_vendors_token_is_one_value(token: str) -> None:
    sent: list[Any] = []

    def served(request: httpx.Request) -> httpx.Response:
        sent.append(parse_qsl(request.url.query.decode("ascii"), keep_blank_values=True, errors="strict"))
        first = "token" not in dict(sent[-1])
        record = {**RECORDS["konpro"], "session_id": "a" if first else "b"}
        more = {"total": 2, "next_pagination_token": token if first else None}
        # Page numbers lead nowhere, so that the client reads on by the token.
        empty = first and dict(sent[-1])["page"] != "1"
        return httpx.Response(200, json={**envelope("konpro", *([] if empty else [record])), **more})

    with Client(SOURCES["konpro"](), retries=0, http={"transport": httpx.MockTransport(served)}) as client:
        assert [session.id for page in client.pages("konpro") for session in page.sessions] == ["a", "b"]
    by_token = next(query for query in sent if "token" in dict(query))
    assert sorted(by_token)[1:] == [("page_size", "100"), ("token", token)]
