"""A vendor that another distribution brings along is one like the others."""

import importlib.metadata
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from allsessions import Anam, AuthenticationError, Client, ConfigurationError, Source
from allsessions.config import sources_from_config, sources_from_env
from allsessions.source import built_in_vendors, source_class, vendors

from ..servers import Answer, FunctionServer, Request, json_answer
from .distribution import ACME, install

BUILT_IN = built_in_vendors()


def answer(request: Request) -> Answer:
    if request.headers["x-api-key"] != "k":
        return json_answer({"error": {"code": "NO_KEY", "message": "who are you?"}}, 401)
    records: list[Any] = [{"sessionId": "s-1", "timeRemaining": 1}, {"sessionId": [5]}, {"sessionId": "s-2"}]
    return json_answer({"sessions": records, "total": 3})


@pytest.fixture
def server() -> Iterator[FunctionServer]:
    with FunctionServer(answer) as server:
        yield server


def config(folder: Path, text: str) -> Path:
    file = folder / "allsessions.toml"
    file.write_text(text, encoding="utf-8")
    return file


def made(**options: Any) -> Source:
    return source_class("acme")(**options)


@pytest.fixture
def acme(site: Path) -> Path:
    install(site)
    return site


def test_it_is_among_the_vendors_once_it_is_installed(site: Path) -> None:
    assert vendors() == BUILT_IN
    with pytest.raises(ConfigurationError, match=f"unknown vendor 'acme'; expected one of {', '.join(BUILT_IN)}$"):
        source_class("acme")


def test_it_is_among_the_vendors(acme: Path) -> None:
    assert vendors() == sorted(["acme", *BUILT_IN])
    kind = source_class("acme")
    assert (kind.__name__, kind.__module__) == ("Acme", "allsessions_acme")
    assert source_class("acme") is kind


def test_error_texts_list_it_among_the_vendors(acme: Path) -> None:
    with pytest.raises(ConfigurationError, match=f"expected one of {', '.join(sorted(['acme', *BUILT_IN]))}$"):
        source_class("nobody")
    with pytest.raises(ConfigurationError, match="set one or more of ACME_API_KEY, "):
        sources_from_env({})


def test_the_environment_sets_it(acme: Path) -> None:
    environment = {"ACME_API_KEY": "k", "ACME_BASE_URL": "https://acme.example", "ANAM_API_KEY": "k"}
    assert sources_from_env(environment) == [made(api_key="k", base_url="https://acme.example"), Anam(api_key="k")]


def test_a_file_names_it_with_its_own_options(acme: Path) -> None:
    file = config(acme, '[[source]]\nvendor = "acme"\nname = "a"\nregion = "us"\napi_key_env = "KEY"\n')
    assert sources_from_config(file, {"KEY": "k"}) == [made(name="a", region="us", api_key="k")]


def test_its_key_is_a_secret(acme: Path) -> None:
    file = config(acme, '[[source]]\nvendor = "acme"\napi_key = "sk-live-1234"\n')
    with pytest.raises(ConfigurationError, match="no secrets in this file; write api_key_env"):
        sources_from_config(file)
    source = made(api_key="sk-live-1234")
    assert source.secrets == ("sk-live-1234",)
    assert "sk-live-1234" not in repr(source)


def test_it_lists_and_a_bad_record_costs_itself(acme: Path, server: FunctionServer) -> None:
    with Client.from_env({"ACME_API_KEY": "k", "ACME_BASE_URL": server.url}) as client:
        (page,) = client.pages("acme")
        assert [session.ref for session in page.sessions] == ["acme:s-1", "acme:s-2"]
        (lost,) = page.invalid
        assert "sessions[1].sessionId: is missing, or not an identifier" in str(lost)
        assert client.get("acme:s-2").id == "s-2"


def test_its_errors_have_the_vendors_words(acme: Path, server: FunctionServer) -> None:
    with Client.from_env({"ACME_API_KEY": "wrong", "ACME_BASE_URL": server.url}) as client:
        with pytest.raises(AuthenticationError) as caught:
            list(client.pages("acme"))
        assert (caught.value.code, caught.value.message) == ("NO_KEY", "who are you?")


def test_one_that_the_environment_cannot_make_is_told_of(site: Path) -> None:
    install(site, ACME.replace('region: str = "eu"', "region: str"))
    with pytest.raises(ConfigurationError, match=r"^acme: its options cannot be used.*region"):
        sources_from_env({"ACME_API_KEY": "k"})


def test_plugins_are_looked_for_only_when_needed() -> None:
    program = """
import importlib.metadata
def looked(**parameters): raise AssertionError("looked for")
importlib.metadata.entry_points = looked
import allsessions
allsessions.Client([allsessions.Anam(api_key="k"), allsessions.ElizaOS()]).close()
assert not hasattr(allsessions, "acme")
"""
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


def test_distributions_are_looked_for_once(acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "acme" in vendors()
    monkeypatch.setattr(importlib.metadata, "entry_points", None)
    assert "acme" in vendors()
    assert source_class("acme").vendor == "acme"
