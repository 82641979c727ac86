"""Sources from the environment and from a configuration file. Only the environment has secrets."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from allsessions import Akool, Anam, ConfigurationError, ElizaOS, KonPro, Source
from allsessions.config import sources_from_config, sources_from_env
from allsessions.source import vendors

from .test_options import VALUES

URL = "https://gateway.example"
ENVIRONMENT = {"ANAM_EU_KEY": "sk-live-1234", "AKOOL_EU_TOKEN": "t-live-1234", "EMPTY": "", "SPACED": "sk-live-1234\n"}


SET: list[tuple[dict[str, str], list[Source]]] = [
    ({"AKOOL_API_KEY": "k", "AKOOL_TOKEN": "t"}, [Akool(api_key="k", token="t")]),
    ({"AKOOL_TOKEN": "t", "AKOOL_BASE_URL": URL}, [Akool(token="t", base_url=URL)]),
    # An empty variable counts as not set.
    ({"ANAM_API_KEY": "k", "KONPRO_API_KEY": "", "ELIZAOS_BASE_URL": ""}, [Anam(api_key="k")]),
    # An address is enough for ElizaOS, which needs no credentials, but not for Anam.
    ({"ANAM_BASE_URL": URL, "ELIZAOS_BASE_URL": URL}, [ElizaOS(base_url=URL)]),
    # Similar variables of other programs do not count.
    ({"ANAM_API_KEY": "k", "ANAM_TOKEN": "t", "ANAM_NAME": "n", "PATH": "/bin"}, [Anam(api_key="k")]),
    (
        {f"{vendor}_API_KEY": "k" for vendor in ("KONPRO", "ELIZAOS", "ANAM", "AKOOL")},
        [Akool(api_key="k"), Anam(api_key="k"), ElizaOS(api_key="k"), KonPro(api_key="k")],
    ),
]


def test_the_environment_has_every_vendor_that_is_set() -> None:
    assert [sources_from_env(environment) for environment, _ in SET] == [sources for _, sources in SET]


def test_an_environment_without_vendors_names_what_to_set() -> None:
    for environment in ({}, {"PATH": "/bin"}, {"ANAM_API_KEY": ""}, {"AKOOL_BASE_URL": URL}):
        with pytest.raises(ConfigurationError, match="; set one or more of ") as caught:
            sources_from_env(environment)
        variables = str(caught.value).partition("; set one or more of ")[2].partition(", or ")[0].split(", ")
        assert variables == ["AKOOL_API_KEY", "ANAM_API_KEY", "ELIZAOS_API_KEY", "KONPRO_API_KEY"]


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
        api_key_env = "ANAM_EU_KEY"
        page_size = 50
        concurrency = 2
        rate_limit = "100/minute"
        [[source]]
        vendor = "akool"
        token_env = "AKOOL_EU_TOKEN"
    """
    sources = [
        ElizaOS(name="büro", base_url="http://10.0.0.5:3000"),
        Anam(api_key="sk-live-1234", page_size=50, concurrency=2, rate_limit="100/minute"),
        Akool(token="t-live-1234"),
    ]
    assert read(tmp_path, text) == sources
    assert sources_from_config(str(tmp_path / "allsessions.toml"), ENVIRONMENT) == sources
    tables = {"source": [{"vendor": "anam", "api_key_env": "ANAM_EU_KEY"}]}
    assert sources_from_config(tables, ENVIRONMENT) == [Anam(api_key="sk-live-1234")]
    assert tables == {"source": [{"vendor": "anam", "api_key_env": "ANAM_EU_KEY"}]}, "it stays as it was"


REFUSED: list[tuple[str, str]] = [
    ('vendor = "anam"\napi_key = "sk-live-1234"', "api_key: this file must not contain secrets; set api_key_env"),
    ('vendor = "akool"\ntoken = "sk-live-1234"', "token: this file must not contain secrets; set token_env"),
    ('vendor = "anam"\napi_key_env = "NOT_SET"', "variable 'NOT_SET' is not set"),
    ('vendor = "anam"\napi_key_env = "sk-live-1234"', "variable that it names is not set"),  # a secret, by mistake
    ('vendor = "anam"\napi_key_env = "EMPTY"', "'EMPTY' is not set, or is empty"),
    ('vendor = "anam"\napi_key_env = "SPACED"', "ASCII text without spaces"),
    ('vendor = "anam"\napi_key_env = ["ANAM_EU_KEY"]', "not set"),
    ('vendor = "anam"', "no credentials; set api_key"),
    (
        'vendor = "elizaos"\ntoken_env = "ANAM_EU_KEY"',
        "unknown option 'token' of elizaos; expected one of",
    ),
    ('vendor = "nobody"', f"unknown vendor 'nobody'; expected one of {', '.join(vendors())}"),
    ('name = "x"', f"vendor is missing; expected one of {', '.join(vendors())}"),
    ('vendor = "elizaos"\npage_size = "5"', "page_size"),
]


def test_a_source_that_cannot_be_used_is_refused_by_its_number(tmp_path: Path) -> None:
    for table, reason in REFUSED:
        with pytest.raises(ConfigurationError, match=reason) as caught:
            read(tmp_path, f'[[source]]\nvendor = "elizaos"\n\n[[source]]\n{table}\n')
        assert str(caught.value).startswith(f"{tmp_path / 'allsessions.toml'}, source 2: ")
        assert "sk-live-1234" not in str(caught.value)


def test_a_file_without_usable_sources_is_refused(tmp_path: Path) -> None:
    for text, reason in {
        **dict.fromkeys(("", "source = []", '[source]\nvendor = "anam"'), r"expected a \[\[source\]\] table"),
        'source = ["anam"]': "vendor is missing",
        'timeout = 5\n[[source]]\nvendor = "elizaos"': "no other top-level key",
        **dict.fromkeys(("[[source]", '[[source]]\nvendor = "elizaos"\nvendor = "anam"'), "not a readable TOML"),
    }.items():
        with pytest.raises(ConfigurationError, match=reason) as caught:
            read(tmp_path, text)
        assert str(caught.value).startswith(str(tmp_path / "allsessions.toml"))
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    for name, reason in {"binary.toml": "not a readable TOML", "missing.toml": "No such file", "": "directory"}.items():
        with pytest.raises(ConfigurationError, match=reason):
            sources_from_config(tmp_path / name)
    with pytest.raises(ConfigurationError, match="^expected a path or a mapping, not int$"):
        sources_from_config(5)  # type: ignore[arg-type]  # its refusal is tested


@given(content=VALUES)
def test_any_content_gives_sources_or_is_refused(content: Any) -> None:
    for config in ({"source": content}, {"source": [content]}, {"source": [{"vendor": content}]}):
        try:
            assert all(isinstance(each, Source) for each in sources_from_config(config, {}))
        except ConfigurationError:
            continue
