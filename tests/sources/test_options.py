"""A source accepts valid options, refuses others by name, and never shows credentials."""

import contextlib
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import allsessions
from allsessions import Akool, Anam, ConfigurationError, ElizaOS, KonPro, Session, Source
from allsessions.config import sources_from_config
from allsessions.source import FILTERS, source_class, vendors
from allsessions.source.base import parse_rate

from .records import SOURCES, VENDORS, session


def source(vendor: str, **options: Any) -> Source:
    return source_class(vendor)(**{**({} if vendor == "elizaos" else {"api_key": "k"}), **options})


def test_a_vendor_is_found_by_its_word_and_no_other() -> None:
    kinds = {"akool": Akool, "anam": Anam, "elizaos": ElizaOS, "konpro": KonPro}
    assert {vendor: source_class(vendor) for vendor in vendors()} == kinds
    for vendor in vendors():
        made = source(vendor)
        assert (made.name, made.page_size, made.concurrency, made.rate_limit) == (vendor, 100, 8, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            made.name = "another"  # type: ignore[misc]  # its refusal is tested
    for word in ("", "base", "Akool", "nobody", "__init__", "akool.x"):
        with pytest.raises(ConfigurationError, match=", ".join(vendors())):
            source_class(word)
    for name in ("akool", "AKOOL", "Base"):
        with pytest.raises(AttributeError, match=name):
            getattr(allsessions, name)


# Credentials


@pytest.mark.parametrize("vendor", VENDORS)
def test_missing_or_empty_credentials_are_refused(vendor: str) -> None:
    refused: list[dict[str, Any]] = [{"api_key": ""}]
    if vendor == "elizaos":
        assert (ElizaOS().secrets, ElizaOS(api_key=None).secrets) == ((), ())
    else:
        refused += [{}, {"api_key": None}]  # None must not be sent as "Bearer None"
    if vendor == "akool":
        refused += [{"token": ""}, {"api_key": "k", "token": ""}, {"api_key": "", "token": "t"}]
    for options in refused:
        with pytest.raises(ConfigurationError, match=f"^{vendor}: no credentials; set (api_key|token)"):
            source_class(vendor)(**options)


@given(secret=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1))
def test_a_printable_credential_is_taken_and_shows_in_no_repr(secret: str) -> None:
    made = [Akool(api_key=secret, token=secret), Anam(api_key=secret), ElizaOS(api_key=secret), KonPro(api_key=secret)]
    others = [Akool(token="other"), Anam(api_key="other"), ElizaOS(api_key="other"), KonPro(api_key="other")]
    assert [each.secrets for each in made] == [(secret, secret), (secret,), (secret,), (secret,)]
    assert [f"{each!r} {each}" for each in made] == [f"{each!r} {each}" for each in others]
    for around in ("{} ", " {}", "{}\n", "{}\r\nX-Evil: 1", "a {}", "{}\0", "{}é"):
        for option in ("api_key", "token"):
            with pytest.raises(ConfigurationError, match=f"^akool: {option} must be ASCII text without spaces"):
                source("akool", **{option: around.format(secret)})


# Options. tests/security covers addresses.


def test_only_anam_documents_a_largest_page() -> None:
    assert [source(vendor, page_size=1000).page_size for vendor in ("akool", "elizaos", "konpro")] == [1000] * 3
    with pytest.raises(ConfigurationError, match="from 1 to 100"):
        attrs.evolve(Anam(api_key="k", page_size=100), page_size=101)


def test_a_rate_limit_is_a_number_of_requests_in_a_period() -> None:
    rates = {"1/second": (1, 1.0), "100/minute": (100, 60.0), "5000/hour": (5000, 3600.0), "10/day": (10, 86400.0)}
    assert {written: parse_rate("rate_limit", ElizaOS(rate_limit=written).rate_limit) for written in rates} == rates


# A semaphore of 2.5 would never reach 0, and so never block.
NUMBERS = (0, -1, 2.5, "5", None, True)
RATES = ("", "100", "100/min", "100 / minute", "100/minute\n", "0/minute", "1.5/second", "٣/minute", "010/day")
REFUSED: list[tuple[str, Any, str]] = [
    *(("page_size", number, f"must be a whole number.*, not {number!r}") for number in NUMBERS),
    *(("concurrency", number, f"must be a whole number.*, not {number!r}") for number in NUMBERS),
    *(("rate_limit", rate, 'must be text such as "100/minute"') for rate in RATES),
    *(("name", name, "must be text without") for name in ("", "a:b", ":", "a b", "a\n", "\t", "a\u00a0b")),
]
TYPES = {"name": "str", "base_url": "str", "page_size": "int", "concurrency": "int", "allow_http": "bool"}
TYPES |= {"rate_limit": "str NoneType", "api_key": "str NoneType"}
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2) | st.sets(st.integers()),
    max_leaves=3,
)


def test_an_option_that_cannot_be_used_is_refused_by_name() -> None:
    assert [ElizaOS(name=name).name for name in ("anam-eu", "a.b/c@1", "Büro")] == ["anam-eu", "a.b/c@1", "Büro"]
    for option, value, message in REFUSED:
        with pytest.raises(ConfigurationError, match=f"^elizaos: {option} {message}"):
            source("elizaos", **{option: value})


@given(vendor=st.sampled_from(VENDORS), option=st.sampled_from(sorted(TYPES)), value=VALUES)
@example(vendor="anam", option="allow_http", value="true")
def test_any_value_of_an_option_is_taken_or_refused_by_name(vendor: str, option: str, value: Any) -> None:
    if type(value).__name__ in TYPES[option].split():
        with contextlib.suppress(ConfigurationError):
            assert getattr(source(vendor, **{option: value}), option) == value
        return
    with pytest.raises(ConfigurationError, match=f"^{vendor}: .*{option}"):
        source(vendor, **{option: value})
    config = {"source": [{"vendor": vendor, **({} if vendor == "elizaos" else {"api_key_env": "K"}), option: value}]}
    with pytest.raises(ConfigurationError, match=f"^config, source 1: .*{option}"):
        sources_from_config(config, {"K": "k"})


# Capabilities

FIELDS = {name: "created_at" if name.startswith("created") else name for name in FILTERS} | {"search": "id"}


@pytest.mark.parametrize("vendor", VENDORS)
def test_capabilities_fit_what_the_sessions_have(vendor: str) -> None:
    found, able = session(vendor), SOURCES[vendor].capabilities
    parts = [able.vendor_filters, able.wrapper_filters, able.unsupported_filters]
    assert sorted(name for part in parts for name in part) == sorted(FILTERS)
    assert able.unsupported_filters == {name for name, field in FIELDS.items() if getattr(found, field) is None}
    assert able.inferred <= {field.name for field in attrs.fields(Session) if getattr(found, field.name) is not None}
