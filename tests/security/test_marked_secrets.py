"""No output for a source, a client, a page or a session contains a key or a join credential."""

import copy
import json
import logging
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest

import allsessions
from allsessions import Client, ConfigurationError, IncompleteListingError, InvalidRecordError, Page

from ..client.scripted import answer
from ..client.vendors import InMemory
from .marks import KEY, ODD, PROXY_PASSWORD, RECORDS, SOURCES, UNREADABLE, envelope, leaks
from .shown import assert_hidden, described, reachable

each_source = pytest.mark.parametrize("kind", SOURCES)
each_vendor = pytest.mark.parametrize("vendor", RECORDS)


def client_of(kind: str, *records: dict[str, Any], **more: Any) -> Client:
    """Return a client whose vendor lists these records."""
    reply = answer({**envelope(SOURCES[kind]().vendor, *records), **more})
    return Client(SOURCES[kind](), http={"transport": InMemory(lambda request: reply)})


def page_of(vendor: str, *records: dict[str, Any], **more: Any) -> Page:
    with client_of(vendor, *records, **more) as client:
        return next(iter(client.pages(vendor)))


def refusal(make: Callable[[], object]) -> str:
    """Return the text of the error that this call raises."""
    with pytest.raises((ConfigurationError, TypeError)) as caught:
        make()
    return described(caught.value)


def test_the_search_finds_what_was_planted() -> None:
    everything = json.dumps([*RECORDS.values()])
    assert len(leaks(everything)) >= 20
    assert leaks(everything.replace("mark", "MARK"))
    assert leaks("sesame%2f3141%2b5926%3d535%2589") == leaks(f"x-api-key: {KEY}") == [KEY]
    assert leaks("Basic OnNlc2FtZS8zMTQxKzU5MjY9NTM1JTg5") == [KEY]


@each_source
def test_no_source_or_part_of_a_client_shows_the_key(kind: str) -> None:
    for source in (SOURCES[kind](), copy.copy(SOURCES[kind]()), copy.deepcopy(SOURCES[kind]())):
        assert attrs.evolve(source).secrets == source.secrets == (KEY,)
        assert not leaks(described(source) + described(attrs.evolve(source)))
    with client_of(kind, RECORDS[source.vendor]) as client:
        next(client.list())
        things = [*reachable(client)]
        assert {"Client", "AsyncClient", "Connection", type(source).__name__} <= {
            type(each).__name__ for each in things
        }
        assert not [thing for thing in things if leaks(described(thing))]
        assert not leaks(repr(vars(client)))


@each_source
def test_a_source_that_is_refused_does_not_show_its_key(kind: str) -> None:
    urls = ("gopher://x", f"https://user:{KEY}@example.com", f"https://a.example?key={KEY}")
    others: list[dict[str, Any]] = [{"name": "a b"}, {"page_size": 0}, {"rate_limit": "often"}, {"nonsense": 1}]
    for wrong in [*({"base_url": url} for url in urls), *others]:
        assert not leaks(refusal(lambda: SOURCES[kind](**wrong))), wrong  # noqa: B023
    option = "token" if kind == "akool by token" else "api_key"
    for key in (f"{KEY} ", f"{KEY}\r\nX-Other: 1", f"ü{KEY}", f"{KEY}\x00", KEY.encode()):
        assert not leaks(refusal(lambda: SOURCES[kind](**{option: key}))), key  # noqa: B023
    assert not leaks(refusal(lambda: allsessions.Anam(KEY)))  # type: ignore[call-arg]  # a common mistake
    assert not leaks(refusal(lambda: Client.from_env({"ANAM_API_KEY": f"{KEY} "})))


PROXIES = [
    f"socks9://user:{PROXY_PASSWORD}@proxy.example:80",
    f"http://user:hidden#{PROXY_PASSWORD}@proxy.example:8080",
    f"http://user:{PROXY_PASSWORD}/x@proxy.example:8080",
    f"http://user:{PROXY_PASSWORD}@proxy.example:{PROXY_PASSWORD}",
    f"http://user:{PROXY_PASSWORD}@[::1",
]


def test_an_unusable_proxy_does_not_show_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    for proxy in PROXIES:
        texts = [refusal(lambda: Client(allsessions.ElizaOS(), http={"proxy": proxy}))]  # noqa: B023
        for variable in ("HTTPS_PROXY", "http_proxy", "ALL_PROXY"):
            with monkeypatch.context() as patch:
                patch.setenv(variable, proxy)
                texts.append(refusal(lambda: Client(allsessions.Anam(api_key="k"))))
        assert all("proxy" in text.lower() for text in texts)
        assert not leaks("".join(texts))
        assert "hidden" not in "".join(texts)


# Pages and sessions


@each_vendor
def test_no_page_or_session_shows_a_join_credential(vendor: str) -> None:
    page = page_of(vendor, RECORDS[vendor], total=9, next_pagination_token="further")
    (session,) = page.sessions
    # A caller can still read it from `raw`.
    assert leaks(json.dumps(session.raw.to_dict())) == leaks(json.dumps(RECORDS[vendor])) != []
    for thing in [*reachable(page), copy.deepcopy(page), pickle.loads(pickle.dumps(page))]:
        assert not leaks(described(thing)), type(thing)
    for values in (session.to_dict(), session.to_dict(raw=True)):
        assert not leaks(json.dumps(values) + repr(values))
    assert page.cursor or vendor in ("akool", "anam")
    assert not leaks(f"{page.cursor}")


@each_vendor
def test_an_odd_or_unreadable_record_is_in_no_text(vendor: str, caplog: pytest.LogCaptureFixture) -> None:
    record, given = RECORDS[vendor], list[allsessions.Session]()
    with client_of(vendor, {**record, **ODD[vendor]}, {**record, **UNREADABLE[vendor], KEY: f"with {KEY}"}) as client:
        with caplog.at_level(logging.DEBUG), pytest.raises(IncompleteListingError) as caught:
            given.extend(client.list())
    (error,), (session,) = caught.value.errors, given
    assert isinstance(error, InvalidRecordError)
    assert leaks(json.dumps(error.record))
    for each in (caught.value, error, copy.deepcopy(error), copy.copy(error)):
        assert_hidden(each)
    assert session.unreadable
    assert not leaks(repr(session) + repr(session.to_dict(raw=True)))
    assert caplog.text
    assert not leaks(caplog.text)
