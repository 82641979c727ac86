"""The guides, followed exactly in a copy of the repository, add a fifth vendor, and an operation to Anam."""

import json
from pathlib import Path
from typing import Any

import pytest

from codegen.intake.update import prepare
from codegen.rooms import ROOT
from tests.client.scripted import Answer, Request, ScriptedServer, answer
from tests.codegen.tree import BLOCK, Tree

VENDOR = (ROOT / "docs" / "adding-a-vendor.md").read_text(encoding="utf-8")
OPERATION = (ROOT / "docs" / "adding-an-operation.md").read_text(encoding="utf-8")
SOURCE = "wrapper/allsessions/vendors/orbit.py"
BY_HAND = {"list-agent-sessions.md", "specs/orbit/overlay.yaml", "specs/orbit/generator.yaml", SOURCE}
LONGEST_SOURCE = 70


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    tree = Tree.copied(tmp_path_factory.mktemp("adding") / "tree", whole=True)
    before = tree.files()
    tree.follow(VENDOR)
    after = tree.files()
    changed = {name for name in after.keys() | before.keys() if after.get(name) != before.get(name)}
    made = {name for name in changed if name.startswith(("generated/orbit_client/", "specs/orbit/"))}
    assert changed - made == {"README.md", "wrapper/allsessions/__init__.py", "list-agent-sessions.md", SOURCE}
    assert {name for name in made if name.startswith("specs")} - BY_HAND == {
        f"specs/orbit/{name}" for name in ("openapi.yaml", "selection.yaml", "wording.json")
    }
    return tree


def check(tree: Tree, *command: str) -> None:
    done = tree.run_with_packages("-m", *command)
    assert done.returncode == 0, done.stdout


def test_the_guide_writes_four_files_by_hand(tree: Tree) -> None:
    assert {block["file"] for block in BLOCK.finditer(VENDOR) if block["file"]} == BY_HAND
    assert len((tree.root / SOURCE).read_text(encoding="utf-8").splitlines()) <= LONGEST_SOURCE
    check(tree, "ruff", "check", SOURCE)
    check(tree, "ruff", "format", "--check", SOURCE)
    check(tree, "mypy", "--follow-imports=silent", SOURCE)


def test_the_house_is_in_order(tree: Tree) -> None:
    check(tree, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_house.py")


KEY = "the-key-of-the-tests"
STATES = ("queued", "live", "done", "error")


def record(number: int) -> dict[str, Any]:
    times = {"created_at": "2026-03-01T12:00:00Z", "seconds": 12.5}
    state = STATES[number % 4] if number != 107 else ["not", "a", "state"]
    return {"id": f"session-{number}", "state": state, "agent_id": f"agent-{number % 3}", **times}


def orbit(request: Request) -> Answer:
    """Answer as the imagined vendor: 250 sessions on three pages. One session has an unknown state."""
    if request.headers.get("authorization") != f"Bearer {KEY}":
        return answer({"error": {"code": "invalid_key", "message": "No such key."}}, 401)
    start = int(request.query.get("cursor", 0))
    end = min(start + int(request.query["limit"]), 250)
    paging = {"next_cursor": str(end) if end < 250 else None, "has_more": end < 250}
    return answer({"items": list(map(record, range(start, end))), **paging})


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
    with ScriptedServer(orbit) as server:
        program = f"KEY, URL = {KEY!r}, {server.url!r}\n{LISTING}"
        done = tree.run_with_packages("-c", program, ORBIT_API_KEY=KEY, ORBIT_BASE_URL=server.url)
    assert done.returncode == 0, done.stderr
    one, (found, missing), (filtered, _), (none, refusals) = json.loads(done.stdout)
    assert (one["ref"], one["created_at"]) == ("orbit:session-249", "2026-03-01T12:00:00.000000+00:00")
    assert [each["id"] for each in found] == [f"session-{number}" for number in range(250)]
    assert [each["status"] for each in found[:4]] == ["pending", "active", "ended", "failed"]
    assert (found[107]["status"], missing) == ("unknown", [])
    assert [each["id"] for each in filtered] == [f"session-{number}" for number in range(250) if number % 12 == 1]
    (refused,) = refusals
    assert none == []
    assert "No such key." in refused
    assert "another" not in refused


def test_the_guide_adds_the_operation_and_its_models(tmp_path: Path) -> None:
    tree = Tree.copied(tmp_path / "tree")
    tree.follow(OPERATION)
    package = tree.root / "generated" / "anam_client"
    for name in ("api/sessions/get_session.py", "models/session_detail.py"):
        assert f"generated/anam_client/{name}" in OPERATION
        assert (package / name).exists()
    # The overlay's error bodies also apply to the new operation.
    module = (package / "api" / "sessions" / "get_session.py").read_text(encoding="utf-8")
    assert '_requests.Answer(404, 404, shape.model("Error"))' in module
    # Taking in the same page again changes nothing.
    assert prepare("anam", [tree.root / "get-session.md"], specs=tree.root / "specs").changes == ()
