"""A distribution whose vendor cannot be used is told of when it is asked for, and keeps nobody from the others."""

from pathlib import Path

import pytest

import allsessions
from allsessions import Anam, ConfigurationError, ElizaOS
from allsessions.config import sources_from_config, sources_from_env
from allsessions.source import built_in_vendors, source_class, vendors

from .distribution import ACME, BROKEN, install

each_way = pytest.mark.parametrize(("module", "points", "reason"), BROKEN.values(), ids=list(BROKEN))


def config(folder: Path, vendor: str) -> Path:
    file = folder / "allsessions.toml"
    file.write_text(f'[[source]]\nvendor = "elizaos"\n\n[[source]]\nvendor = "{vendor}"\n', encoding="utf-8")
    return file


@each_way
def test_it_is_told_which_why_and_what_to_do(site: Path, module: str, points: str, reason: str) -> None:
    install(site, module, points=points)
    with pytest.raises(ConfigurationError) as caught:
        source_class("acme")
    told = str(caught.value)
    name, _, value = points.partition(" = ")
    assert told.startswith(
        f"acme: the entry point {name} = {value!r} of allsessions-acme 1.0, in the group allsessions"
    )
    assert reason in told
    assert told.endswith("; uninstall allsessions-acme 1.0, or install a release that works")


@each_way
def test_a_file_that_names_it_is_refused(site: Path, module: str, points: str, reason: str) -> None:
    install(site, module, points=points)
    with pytest.raises(ConfigurationError) as caught:
        sources_from_config(config(site, "acme"))
    assert str(caught.value).startswith(f"{site / 'allsessions.toml'}, source 2: acme: the entry point")


@each_way
@pytest.mark.parametrize("variable", ["ACME_API_KEY", "ACME_TOKEN", "ACME_BASE_URL"])
def test_an_environment_that_sets_it_is_refused(
    site: Path, module: str, points: str, reason: str, variable: str
) -> None:
    install(site, module, points=points)
    with pytest.raises(ConfigurationError, match="^acme: the entry point"):
        sources_from_env({variable: "k", "ANAM_API_KEY": "k"})


@each_way
def test_the_others_go_on(site: Path, module: str, points: str, reason: str) -> None:
    install(site, module, points=points)
    assert vendors() == ["acme", *built_in_vendors()]
    assert sources_from_env({"ANAM_API_KEY": "k", "ACME_API_KEY": ""}) == [Anam(api_key="k")]
    assert sources_from_config(config(site, "elizaos"))[0] == ElizaOS()
    with pytest.raises(ConfigurationError, match=f"expected one of {', '.join(vendors())}$"):
        source_class("nobody")
    with pytest.raises(ConfigurationError, match="set one or more of ACME_API_KEY, "):
        sources_from_env({})


def test_what_it_raised_is_the_cause(site: Path) -> None:
    install(site, "1 / 0")
    with pytest.raises(ConfigurationError) as caught:
        source_class("acme")
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_built_in_vendors_name_is_refused(site: Path) -> None:
    install(site, ACME.replace('"acme"', '"anam"'), points="anam = allsessions_acme:Acme")
    told = "of allsessions-acme 1.0.*allsessions has a vendor of this name itself; uninstall allsessions-acme"
    with pytest.raises(ConfigurationError, match=told):
        source_class("anam")
    with pytest.raises(ConfigurationError, match=told):
        sources_from_env({"ANAM_API_KEY": "k"})
    assert allsessions.Anam is Anam
    assert sources_from_env({"ELIZAOS_API_KEY": "k"}) == [ElizaOS(api_key="k")]


def test_one_name_of_two_distributions_is_refused(site: Path) -> None:
    install(site)
    install(site, name="acme-again", points="acme = acme_again:Acme")
    with pytest.raises(ConfigurationError) as caught:
        source_class("acme")
    assert "allsessions-acme 1.0" in str(caught.value)
    assert "acme-again 1.0" in str(caught.value)
    assert str(caught.value).endswith("only one of them can have the name; uninstall all but one")


@pytest.mark.parametrize("name", ["Acme", "acme-eu", "acme.eu"])
def test_a_name_that_is_no_vendors_word_is_refused(site: Path, name: str) -> None:
    install(site, ACME.replace('"acme"', f'"{name}"'), points=f"{name} = allsessions_acme:Acme")
    variable = name.upper().replace("-", "_").replace(".", "_") + "_API_KEY"
    with pytest.raises(ConfigurationError, match="a vendor's word is of small letters, digits and underscores"):
        sources_from_env({variable: "k", "ANAM_API_KEY": "k"})


def test_broken_entry_points_hide_no_others(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    install(site)
    install(site, "", points="acme", name="malformed")
    assert vendors() == sorted([*built_in_vendors(), "acme"])
    assert source_class("acme").vendor == "acme"
    (told,) = [record.getMessage() for record in caplog.records if record.name == "allsessions"]
    assert told.startswith("malformed: its entry_points.txt cannot be read: ")
