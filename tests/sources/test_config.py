"""Sources from the environment, and from a file that names them."""

from pathlib import Path
from typing import Any

import pytest

from allsessions import Akool, Anam, ConfigurationError, ElizaOS, KonPro, Source
from allsessions.config import sources_from_config, sources_from_env
from allsessions.source import vendors

URL = "https://gateway.example"
ENVIRONMENT = {"ANAM_EU_KEY": "sk-live-1234", "AKOOL_EU_TOKEN": "t-live-1234", "EMPTY": "", "SPACED": "sk-live-1234\n"}


@pytest.mark.parametrize(
    ("environment", "sources"),
    [
        ({"AKOOL_API_KEY": "k"}, [Akool(api_key="k")]),
        ({"AKOOL_TOKEN": "t"}, [Akool(token="t")]),
        ({"AKOOL_API_KEY": "k", "AKOOL_TOKEN": "t"}, [Akool(api_key="k", token="t")]),
        ({"AKOOL_API_KEY": "k", "AKOOL_BASE_URL": URL}, [Akool(api_key="k", base_url=URL)]),
        ({"ANAM_API_KEY": "k"}, [Anam(api_key="k")]),
        ({"ANAM_API_KEY": "k", "ANAM_BASE_URL": URL}, [Anam(api_key="k", base_url=URL)]),
        ({"KONPRO_API_KEY": "k"}, [KonPro(api_key="k")]),
        ({"KONPRO_API_KEY": "k", "KONPRO_BASE_URL": URL}, [KonPro(api_key="k", base_url=URL)]),
        ({"ELIZAOS_BASE_URL": URL}, [ElizaOS(base_url=URL)]),
        ({"ELIZAOS_API_KEY": "k"}, [ElizaOS(api_key="k")]),
        ({"ELIZAOS_API_KEY": "k", "ELIZAOS_BASE_URL": URL}, [ElizaOS(api_key="k", base_url=URL)]),
        # Empty is not set.
        ({"AKOOL_API_KEY": "", "AKOOL_TOKEN": "t"}, [Akool(token="t")]),
        ({"ANAM_API_KEY": "k", "KONPRO_API_KEY": "", "ELIZAOS_BASE_URL": ""}, [Anam(api_key="k")]),
        # An address alone is no account.
        ({"ANAM_BASE_URL": URL, "ELIZAOS_BASE_URL": URL}, [ElizaOS(base_url=URL)]),
        # What other programs set.
        ({"ANAM_API_KEY": "k", "ANAM_TOKEN": "t", "ANAM_NAME": "n", "PATH": "/bin"}, [Anam(api_key="k")]),
        (
            {"KONPRO_API_KEY": "k", "ELIZAOS_API_KEY": "k", "ANAM_API_KEY": "k", "AKOOL_API_KEY": "k"},
            [Akool(api_key="k"), Anam(api_key="k"), ElizaOS(api_key="k"), KonPro(api_key="k")],
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_the_environment_gives_every_vendor_that_is_set(environment: dict[str, str], sources: list[Source]) -> None:
    assert sources_from_env(environment) == sources


@pytest.mark.parametrize("environment", [{}, {"PATH": "/bin"}, {"ANAM_API_KEY": ""}, {"AKOOL_BASE_URL": URL}])
def test_an_environment_without_vendors_tells_what_to_set(environment: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="; set one or more of ") as caught:
        sources_from_env(environment)
    variables = str(caught.value).partition("; set one or more of ")[2].split(", ")
    expected = ["AKOOL_API_KEY", "ANAM_API_KEY", "ELIZAOS_BASE_URL", "KONPRO_API_KEY"]
    assert [variable for variable in variables if variable in expected] == expected
    assert len(variables) == len(vendors())


@pytest.mark.parametrize(
    "environment",
    [{"ANAM_API_KEY": "sk-live-1234\n"}, {"ANAM_API_KEY": "k", "ANAM_BASE_URL": "https://u:sk-live-1234@anam.example"}],
)
def test_an_unusable_environment_is_refused_and_not_shown(environment: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="^anam: ") as caught:
        sources_from_env(environment)
    assert "sk-live-1234" not in str(caught.value)


def test_the_environment_of_the_process_is_read_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AKOOL_API_KEY", "AKOOL_TOKEN", "ANAM_API_KEY", "KONPRO_API_KEY", "ELIZAOS_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ELIZAOS_BASE_URL", URL)
    assert sources_from_env() == [ElizaOS(base_url=URL)]


# Files


def read(folder: Path, text: str) -> list[Source]:
    file = folder / "allsessions.toml"
    file.write_text(text, encoding="utf-8")
    return sources_from_config(file, ENVIRONMENT)


def test_a_file_gives_its_sources_in_its_order(tmp_path: Path) -> None:
    text = """
        [[source]]
        vendor = "elizaos"
        name = "büro"
        base_url = "http://10.0.0.5:3000"

        [[source]]
        vendor = "anam"
        name = "anam-eu"
        api_key_env = "ANAM_EU_KEY"
        page_size = 50
        concurrency = 2
        rate_limit = "100/minute"

        [[source]]
        vendor = "akool"
        token_env = "AKOOL_EU_TOKEN"
    """
    assert read(tmp_path, text) == [
        ElizaOS(name="büro", base_url="http://10.0.0.5:3000"),
        Anam(name="anam-eu", api_key="sk-live-1234", page_size=50, concurrency=2, rate_limit="100/minute"),
        Akool(token="t-live-1234"),
    ]


def test_a_path_can_be_text(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text('[[source]]\nvendor = "elizaos"\n', encoding="utf-8")
    assert sources_from_config(str(file)) == [ElizaOS()]


def test_what_tomllib_makes_of_a_file_will_do() -> None:
    tables = {"source": [{"vendor": "anam", "api_key_env": "ANAM_EU_KEY"}]}
    assert sources_from_config(tables, ENVIRONMENT) == [Anam(api_key="sk-live-1234")]
    assert tables == {"source": [{"vendor": "anam", "api_key_env": "ANAM_EU_KEY"}]}
    with pytest.raises(ConfigurationError, match="config, source 1: api_key_env: the environment variable 'ANAM_EU"):
        sources_from_config(tables, {})


REFUSED: list[tuple[str, Any, str]] = [
    ("secret", 'vendor = "anam"\napi_key = "sk-live-1234"', "api_key: no secrets in this file; write api_key_env"),
    ("token", 'vendor = "akool"\ntoken = "sk-live-1234"', "token: no secrets in this file; write token_env"),
    ("unset variable", 'vendor = "anam"\napi_key_env = "NOT_SET"', "variable 'NOT_SET' is not set"),
    ("empty variable", 'vendor = "anam"\napi_key_env = "EMPTY"', "no credentials"),
    ("unusable variable", 'vendor = "anam"\napi_key_env = "SPACED"', "ASCII text without spaces"),
    ("variable of another type", 'vendor = "anam"\napi_key_env = 5', "not set"),
    ("variable of a list", 'vendor = "anam"\napi_key_env = ["ANAM_EU_KEY"]', "not set"),
    ("no credentials", 'vendor = "anam"', "no credentials; give api_key"),
    ("unknown option", 'vendor = "elizaos"\nregion = "eu"', "unknown option 'region' of elizaos; expected one of"),
    (
        "another vendor's option",
        'vendor = "elizaos"\ntoken_env = "ANAM_EU_KEY"',
        "unknown option 'token_env' of elizaos",
    ),
    ("option with _env", 'vendor = "elizaos"\nbase_url_env = "URL"', "unknown option 'base_url_env'"),
    ("unknown vendor", 'vendor = "nobody"', f"unknown vendor 'nobody'; expected one of {', '.join(vendors())}"),
    ("no vendor", 'name = "x"', f"vendor is missing; expected one of {', '.join(vendors())}"),
    ("vendor of another type", "vendor = 5", "vendor is missing"),
    ("name of another type", 'vendor = "elizaos"\nname = 5', "name"),
    ("bad name", 'vendor = "elizaos"\nname = "a:b"', "neither spaces nor colons"),
    ("bad URL", 'vendor = "elizaos"\nbase_url = "localhost"', "base_url must begin"),
    ("page_size of another type", 'vendor = "elizaos"\npage_size = "5"', "page_size"),
    ("page_size that is no whole number", 'vendor = "elizaos"\npage_size = 5.5', "page_size"),
    ("concurrency that is no number", 'vendor = "elizaos"\nconcurrency = true', "concurrency"),
    ("page_size too small", 'vendor = "elizaos"\npage_size = 0', "1 or more"),
    ("rate_limit of another type", 'vendor = "elizaos"\nrate_limit = 5', "rate_limit"),
    ("bad rate_limit", 'vendor = "elizaos"\nrate_limit = "5"', "100/minute"),
]


@pytest.mark.parametrize(("table", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_source_that_cannot_be_used_is_refused_by_its_number(tmp_path: Path, table: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason) as caught:
        read(tmp_path, f'[[source]]\nvendor = "elizaos"\n\n[[source]]\n{table}\n')
    assert str(caught.value).startswith(f"{tmp_path / 'allsessions.toml'}, source 2: ")
    assert "sk-live-1234" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no sources"),
        ("source = []", "no sources"),
        ('source = "anam"', "no sources"),
        ('[source]\nvendor = "anam"', "no sources"),
        ('source = ["anam"]', "vendor is missing"),
        ('timeout = 5\n[[source]]\nvendor = "elizaos"', "unknown: timeout"),
        ('[[sources]]\nvendor = "elizaos"', "unknown: sources"),
        ("[[source]", "not TOML"),
        ('[[source]]\nvendor = "elizaos"\nvendor = "anam"', "not TOML"),
    ],
)
def test_a_file_that_names_no_sources_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=reason) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "allsessions.toml"))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "allsessions.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match="not TOML"):
        sources_from_config(file)


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match=r"No such file|directory"):
        sources_from_config(tmp_path / name)
