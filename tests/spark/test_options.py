"""What `option` takes, and what is told of what it does not take."""

import datetime
from pathlib import Path

import pytest

from allsessions import ConfigurationError
from allsessions.spark import Options

FILE = """
[[source]]
vendor = "anam"
api_key_env = "ANAM_EU_KEY"
"""


def test_without_any_the_sources_of_the_environment_are_read_as_a_whole() -> None:
    assert Options.read({}) == Options()


def test_each_is_read(tmp_path: Path) -> None:
    file = tmp_path / "allsessions.toml"
    file.write_text(FILE)
    given = {
        "config": str(file),
        "sources": "anam, anam-eu",
        "status": "active,pending",
        "created_after": "2026-11-01T00:00:00+01:00",
        "created_before": "2026-12-01T00:00:00Z",
        "agent_id": "a",
        "user_id": "u",
        "search": "s, t",
        "pages": "5",
        "problems": "Column",
        "pushdown": "true",
        "raw": "TRUE",
        "lag": "1.5",
    }
    assert Options.read(given) == Options(
        config={"source": [{"vendor": "anam", "api_key_env": "ANAM_EU_KEY"}]},
        sources=frozenset({"anam", "anam-eu"}),
        status=frozenset({"active", "pending"}),
        created_after=datetime.datetime(2026, 10, 31, 23, tzinfo=datetime.UTC),
        created_before=datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC),
        agent_id="a",
        user_id="u",
        search="s, t",
        pages=5,
        problems="column",
        pushdown=True,
        raw=True,
        lag=datetime.timedelta(seconds=1.5),
    )


def test_case_does_not_matter_in_names_as_in_all_of_spark() -> None:
    assert Options.read({"Agent_ID": "A"}).agent_id == "A"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("api_key", "k", "'api_key' is no option; the options are config, sources,"),
        ("path", "allsessions.toml", "'path' is no option"),
        ("config", "/no/such/file", "option config: /no/such/file: No such file"),
        ("status", "running", "option status: 'running' is not a valid Status"),
        ("created_after", "2026-11-01", "option created_after: '2026-11-01' has no time zone; add one"),
        ("created_after", "0001-01-01T00:00:00+14:00", "outside the years 1 to 9999"),
        ("created_before", "tomorrow", "option created_before: Invalid isoformat string: 'tomorrow'"),
        ("pages", "many", "option pages: invalid literal"),
        ("problems", "ignore", "option problems: 'ignore' is none of fail, column"),
        ("raw", "1", "option raw: '1' is none of true, false"),
        ("lag", "-1", "option lag: -1 is not from 0 to 86400 seconds"),
        ("lag", "nan", "option lag: nan is not from 0"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_name(name: str, text: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        Options.read({name: text})
    assert told in str(raised.value)


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    file = tmp_path / "allsessions.toml"
    file.write_text("[[source]")
    with pytest.raises(ConfigurationError, match="option config: "):
        Options.read({"config": str(file)})
