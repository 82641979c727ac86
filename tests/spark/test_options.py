"""The options that are accepted, and the errors for all others."""

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


def test_every_option_is_parsed(tmp_path: Path) -> None:
    assert Options.read({}) == Options()
    assert Options.read({"Agent_ID": "A"}).agent_id == "A"
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
        problems="column",
        pushdown=True,
        raw=True,
        lag=datetime.timedelta(seconds=1.5),
    )


ERRORS = [
    ("api_key", "k", "unknown option 'api_key'; expected one of config, sources,"),
    ("path", "allsessions.toml", "unknown option 'path'"),
    ("config", "/no/such/file", "option config: /no/such/file: No such file"),
    ("status", "running", "option status: 'running' is not a valid Status"),
    ("created_after", "2026-11-01", "option created_after: '2026-11-01' has no time zone; add one"),
    ("created_after", "0001-01-01T00:00:00+14:00", "outside the years 1 to 9999"),
    ("created_before", "tomorrow", "option created_before: Invalid isoformat string: 'tomorrow'"),
    ("pages", "5", "unknown option 'pages'"),
    ("problems", "ignore", "option problems: expected one of fail, column, not 'ignore'"),
    ("raw", "1", "option raw: expected one of true, false, not '1'"),
    ("lag", "-1", "option lag: expected a number of seconds from 0 to 86400, not -1"),
    ("lag", "nan", "option lag: expected a number of seconds from 0 to 86400, not nan"),
]


def test_an_error_names_the_option() -> None:
    for name, text, words in ERRORS:
        with pytest.raises(ConfigurationError) as raised:
            Options.read({name: text})
        assert words in str(raised.value)
