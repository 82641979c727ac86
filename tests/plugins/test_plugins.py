"""A vendor of another distribution works like a built-in one. A broken one raises an error only if somebody uses it."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import allsessions
from allsessions import Anam, AuthenticationError, ConfigurationError, ElizaOS, Source
from allsessions.config import sources_from_config, sources_from_env
from allsessions.source import BUILT_IN, source_class, vendors

from ..cli.program import ended
from ..client.scripted import Answer, Request, ScriptedServer, answer
from .distribution import ACME, BROKEN, install


def script(request: Request) -> Answer:
    if request.headers["x-api-key"] != "k":
        return answer({"error": {"code": "NO_KEY", "message": "who are you?"}}, 401)
    records: list[Any] = [{"sessionId": "s-1", "timeRemaining": 1}, {"sessionId": [5]}, {"sessionId": "s-2"}]
    return answer({"sessions": records, "total": 3})


def config(vendor: str, **options: str) -> dict[str, Any]:
    return {"source": [{"vendor": "elizaos"}, {"vendor": vendor, **options}]}


def made(**options: Any) -> Source:
    return source_class("acme")(**options)


@pytest.fixture
def acme(site: Path) -> Path:
    install(site)
    return site


def test_it_is_a_vendor_once_it_is_installed(site: Path) -> None:
    assert vendors() == [*BUILT_IN]
    with pytest.raises(ConfigurationError, match=f"unknown vendor 'acme'; expected one of {', '.join(BUILT_IN)}$"):
        source_class("acme")


def test_it_is_found_by_its_word_and_listed_in_messages(acme: Path) -> None:
    assert vendors() == sorted(["acme", *BUILT_IN])
    assert source_class("acme") is source_class("acme")
    with pytest.raises(ConfigurationError, match=f"expected one of {', '.join(vendors())}$"):
        source_class("nobody")
    with pytest.raises(ConfigurationError, match="set one or more of ACME_API_KEY, "):
        sources_from_env({})


def test_the_environment_or_a_file_sets_it_with_its_own_options(acme: Path) -> None:
    environment = {"ACME_API_KEY": "k", "ACME_BASE_URL": "https://acme.example", "ANAM_API_KEY": "k"}
    assert sources_from_env(environment) == [made(api_key="k", base_url="https://acme.example"), Anam(api_key="k")]
    tables = config("acme", name="a", region="us", api_key_env="KEY")
    assert sources_from_config(tables, {"KEY": "k"})[1] == made(name="a", region="us", api_key="k")
    with pytest.raises(ConfigurationError, match="this file must not contain secrets; set api_key_env"):
        sources_from_config(config("acme", api_key="sk-live-1234"))


def test_its_sessions_and_errors_are_like_any_vendors(acme: Path) -> None:
    with ScriptedServer(script) as server:
        with allsessions.Client([made(api_key="k", base_url=server.url)]) as client:
            (page,) = client.pages("acme")
            assert [session.ref for session in page.sessions] == ["acme:s-1", "acme:s-2"]
            (lost,) = page.invalid
            assert "sessions[1].sessionId: the identifier is missing or not valid" in str(lost)
            assert client.get("acme:s-2").id == "s-2"
        with allsessions.Client([made(api_key="wrong", base_url=server.url)]) as client:
            with pytest.raises(AuthenticationError) as caught:
                client.get("acme:s-1")
    assert (caught.value.code, caught.value.message) == ("NO_KEY", "who are you?")


def test_entry_points_are_read_once_and_only_when_needed(acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = """
import importlib.metadata
def refused(**parameters): raise AssertionError("entry points were read")
importlib.metadata.entry_points = importlib.metadata.distributions = refused
import allsessions
allsessions.Client([allsessions.Anam(api_key="k"), allsessions.ElizaOS()]).close()
"""
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)
    assert "acme" in vendors()
    monkeypatch.setattr(importlib.metadata, "entry_points", None)
    assert source_class("acme").vendor in vendors()


def test_the_command_line_lists_it(acme: Path) -> None:
    path = os.pathsep.join([str(acme), *filter(None, [os.environ.get("PYTHONPATH")])])
    with ScriptedServer(script) as server:
        own = {"ACME_API_KEY": "k", "ACME_BASE_URL": server.url, "PYTHONPATH": path, "HOME": str(acme)}
        done = ended("list", "--format", "jsonl", environment={"PATH": os.environ["PATH"], **own})
    assert [json.loads(line)["ref"] for line in done.out.splitlines()] == ["acme:s-1", "acme:s-2"]
    assert done.status == 1
    assert "sessions[1].sessionId" in done.err


# Broken distributions


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_one_is_refused_and_the_others_work(site: Path, fault: str) -> None:
    module, points, reason = BROKEN[fault]
    install(site, module, points=points)
    with pytest.raises(ConfigurationError) as caught:
        source_class("acme")
    text = str(caught.value)
    point = points.partition(" = ")[2]
    assert text.startswith(f"acme: the entry point {point!r} of allsessions-acme, in the group allsessions.sources")
    assert reason in text
    assert caught.value.__cause__ is not None
    assert text.endswith("; uninstall it, or install a release that works")
    with pytest.raises(ConfigurationError, match="^config, source 2: acme: the entry point"):
        sources_from_config(config("acme"))
    for variable in ("ACME_API_KEY", "ACME_TOKEN", "ACME_BASE_URL"):
        with pytest.raises(ConfigurationError, match="^acme: the entry point"):
            sources_from_env({variable: "k", "ANAM_API_KEY": "k"})
    assert vendors() == ["acme", *BUILT_IN]
    assert sources_from_env({"ANAM_API_KEY": "k", "ACME_API_KEY": ""}) == [Anam(api_key="k")]
    with pytest.raises(ConfigurationError, match="set one or more of ACME_API_KEY, "):
        sources_from_env({})


def test_one_that_the_environment_cannot_set_is_refused(site: Path) -> None:
    install(site, ACME.replace('region: str = "eu"', "region: str"))
    with pytest.raises(ConfigurationError, match=r"^acme: the options are not valid.*region"):
        sources_from_env({"ACME_API_KEY": "k"})


def test_one_with_tokens_must_name_their_field(site: Path) -> None:
    install(site, ACME.replace('paging="none"', 'paging="token"'))
    with pytest.raises(ConfigurationError, match=r"^acme: the class lacks next_field"):
        made(api_key="k")


def test_a_built_in_vendors_name_is_refused(site: Path) -> None:
    install(site, ACME.replace('"acme"', '"anam"'), points="anam = allsessions_acme:Acme")
    for use in (lambda: source_class("anam"), lambda: sources_from_env({"ANAM_API_KEY": "k"})):
        with pytest.raises(ConfigurationError, match="acme.*used: ValueError: another vendor has this name; uninstall"):
            use()
    assert allsessions.Anam is Anam
    assert sources_from_env({"ELIZAOS_API_KEY": "k"}) == [ElizaOS(api_key="k")]


def test_one_name_of_two_distributions_is_refused(site: Path) -> None:
    install(site)
    install(site, name="acme-again", points="acme = acme_again:Acme")
    with pytest.raises(ConfigurationError, match="another vendor has this name; uninstall it") as caught:
        source_class("acme")
    assert all(name in str(caught.value) for name in ("allsessions-acme", "acme-again"))


@pytest.mark.parametrize("name", ["Acme", "acme-eu", "acme.eu"])
def test_a_name_that_is_not_a_word_is_refused(site: Path, name: str) -> None:
    install(site, ACME.replace('"acme"', f'"{name}"'), points=f"{name} = allsessions_acme:Acme")
    variable = name.upper().replace("-", "_").replace(".", "_") + "_API_KEY"
    with pytest.raises(ConfigurationError, match="expected the name of the entry point, in lowercase letters"):
        sources_from_env({variable: "k", "ANAM_API_KEY": "k"})
