"""What lets its holder in is in nothing that shows a source, a client, a page, a session or a model."""

import copy
import json
import logging
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest

import allsessions
from allsessions import Client, ConfigurationError, IncompleteListingError, InvalidRecordError, Page, Source
from tests.client.scripted import ScriptedServer, answer

from .marks import KEY, ODD, PROXY_PASSWORD, RECORDS, SOURCES, UNREADABLE, envelope, leaks
from .shown import described, reachable, shown

each_source = pytest.mark.parametrize("kind", SOURCES)
each_vendor = pytest.mark.parametrize("vendor", RECORDS)


def page_of(vendor: str, *records: dict[str, Any]) -> Page:
    """The page that is made of these records."""
    with ScriptedServer(lambda request: answer(envelope(vendor, *records))) as server:
        with Client(SOURCES[vendor](base_url=server.url)) as client:
            (page,) = client.pages(vendor)
    return page


def test_the_search_finds_what_was_planted() -> None:
    everything = json.dumps([*RECORDS.values()])
    assert len(leaks(everything)) >= 20
    assert leaks(everything.replace("mark", "MARK"))
    assert leaks(f"x-api-key: {KEY}") == [KEY]
    assert leaks("sesame%2f3141%2b5926%3d535%2589") == [KEY]
    assert leaks("Basic OnNlc2FtZS8zMTQxKzU5MjY9NTM1JTg5") == [KEY]


# Sources and clients


@each_source
@pytest.mark.parametrize("twin", [lambda source: source, copy.copy, copy.deepcopy, attrs.evolve])
def test_a_source_does_not_show_its_key(kind: str, twin: Callable[[Source], Source]) -> None:
    source = twin(SOURCES[kind]())
    assert source.secrets == (KEY,)
    assert not leaks(described(source))


@each_source
def test_nothing_that_belongs_to_a_client_shows_the_key(kind: str) -> None:
    vendor = SOURCES[kind]().vendor
    with ScriptedServer(lambda request: answer(envelope(vendor, RECORDS[vendor]))) as server:
        with Client(SOURCES[kind](base_url=server.url), http={"proxy": proxy_of(server)}) as client:
            listing = client.list()
            next(listing)
            things = [*reachable(client)]
            kinds = {type(thing).__name__ for thing in things}
            assert {"Client", "AsyncClient", "Connection", type(client.sources[0]).__name__} <= kinds
            assert not [thing for thing in things if leaks(described(thing))]
            assert not leaks(repr(vars(client)))


def proxy_of(server: ScriptedServer) -> str:
    return server.url.replace("http://", f"http://user:{PROXY_PASSWORD}@")


@pytest.mark.parametrize(
    "proxy",
    [
        f"socks9://user:{PROXY_PASSWORD}@127.0.0.1:1",
        f"http://user:{PROXY_PASSWORD}@127.0.0.1:port",
        f"http://user:{PROXY_PASSWORD}/x@127.0.0.1:1",
        f"http://user:{PROXY_PASSWORD}\n@127.0.0.1:1",
        f"user:{PROXY_PASSWORD}@127.0.0.1:1",
    ],
)
def test_a_proxy_that_cannot_be_used_does_not_show_its_password(proxy: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Client(allsessions.ElizaOS(), http={"proxy": proxy})
    assert not leaks(described(caught.value))


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "http_proxy", "ALL_PROXY"])
@pytest.mark.parametrize(
    "proxy",
    [
        f"http://user:hidden#{PROXY_PASSWORD}@proxy.example:8080",
        f"http://user:{PROXY_PASSWORD}/x@proxy.example:8080",
        f"http://user:{PROXY_PASSWORD}?x@proxy.example:8080",
        f"socks9://user:{PROXY_PASSWORD}@proxy.example:80",
        f"http://user:{PROXY_PASSWORD}@proxy.example:{PROXY_PASSWORD}",
        f"http://user:{PROXY_PASSWORD}@[::1",
    ],
)
def test_an_unusable_proxy_does_not_show_its_password(
    variable: str, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, proxy)
    with pytest.raises(ConfigurationError, match="a proxy of the environment") as caught:
        Client(allsessions.ElizaOS())
    assert not leaks(described(caught.value))
    assert "hidden" not in described(caught.value)


# What is refused before any request


def refused(make: Callable[[], object]) -> Exception:
    with pytest.raises((ConfigurationError, TypeError)) as caught:
        make()
    return caught.value


@each_source
@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "gopher://x"},
        {"base_url": "http://example.com"},
        {"base_url": f"https://user:{KEY}@example.com"},
        {"base_url": f"https://example.com?key={KEY}"},
        {"base_url": f"https://example.com#{KEY}"},
        {"name": "a b"},
        {"page_size": 0},
        {"rate_limit": "often"},
        {"nonsense": 1},
    ],
    ids=lambda wrong: "-".join(f"{name}-{value}"[:28] for name, value in wrong.items()),
)
def test_a_source_that_cannot_be_made_does_not_tell_its_key(kind: str, wrong: dict[str, Any]) -> None:
    assert not leaks(described(refused(lambda: SOURCES[kind](**wrong))))


@pytest.mark.parametrize("key", [f"{KEY} ", f"{KEY}\r\nX-Other: 1", f"ü{KEY}", f" {KEY}", f"{KEY}\x00"])
@pytest.mark.parametrize(
    "make",
    [
        lambda key: allsessions.Akool(api_key=key),
        lambda key: allsessions.Akool(token=key),
        lambda key: allsessions.Anam(api_key=key),
        lambda key: allsessions.KonPro(api_key=key),
        lambda key: allsessions.ElizaOS(api_key=key),
        lambda key: allsessions.Anam(api_key=key.encode()),
        lambda key: allsessions.Anam(key),  # type: ignore[call-arg]  # a mistake that is made
        lambda key: Client.from_env({"ANAM_API_KEY": key}),
    ],
)
def test_a_key_that_no_key_can_be_is_not_shown(make: Callable[[str], object], key: str) -> None:
    assert not leaks(described(refused(lambda: make(key))))


# Pages, sessions, models


@each_vendor
def test_nothing_of_a_page_shows_what_lets_others_join(vendor: str) -> None:
    page = page_of(vendor, RECORDS[vendor])
    (session,) = page.sessions
    assert leaks(json.dumps(session.raw.to_dict()))  # it is there, for whoever asks for it
    for thing in [*reachable(page), copy.deepcopy(page), pickle.loads(pickle.dumps(page))]:
        assert not leaks(described(thing)), type(thing)


@each_vendor
def test_a_session_as_a_dict_holds_no_secret(vendor: str) -> None:
    (session,) = page_of(vendor, RECORDS[vendor]).sessions
    for values in (session.to_dict(), session.to_dict(raw=True)):
        assert not leaks(json.dumps(values))
        assert not leaks(repr(values))
    assert session.raw.to_dict() == RECORDS[vendor]


def test_what_is_no_secret_is_kept() -> None:
    (session,) = page_of("anam", RECORDS["anam"]).sessions
    raw = session.to_dict(raw=True)["raw"]
    assert raw["personaConfig"]["systemPrompt"] == "You are a helpful assistant."
    assert raw["recordingUrl"].startswith("https://files.example/recording.mp4")
    assert raw["personaConfig"]["llmConfig"]["modelName"] == "gpt"


@each_vendor
def test_an_unreadable_record_is_in_no_text(vendor: str) -> None:
    record = {**RECORDS[vendor], **UNREADABLE[vendor]}
    with ScriptedServer(lambda request: answer(envelope(vendor, record))) as server:
        with Client(SOURCES[vendor](base_url=server.url)) as client:
            with pytest.raises(IncompleteListingError) as caught:
                list(client.list())
    (error,) = caught.value.errors
    assert isinstance(error, InvalidRecordError)
    assert leaks(json.dumps(error.record))
    for each in (caught.value, error, copy.deepcopy(error), copy.copy(error)):
        assert not leaks(shown(each))


def test_a_record_does_not_carry_the_key_into_a_pickle() -> None:
    record = {"id": {}, "note": f"made with {KEY}", KEY: "as a name"}
    (error,) = page_of("anam", record).invalid
    assert not leaks(shown(error))


@each_vendor
def test_a_page_with_odd_values_does_not_log_what_it_holds(vendor: str, caplog: pytest.LogCaptureFixture) -> None:
    record = RECORDS[vendor]
    with caplog.at_level(logging.DEBUG):
        page = page_of(vendor, {**record, **ODD[vendor]}, {**record, **UNREADABLE[vendor]})
    assert len(page.invalid) == 1
    assert caplog.text
    assert not leaks(caplog.text)


@each_vendor
def test_a_session_with_an_odd_value_does_not_show_it(vendor: str) -> None:
    (session,) = page_of(vendor, {**RECORDS[vendor], **ODD[vendor]}).sessions
    assert session.unreadable
    assert not leaks(repr(session) + repr(session.to_dict(raw=True)))


def test_a_cursor_holds_no_key() -> None:
    def script(request: Any) -> Any:
        more = {"next_pagination_token": "further"} if "token" not in request.query else {}
        return answer({**envelope("konpro", {**RECORDS["konpro"], "session_id": str(request.query)}), **more})

    with ScriptedServer(script) as server, Client(SOURCES["konpro"](base_url=server.url)) as client:
        page = next(client.pages("konpro"))
    assert page.cursor
    assert not leaks(page.cursor + repr(page))
