"""A source that can be used, and the ConfigurationError for each that cannot; secrets show in neither."""

import contextlib
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import allsessions
from allsessions import Akool, Anam, ConfigurationError, ElizaOS, KonPro, Session, Source
from allsessions.config import sources_from_config
from allsessions.source import source_class, vendors
from allsessions.source.envelope import FILTERS
from allsessions.source.options import parse_rate
from codegen.rooms import vendors as folders

from .records import SOURCES, VENDORS, session

KEYED: dict[str, dict[str, str]] = {
    "akool": {"api_key": "k"},
    "anam": {"api_key": "k"},
    "elizaos": {},
    "konpro": {"api_key": "k"},
}


def source(vendor: str, **options: Any) -> Source:
    return source_class(vendor)(**{**KEYED[vendor], **options})


def test_the_vendors_are_those_of_the_folders() -> None:
    assert vendors() == folders()


@pytest.mark.parametrize(
    ("vendor", "kind"), [("akool", Akool), ("anam", Anam), ("elizaos", ElizaOS), ("konpro", KonPro)]
)
def test_a_vendor_is_found_by_its_word_and_by_its_name(vendor: str, kind: type[Source]) -> None:
    assert source_class(vendor) is kind
    assert getattr(allsessions, kind.__name__) is kind


@pytest.mark.parametrize("word", ["", "base", "Akool", "nobody", "__init__", "akool.x"])
def test_another_word_is_no_vendor(word: str) -> None:
    with pytest.raises(ConfigurationError, match=", ".join(vendors())):
        source_class(word)


@pytest.mark.parametrize("name", ["akool", "AKOOL", "Base", "Nobody"])
def test_the_package_has_no_other_names(name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        getattr(allsessions, name)


@pytest.mark.parametrize(
    ("vendor", "base_url"),
    [
        ("akool", "https://openapi.akool.com"),
        ("anam", "https://api.anam.ai"),
        ("elizaos", "http://localhost:3000"),
        ("konpro", "https://api.konpro.ai"),
    ],
)
def test_defaults(vendor: str, base_url: str) -> None:
    made = source(vendor)
    assert (made.name, made.base_url) == (vendor, base_url)
    assert (made.page_size, made.concurrency, made.rate_limit) == (100, 8, None)


# Credentials


@pytest.mark.parametrize("kind", [Akool, Anam, KonPro])
def test_a_vendor_that_needs_credentials_is_refused_without(kind: type[Source]) -> None:
    with pytest.raises(ConfigurationError, match="no credentials; give api_key"):
        kind()


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_empty_key_is_refused(vendor: str) -> None:
    with pytest.raises(ConfigurationError, match="no credentials; give api_key"):
        source(vendor, api_key="")


@pytest.mark.parametrize("vendor", ["anam", "konpro"])
def test_a_key_that_is_none_is_refused(vendor: str) -> None:
    # What os.environ.get gives where nothing is set: it must not be sent as «Bearer None».
    with pytest.raises(ConfigurationError, match="no credentials; give api_key"):
        source(vendor, api_key=None)


@pytest.mark.parametrize("options", [{"token": ""}, {"api_key": "k", "token": ""}, {"api_key": "", "token": "t"}])
def test_akool_refuses_an_empty_credential_beside_a_good_one(options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="no credentials"):
        Akool(**options)


def test_elizaos_needs_no_key() -> None:
    assert ElizaOS().secrets == ()


@pytest.mark.parametrize("option", ["api_key", "token"])
@pytest.mark.parametrize("around", ["{} ", " {}", "{}\n", "{}\r\nX-Evil: 1", "a {}", "{}\t", "{}\0", "{}é"])
def test_a_credential_unfit_for_a_header_is_refused(option: str, around: str) -> None:
    options: dict[str, Any] = {option: around.format("sk-live-1234")}
    with pytest.raises(ConfigurationError, match=option) as caught:
        Akool(**options)
    assert "sk-live-1234" not in str(caught.value) + repr(caught.value)


@given(secret=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1))
def test_a_printable_credential_is_taken_and_shows_in_no_repr(secret: str) -> None:
    made: list[Source] = [Akool(api_key=secret, token=secret), Anam(api_key=secret), ElizaOS(api_key=secret)]
    others: list[Source] = [Akool(token="other"), Anam(api_key="other"), ElizaOS(api_key="other")]
    assert [each.secrets[0] for each in made] == [secret] * 3
    assert [f"{each!r} {each}" for each in made] == [f"{each!r} {each}" for each in others]


def test_all_credentials_are_secrets() -> None:
    assert Akool(api_key="k1", token="t1").secrets == ("k1", "t1")
    assert KonPro(api_key="k1").secrets == ("k1",)


# Options


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example",
        "http://localhost:3000",
        "http://[::1]:3000",
        "http://127.0.0.1:1/",
        "https://x.example/v/1",
    ],
)
def test_a_base_url_is_taken(url: str) -> None:
    assert ElizaOS(base_url=url).base_url == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example",
        "//api.example",
        "localhost:3000",
        "ftp://api.example",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "http://[::1",
        "http://xn--a",
        "http://x:port",
        "https://user:hunter2@api.example",
        "https://hunter2@api.example",
        "https://api.example?key=hunter2",
        "https://api.example#hunter2",
        None,
        5,
    ],
)
def test_a_base_url_that_is_none_is_refused_and_not_shown(url: Any) -> None:
    with pytest.raises(ConfigurationError, match="^elizaos: base_url") as caught:
        ElizaOS(base_url=url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("name", ["", "a:b", ":", "a b", "a\n", "\t", "a\u00a0b"])
def test_a_name_with_a_colon_or_space_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match="neither spaces nor colons"):
        ElizaOS(name=name)


@pytest.mark.parametrize("name", ["anam-eu", "a.b/c@1", "Büro", "1"])
def test_any_other_name_is_taken(name: str) -> None:
    assert ElizaOS(name=name).name == name


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("option", ["page_size", "concurrency"])
@pytest.mark.parametrize("number", [0, -1])
def test_numbers_begin_at_one(vendor: str, option: str, number: int) -> None:
    with pytest.raises(ConfigurationError, match=f"{option} must be a whole number.*, not {number}"):
        source(vendor, **{option: number})


@pytest.mark.parametrize("option", ["page_size", "concurrency"])
@pytest.mark.parametrize("number", [2.5, "5", None, True], ids=repr)
def test_numbers_are_whole(option: str, number: Any) -> None:
    # A semaphore of 2.5 lets everything through: it never comes to 0.
    with pytest.raises(ConfigurationError, match=option):
        ElizaOS(**{option: number})


def test_anam_has_at_most_100_records_a_page() -> None:
    assert Anam(api_key="k", page_size=100).page_size == 100
    with pytest.raises(ConfigurationError, match="from 1 to 100"):
        Anam(api_key="k", page_size=101)


@pytest.mark.parametrize("vendor", ["akool", "elizaos", "konpro"])
def test_no_other_vendor_documents_a_greatest_page(vendor: str) -> None:
    assert source(vendor, page_size=1000).page_size == 1000


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("1/second", (1, 1.0)),
        ("100/minute", (100, 60.0)),
        ("5000/hour", (5000, 3600.0)),
        ("10/day", (10, 86400.0)),
    ],
)
def test_a_rate_limit_is_so_many_in_a_period(written: str, rate: tuple[int, float]) -> None:
    assert ElizaOS(rate_limit=written).rate_limit == written
    assert parse_rate("elizaos: rate_limit", written) == rate


@pytest.mark.parametrize(
    "written",
    ["", "100", "/minute", "0/minute", "-1/minute", "1.5/second", "100/min", "100/minutes", "100 / minute", "1e3/day"]
    + ["100/minute\n", "٣/minute", "010/minute"],
)
def test_any_other_rate_limit_is_refused(written: str) -> None:
    with pytest.raises(ConfigurationError, match="100/minute"):
        ElizaOS(rate_limit=written)


TYPES: dict[str, tuple[type, ...]] = {
    "name": (str,),
    "base_url": (str,),
    "page_size": (int,),
    "concurrency": (int,),
    "rate_limit": (str, type(None)),
    "allow_http": (bool,),
    "api_key": (str, type(None)),
}
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2) | st.sets(st.integers()),
    max_leaves=3,
)


@given(vendor=st.sampled_from(VENDORS), option=st.sampled_from(sorted(TYPES)), value=VALUES)
def test_an_option_of_another_type_is_refused_by_name(vendor: str, option: str, value: Any) -> None:
    if type(value) in TYPES[option]:
        return
    with pytest.raises(ConfigurationError, match=f"^{vendor}: .*{option}"):
        source(vendor, **{option: value})
    config = {"source": [{"vendor": vendor, **({} if vendor == "elizaos" else {"api_key_env": "K"}), option: value}]}
    with pytest.raises(ConfigurationError, match=f"^config, source 1: .*{option}"):
        sources_from_config(config, {"K": "k"})


@given(vendor=st.sampled_from(VENDORS), option=st.sampled_from(sorted(TYPES)), value=VALUES)
def test_any_value_of_an_option_is_taken_or_refused(vendor: str, option: str, value: Any) -> None:
    with contextlib.suppress(ConfigurationError):
        assert getattr(source(vendor, **{option: value}), option) == value


@given(content=VALUES)
def test_any_config_gives_sources_or_is_refused(content: Any) -> None:
    for config in (content, {"source": content}, {"source": [content]}, {"source": [{"vendor": content}]}):
        with contextlib.suppress(ConfigurationError):
            assert all(isinstance(each, Source) for each in sources_from_config(config, {}))


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_source_is_by_keyword_only_and_cannot_be_changed(vendor: str) -> None:
    made = source(vendor)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.name = "another"  # type: ignore[misc]  # that it is refused is what is tested
    with pytest.raises(TypeError):
        source_class(vendor)("key")  # type: ignore[call-arg]  # that it is refused is what is tested


def test_a_changed_copy_is_checked_again() -> None:
    with pytest.raises(ConfigurationError):
        attrs.evolve(Anam(api_key="k"), page_size=101)


# Capabilities

FIELDS = {
    "status": "status",
    "created_after": "created_at",
    "created_before": "created_at",
    "agent_id": "agent_id",
    "user_id": "user_id",
    "search": "id",
}


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_filter_has_one_place(vendor: str) -> None:
    capable = source(vendor).capabilities
    parts = [capable.vendor_filters, capable.wrapper_filters, capable.unsupported_filters]
    assert sorted(name for part in parts for name in part) == sorted(FILTERS)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_filter_is_unsupported_where_no_session_has_the_field(vendor: str) -> None:
    found = session(vendor)
    nowhere = {filter for filter, field in FIELDS.items() if getattr(found, field) is None}
    assert source(vendor).capabilities.unsupported_filters == nowhere


@pytest.mark.parametrize("vendor", VENDORS)
def test_inferred_fields_are_fields_that_its_sessions_have(vendor: str) -> None:
    inferred = source(vendor).capabilities.inferred
    assert inferred <= {field.name for field in attrs.fields(Session)}
    assert all(getattr(session(vendor), name) is not None for name in inferred)


def test_where_the_status_is_inferred_is_said() -> None:
    inferred = {vendor for vendor in VENDORS if "status" in SOURCES[vendor].capabilities.inferred}
    assert inferred == {"anam", "elizaos", "konpro"}


def test_scopes_and_ways_of_paging() -> None:
    told = {vendor: (SOURCES[vendor].capabilities.scope, SOURCES[vendor].capabilities.paging) for vendor in VENDORS}
    assert told == {
        "akool": ("history", "page"),
        "anam": ("history", "page"),
        "elizaos": ("active", "none"),
        "konpro": ("history", "token"),
    }
