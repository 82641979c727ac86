"""The ways to make a client; settings that cannot be used."""

from pathlib import Path
from typing import Any

import pytest

from allsessions import AsyncClient, Client, ConfigurationError, ElizaOS

pytestmark = pytest.mark.anyio

CONFIG = '[[source]]\nvendor = "elizaos"\nname = "here"\n[[source]]\nvendor = "anam"\napi_key_env = "THE_KEY"\n'


async def test_a_client_takes_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"ANAM_API_KEY": "k", "ELIZAOS_BASE_URL": "http://localhost:3000", "KONPRO_BASE_URL": "http://x"}
    with Client.from_env(environment) as client:
        assert [source.name for source in client.sources] == ["anam", "elizaos"]
    async with AsyncClient.from_env(environment, retries=0) as asynchronous:
        assert asynchronous.sources == client.sources
    monkeypatch.setenv("THE_KEY", "k")
    path = tmp_path / "allsessions.toml"
    path.write_text(CONFIG, encoding="utf-8")
    with Client.from_config(path) as client:
        assert [source.name for source in client.sources] == ["here", "anam"]
    async with AsyncClient.from_config(str(path)) as asynchronous:
        assert asynchronous.sources == client.sources


def test_sources_that_cannot_be_used_together_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="no sources"):
        Client([])
    with pytest.raises(ConfigurationError, match="two sources are named 'elizaos'"):
        Client([ElizaOS(), ElizaOS()])


WRONG: list[tuple[str, list[Any], str]] = [
    ("timeout", [0, -1, "a while", True, float("inf")], "timeout"),
    ("deadline", [0, float("nan"), None], "deadline"),
    ("retries", [-1, 1.5, True], "retries"),
    ("max_body_size", [0, 1e6], "max_body_size"),
    ("http", ["proxy", [("proxy", "x")]], "http must be a dict"),
    ("http", [{"mounts": 5}, {"proxy": "nonsense"}], "http: "),
    ("http", [{"colour": "red"}, {"follow_redirects": True}], "http: .*(colour|follow_redirects)"),
]


def test_a_setting_that_cannot_be_used_is_refused_by_name() -> None:
    for setting, values, message in WRONG:
        for value in values:
            with pytest.raises(ConfigurationError, match=message):
                Client(ElizaOS(), **{setting: value})
