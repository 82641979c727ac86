"""The options that are accepted, and the errors for all others."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from allsessions import ConfigurationError
from allsessions.spark import Options

PARSED: list[tuple[str, str, object]] = [
    ("sources", "anam, anam-eu", frozenset({"anam", "anam-eu"})),
    ("status", "active,pending", frozenset({"active", "pending"})),
    ("created_after", "2026-11-01T00:00:00+01:00", datetime.datetime(2026, 10, 31, 23, tzinfo=datetime.UTC)),
    ("created_before", "2026-12-01T00:00:00Z", datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)),
    ("agent_id", "a", "a"),
    ("user_id", "u", "u"),
    ("search", "s, t", "s, t"),
    ("problems", "Column", "column"),
    ("pushdown", "true", True),
    ("raw", "TRUE", True),
    ("lag", "1.5", datetime.timedelta(seconds=1.5)),
]


def test_every_option_is_parsed(tmp_path: Path) -> None:
    file = tmp_path / "allsessions.toml"
    file.write_text("[[source]]\nvendor = 'anam'\napi_key_env = 'ANAM_EU_KEY'")
    config = {"source": [{"vendor": "anam", "api_key_env": "ANAM_EU_KEY"}]}
    values: dict[str, Any] = {name: value for name, _, value in PARSED}
    texts = {name: text for name, text, _ in PARSED}
    assert Options.read({**texts, "config": str(file)}) == Options(config=config, **values)
    assert Options.read({}) == Options()
    assert Options.read({"Agent_ID": "A"}).agent_id == "A"


ERRORS = [
    ("api_key", "k", "unknown option 'api_key'; expected one of config, sources,"),
    ("config", "/no/such/file", "option config: /no/such/file: No such file"),
    ("status", "running", "option status: 'running' is not a valid Status"),
    ("created_after", "2026-11-01", "option created_after: '2026-11-01' has no time zone; add one"),
    ("created_after", "0001-01-01T00:00:00+14:00", "outside the years 1 to 9999"),
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
