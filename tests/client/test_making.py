"""How clients are made, and how they are not."""

from pathlib import Path

import pytest

from allsessions import AsyncClient, Client, ConfigurationError, ElizaOS, RateLimitError

from .scripted import Answer, ScriptedServer
from .vendors import WIRES

pytestmark = pytest.mark.anyio

CONFIG = """
[[source]]
vendor = "elizaos"
name = "here"

[[source]]
vendor = "anam"
name = "there"
api_key_env = "THE_KEY"
"""


def test_a_client_takes_every_vendor_of_the_environment() -> None:
    environment = {"ANAM_API_KEY": "k", "ELIZAOS_BASE_URL": "http://localhost:3000", "KONPRO_BASE_URL": "http://x"}
    with Client.from_env(environment) as client:
        assert [source.name for source in client.sources] == ["anam", "elizaos"]


async def test_the_asynchronous_client_too() -> None:
    async with AsyncClient.from_env({"AKOOL_TOKEN": "t"}, retries=0) as client:
        assert [source.name for source in client.sources] == ["akool"]


async def test_a_client_takes_the_sources_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_KEY", "k")
    path = tmp_path / "allsessions.toml"
    path.write_text(CONFIG, encoding="utf-8")
    with Client.from_config(path) as client:
        assert [source.name for source in client.sources] == ["here", "there"]
    async with AsyncClient.from_config(str(path)) as asynchronous:
        assert asynchronous.sources == client.sources


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"sources": []}, "no sources"),
        ({"sources": [ElizaOS(), ElizaOS()]}, "two sources are named 'elizaos'"),
        ({"sources": ElizaOS(), "timeout": 0}, "timeout"),
        ({"sources": ElizaOS(), "timeout": "a while"}, "timeout"),
        ({"sources": ElizaOS(), "deadline": float("nan")}, "deadline"),
        ({"sources": ElizaOS(), "retries": -1}, "retries"),
        ({"sources": ElizaOS(), "retries": 1.5}, "retries"),
        ({"sources": ElizaOS(), "max_body_size": 0}, "max_body_size"),
        ({"sources": ElizaOS(), "timeout": True}, "timeout"),
        ({"sources": ElizaOS(), "retries": True}, "retries"),
        ({"sources": ElizaOS(), "max_body_size": 1e6}, "max_body_size"),
        ({"sources": ElizaOS(), "http": "proxy"}, "http"),
        ({"sources": ElizaOS(), "http": {"mounts": 5}}, "http: "),
        ({"sources": ElizaOS(), "http": {"colour": "red"}}, "http: .*colour"),
        ({"sources": ElizaOS(), "http": {"proxy": "nonsense"}}, "http: "),
        ({"sources": ElizaOS(), "http": {"follow_redirects": True}}, "http: .*follow_redirects"),
    ],
)
def test_a_client_that_cannot_be_used_is_not_made(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Client(**wrong)  # type: ignore[arg-type]  # that is what is tried


def test_half_a_character_is_refused_before_any_request() -> None:
    with ScriptedServer(lambda request: Answer()) as server, Client(ElizaOS(base_url=server.url)) as client:
        for refused in ({"search": "\ud800"}, {"agent_id": "\ud800"}):
            with pytest.raises(ConfigurationError):
                client.list(**refused)  # type: ignore[arg-type]  # mypy cannot see the names
        with pytest.raises(ConfigurationError):
            client.get("elizaos:\ud800")
        assert server.requests == []


def test_a_source_that_is_named_twice_is_listed_once() -> None:
    with ScriptedServer(WIRES["elizaos"].serving(2)) as server, Client(ElizaOS(base_url=server.url)) as client:
        assert len(list(client.list(sources=["elizaos", "elizaos"]))) == 2


def test_an_impossible_date_to_retry_after_is_none() -> None:
    told = Answer(status=429, headers={"retry-after": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"})
    with ScriptedServer(lambda request: told) as server, Client(ElizaOS(base_url=server.url), retries=0) as client:
        with pytest.raises(RateLimitError) as caught:
            client.get("elizaos:x")
    assert caught.value.retry_after is None
