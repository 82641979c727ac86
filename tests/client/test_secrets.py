"""What lets its holder in is in nothing that is shown."""

import logging
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from allsessions import Akool, Anam, Client, ElizaOS, IncompleteListingError, KonPro, Source, SourceError

from .scripted import Answer, Request, ScriptedServer, answer
from .vendors import WIRES

KEY = "sesame-3141592653"
JOIN = "join-2718281828"

SOURCES: dict[str, Callable[..., Source]] = {
    "akool": lambda **options: Akool(api_key=KEY, **options),
    "akool by token": lambda **options: Akool(token=KEY, **options),
    "anam": lambda **options: Anam(api_key=KEY, **options),
    "konpro": lambda **options: KonPro(api_key=KEY, **options),
    "elizaos": lambda **options: ElizaOS(api_key=KEY, **options),
}


def shown(error: BaseException) -> str:
    """All that a program may print of an error, its causes and its frames."""
    told = traceback.TracebackException.from_exception(error)
    return "".join([repr(error), str(error), *told.format(chain=True)]) + pickle.dumps(error).decode("latin-1")


@pytest.mark.parametrize("kind", SOURCES)
def test_a_source_does_not_show_its_key(kind: str) -> None:
    source = SOURCES[kind]()
    assert KEY not in repr(source) + str(source)
    with Client(source) as client:
        assert KEY not in repr(vars(client))


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize(
    "told",
    [
        answer({"error": f"the key {KEY} is wrong", "message": f"{KEY}!"}, status=401),
        answer({"code": 1101, "msg": f"token {KEY}"}),
        answer({"error": {"code": "X", "message": f"{KEY}"}}, status=400),
        Answer(body=f"<html>{KEY}".encode()),
        Answer(raw=b"nonsense\r\n\r\n", close=True),
    ],
    ids=["401", "akool", "nested", "html", "nonsense"],
)
def test_no_error_shows_the_key_even_if_the_vendor_repeats_it(
    kind: str, told: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), ScriptedServer(lambda request: told) as server:
        with Client(SOURCES[kind](base_url=server.url), retries=0) as client:
            with pytest.raises(IncompleteListingError) as caught:
                list(client.list())
            name = client.sources[0].name
            with pytest.raises(SourceError) as single:
                client.get(f"{name}:x")
    assert KEY not in shown(caught.value)
    assert KEY not in shown(single.value)
    assert KEY not in caplog.text
    assert not isinstance(single.value.__context__, httpx.HTTPError)  # it would hold the request, and that the key


def test_an_unreachable_source_does_not_show_the_key() -> None:
    with Client(Anam(api_key=KEY, base_url="http://127.0.0.1:1"), retries=0) as client:
        with pytest.raises(SourceError) as caught:
            client.get("anam:x")
    assert KEY not in shown(caught.value)


def credentials() -> dict[str, Any]:
    return {"agora_token": JOIN, "livekit_token": JOIN, "trtc_sdk_user_sig": JOIN, "of_a_new_kind": JOIN}


def test_a_session_does_not_show_what_lets_others_join() -> None:
    record = {**WIRES["akool"].record(1), "credentials": credentials(), "new_token": JOIN}
    with ScriptedServer(lambda request: answer(WIRES["akool"].envelope([record], request))) as server:
        with Client(WIRES["akool"].source(base_url=server.url)) as client:
            (page,) = client.pages("akool")
    (session,) = page.sessions
    assert JOIN not in repr(session) + repr(page) + repr(session.raw) + repr(page.raw)
    assert JOIN not in str(session.to_dict()) + str(session.to_dict(raw=True))
    assert session.to_dict(raw=True)["raw"]["credentials"]["agora_token"] == "***"
    assert session.raw.to_dict() == record


def test_a_record_that_cannot_be_read_is_not_shown_either() -> None:
    record = {**WIRES["akool"].record(1), "credentials": credentials(), "stream_type": {"token": JOIN}}
    with ScriptedServer(lambda request: answer(WIRES["akool"].envelope([record], request))) as server:
        with Client(WIRES["akool"].source(base_url=server.url)) as client:
            with pytest.raises(IncompleteListingError) as caught:
                list(client.list())
    (error,) = caught.value.errors
    assert JOIN not in repr(error) + str(error) + "".join(traceback.format_exception(caught.value))


def test_the_key_goes_to_its_vendor_in_the_documented_header() -> None:
    def script(request: Request) -> Answer:
        return answer({}, status=500)

    expected = {
        "akool": ("x-api-key", KEY),
        "akool by token": ("authorization", f"Bearer {KEY}"),
        "anam": ("authorization", f"Bearer {KEY}"),
        "konpro": ("x-api-key", KEY),
        "elizaos": ("x-api-key", KEY),
    }
    for kind, (header, value) in expected.items():
        with ScriptedServer(script) as server, Client(SOURCES[kind](base_url=server.url), retries=0) as client:
            with pytest.raises(SourceError):
                list(client.pages(client.sources[0]))
        headers = server.requests[0].headers
        assert headers[header] == value
        assert len({"x-api-key", "authorization"} & headers.keys()) == 1


def test_no_cookie_of_one_account_is_sent_for_another() -> None:
    with ScriptedServer(lambda request: answer({"data": []}, set_cookie="session=of-the-first")) as server:
        sources = [Anam(api_key=KEY, name=name, base_url=server.url) for name in ("first", "second")]
        with Client(sources) as client:
            for source in sources:
                list(client.pages(source))
    assert [request.headers.get("cookie") for request in server.requests] == [None, None]


def test_akools_token_is_sent_alone_where_both_are_given() -> None:
    with ScriptedServer(WIRES["akool"].serving(1)) as server:
        with Client(Akool(api_key="other", token=KEY, base_url=server.url)) as client:
            list(client.list())
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert "x-api-key" not in server.requests[0].headers
