"""docs/adding-a-vendor.md, followed to the letter in a copy of the repository, adds a fifth vendor."""

from __future__ import annotations

import json
import re
import shlex
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from codegen.rooms import ROOT
from tests.codegen.tree import Done, Tree

GUIDE = (ROOT / "docs" / "adding-a-vendor.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"^(?:\*\*(?P<file>\S+)\*\*\n\n)?(?P<fence>`{3,}|~{3,})(?P<kind>\w+)\n(?P<text>.*?)^(?P=fence)$", re.M | re.S
)
SOURCE = "wrapper/allsessions/vendors/orbit.py"
BY_HAND = {"list-agent-sessions.md", "specs/orbit/overlay.yaml", "specs/orbit/generator.yaml", SOURCE}
LONGEST_SOURCE = 70


def command(tree: Tree, line: str) -> Done:
    """Run one of the guide's commands as its nox session does."""
    prompt, python, _, nox, _, session, *arguments = shlex.split(line.partition("#")[0])
    assert (prompt, python, nox) == ("$", "python3", "nox")
    rest = arguments[1:]  # behind --
    if session == "vendors":
        return tree.run("-m", "tests.vendor_lists", environment=own_packages(tree))
    return tree.run("-m", "codegen", session, *rest)


def own_packages(tree: Tree) -> dict[str, str]:
    return {"PYTHONPATH": f"{tree.root / 'wrapper'}:{tree.root / 'generated'}"}


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """Follow the guide in a copy of the repository."""
    tree = Tree.cloned(tmp_path_factory.mktemp("adding") / "tree")
    before = tree.files()
    for block in BLOCK.finditer(GUIDE):
        if block["file"]:
            path = tree.root / block["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["text"], encoding="utf-8")
        elif block["kind"] == "console":
            for line in block["text"].splitlines():
                done = command(tree, line)
                assert done.status == (1 if "spec_update" in line else 0), (line, done.err)
    after = tree.files()
    changed = {name for name in after.keys() | before.keys() if after.get(name) != before.get(name)}
    made = {name for name in changed if name.startswith(("generated/orbit_client/", "specs/orbit/"))}
    assert changed - made == {"README.md", "wrapper/allsessions/__init__.py", "list-agent-sessions.md", SOURCE}
    assert {name for name in made if name.startswith("specs")} - BY_HAND == {
        f"specs/orbit/{name}" for name in ("openapi.yaml", "selection.yaml", "wording.json")
    }
    return tree


def test_the_guide_writes_four_files_by_hand() -> None:
    assert {block["file"] for block in BLOCK.finditer(GUIDE) if block["file"]} == BY_HAND


def check(tree: Tree, *command: str) -> None:
    done = tree.run("-m", *command, environment=own_packages(tree))
    assert done.status == 0, done.out


def test_the_source_is_short_typed_and_in_form(tree: Tree) -> None:
    assert len((tree.root / SOURCE).read_text(encoding="utf-8").splitlines()) <= LONGEST_SOURCE
    check(tree, "ruff", "check", SOURCE)
    check(tree, "ruff", "format", "--check", SOURCE)
    check(tree, "mypy", "--follow-imports=silent", SOURCE)


def test_the_house_is_in_order(tree: Tree) -> None:
    check(tree, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_house.py", "tests/test_vendor_lists.py")


KEY = "the-key-of-the-tests"
STATES = ("queued", "live", "done", "error")


def record(number: int) -> dict[str, Any]:
    times = {"created_at": "2026-03-01T12:00:00Z", "seconds": 12.5}
    state = STATES[number % 4] if number != 107 else ["not", "a", "state"]
    return {"id": f"session-{number}", "state": state, "agent_id": f"agent-{number % 3}", **times}


class Orbit(BaseHTTPRequestHandler):
    """The imagined vendor: 250 sessions on three pages, one of them with an odd state."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        status, body = 401, dict[str, Any](error={"code": "invalid_key", "message": "No such key."})
        if self.headers["Authorization"] == f"Bearer {KEY}":
            query = parse_qs(urlsplit(self.path).query)
            start = int(query.get("cursor", ["0"])[0])
            end = min(start + int(query["limit"][0]), 250)
            cursor = str(end) if end < 250 else None
            status, body = (
                200,
                {"items": list(map(record, range(start, end))), "next_cursor": cursor, "has_more": end < 250},
            )
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing on stderr."""


LISTING = """
import json
from allsessions import Client, IncompleteListingError, Orbit

def listed(key, **filters):
    with Client([Orbit(api_key=key, base_url=URL)]) as client:
        found = []
        try:
            found += (session.to_dict() for session in client.list(**filters))
        except IncompleteListingError as error:
            return found, [str(each) for each in error.errors]
        return found, []

with Client.from_env() as client:
    one = client.get("orbit:session-249").to_dict()
print(json.dumps([one, listed(KEY), listed(KEY, status="active", agent_id="agent-1"), listed("another")]))
"""


def test_its_sessions_come_with_filters_and_errors(tree: Tree) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Orbit) as server:
        serving = threading.Thread(target=server.serve_forever, daemon=True)
        serving.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        environment = {**own_packages(tree), "ORBIT_API_KEY": KEY, "ORBIT_BASE_URL": url}
        done = tree.run("-c", f"KEY, URL = {KEY!r}, {url!r}\n{LISTING}", environment=environment)
        server.shutdown()
        serving.join()
    assert done.status == 0, done.err
    one, (found, missing), (filtered, _), (none, refusals) = json.loads(done.out)
    assert (one["ref"], one["created_at"]) == ("orbit:session-249", "2026-03-01T12:00:00.000000+00:00")
    assert [each["id"] for each in found] == [f"session-{number}" for number in range(250)]
    assert [each["status"] for each in found[:4]] == ["pending", "active", "ended", "failed"]
    assert (found[107]["status"], missing) == ("unknown", [])
    assert [each["id"] for each in filtered] == [f"session-{number}" for number in range(250) if number % 12 == 1]
    (refused,) = refusals
    assert none == []
    assert "No such key." in refused
    assert "another" not in refused
