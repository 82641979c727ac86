"""The command line with a vendor that another distribution brings along, as a program of its own."""

import json
import os
import sys
from pathlib import Path

import pytest

from ..cli.program import Ended, ended
from ..servers import FunctionServer
from .distribution import BROKEN, install
from .test_plugins import answer


def run(site: Path, *arguments: str, **variables: str) -> Ended:
    """The program in an environment with these variables and nothing of the vendors."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "NO_PROXY", "SYSTEMROOT")}
    path = os.pathsep.join([str(site), *filter(None, [os.environ.get("PYTHONPATH")])])
    return ended(*arguments, environment={**kept, "PYTHONPATH": path, "HOME": str(site), **variables})


def test_sources_shows_it_beside_the_others(site: Path) -> None:
    install(site)
    done = run(site, "sources", "--format", "json", ACME_API_KEY="k", ANAM_API_KEY="k")
    assert (done.status, done.err) == (0, "")
    shown = {source["vendor"]: source for source in json.loads(done.out)}
    assert list(shown) == ["acme", "anam"]
    assert shown["acme"]["base_url"] == "https://api.acme.example"


@pytest.mark.parametrize("way", ["environment", "file"])
def test_list_lists_it(site: Path, way: str) -> None:
    install(site)
    with FunctionServer(answer) as server:
        if way == "file":
            file = site / "sources.toml"
            text = f'[[source]]\nvendor = "acme"\napi_key_env = "MY_KEY"\nbase_url = "{server.url}"\n'
            file.write_text(text, encoding="utf-8")
            done = run(site, "list", "--format", "jsonl", "--config", str(file), MY_KEY="k")
        else:
            done = run(site, "list", "--format", "jsonl", ACME_API_KEY="k", ACME_BASE_URL=server.url)
    assert [json.loads(line)["ref"] for line in done.out.splitlines()] == ["acme:s-1", "acme:s-2"]
    assert done.status == 1
    assert "sessions[1].sessionId" in done.err


@pytest.mark.parametrize("wrong", ["any failure", "another class", "incomplete"])
def test_a_broken_one_that_is_asked_for_is_told_of(site: Path, wrong: str) -> None:
    module, points, reason = BROKEN[wrong]
    install(site, module, points=points)
    done = run(site, "sources", ACME_API_KEY="k", ANAM_API_KEY="k")
    assert (done.status, done.out) == (2, "")
    told = " ".join(done.err.split())
    assert "the entry point acme = 'allsessions_acme:Acme' of allsessions-acme 1.0" in told
    assert reason in told


def test_a_broken_one_that_is_not_asked_for_is_not_in_the_way(site: Path) -> None:
    install(site, "raise SystemError")
    done = run(site, "sources", ANAM_API_KEY="k")
    assert (done.status, done.err) == (0, "")
    done = run(site, "list")
    assert done.status == 2
    assert "ACME_API_KEY" in " ".join(done.err.split())
    assert sys.executable not in done.err
