"""What vendors do to their APIs, each from the new page to the regenerated client, in a copy of the tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.rooms import files
from tests.codegen.tree import PAGES_OF, Tree, package

SESSION = "$.components.schemas.Session.properties"
DIFF_LINES = 12


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree.copied(tmp_path / "tree")


def changed_lines(tree: Tree, path: str, before: bytes) -> int:
    """How many lines of a file are gone or new."""
    old, new = before.decode().splitlines(), tree.text(path).splitlines()
    return sum(line not in old for line in new) + sum(line not in new for line in old)


@pytest.mark.parametrize("vendor", PAGES_OF)
def test_nothing_has_changed(tree: Tree, vendor: str) -> None:
    before = tree.state()
    done = tree.spec_update(vendor, "--write", *tree.pages(vendor))
    assert done.status == 0
    assert not done.report["structural"]
    # The pages here are in our words, and the vendors' own were seen last.
    assert tree.changed_since(before) <= {f"specs/{vendor}/{name}" for name in ("wording.json", "tables.json")}
    before = tree.state()
    assert tree.spec_update(vendor, "--write", *tree.pages(vendor)).report["changes"] == []
    assert tree.changed_since(before) == set()


def test_a_new_optional_field(tree: Tree) -> None:
    before = tree.state()
    added = (
        "        exitStatus:\n",
        "        region:\n          type: string\n          description: Where it ran.\n        exitStatus:\n",
    )
    done = tree.taken_in("anam", *tree.pages("anam", added))
    assert done.places("compatible") == [(f"{SESSION}.region", "new")]
    assert done.places("breaking") == []
    # Nothing but what it is about: the document, what was noted of it, its hash, and the one model.
    assert tree.changed_since(before) == {
        "specs/anam/openapi.yaml",
        "specs/anam/wording.json",
        f"{package('anam')}/__init__.py",
        f"{package('anam')}/models/session.py",
    }
    assert changed_lines(tree, "specs/anam/openapi.yaml", before["specs/anam/openapi.yaml"]) <= DIFF_LINES
    assert "          description: Where it ran.\n" in tree.text("specs/anam/openapi.yaml")
    read = "from anam_client.models import Session; print(Session.from_dict({'region': 'eu'}).region)"
    assert tree.use(read) == "eu"


def test_a_field_that_becomes_null(tree: Tree) -> None:
    old = "        startTime:\n          type: string\n"
    new = "        startTime:\n          type:\n            - string\n            - 'null'\n"
    before = tree.state()
    done = tree.taken_in("anam", *tree.pages("anam", (old, new)))
    assert done.places("breaking") == [(f"{SESSION}.startTime.type", "changed")]
    (change,) = done.report["changes"]
    assert (change["before"], change["after"]) == ("string", ["string", "null"])
    # Every field of every client may be null already, so that only the hash of the document is another.
    assert {name for name in tree.changed_since(before) if name.startswith("generated")} == {
        f"{package('anam')}/__init__.py"
    }


def test_a_new_enum_value(tree: Tree) -> None:
    status = "          enum:\n            - 1\n            - 2\n            - 3\n            - 4\n"
    done = tree.spec_update("akool", "--write", *tree.pages("akool", (status, f"{status}            - 5\n")))
    assert done.status == 1
    assert {kind for _, kind in done.places("compatible")} == {"new"}
    assert done.places("breaking") == []


def test_a_page_of_tables_names_its_rows(tree: Tree) -> None:
    voice = "| voice_name | string | The voice heard |\n"
    pages = tree.pages("konpro", (voice, f"{voice}| region | string | Where it ran |\n"))
    before = tree.state()
    done = tree.spec_update("konpro", "--write", *pages)
    row = "$['get /v1/streaming/sessions']['Each session object contains'].region"
    assert (done.status, done.places("compatible"), done.places("breaking")) == (1, [(row, "new")], [])
    assert tree.changed_since(before) == {"specs/konpro/tables.json"}
    assert tree.spec_update("konpro", *pages).status == 0


def test_a_renamed_field(tree: Tree) -> None:
    pages = tree.pages("akool", ("        uid:\n", "        user_id:\n"))
    done = tree.taken_in("akool", *pages)
    gone = [f"$.components.schemas.{name}.properties.uid" for name in ("SessionResponse", "SessionDetail")]
    assert done.places("breaking") == [(place, "gone") for place in gone]
    assert done.places("compatible") == [(place.replace("uid", "user_id"), "new") for place in gone]
    names = "from akool_client.models import SessionResponse as S; print(hasattr(S, 'uid'), hasattr(S, 'user_id'))"
    assert tree.use(names) == "False True"
    # The type checker points at what the wrapper has to adapt, and at nothing else there.
    checking = ("-m", "mypy", "--follow-imports=silent", "wrapper/allsessions/vendors/akool.py")
    found = [line for line in tree.run(*checking).out.splitlines() if ": error: " in line]
    assert len(found) == len(gone)
    assert all('has no attribute "uid"' in line for line in found)


def test_a_new_required_parameter(tree: Tree) -> None:
    parameter = (
        "        - in: query\n          name: organizationId\n          required: true\n"
        "          schema:\n            type: string\n"
    )
    first = "      parameters:\n        - in: query\n          name: page\n"
    pages = tree.pages("anam", (first, first.replace("parameters:\n", f"parameters:\n{parameter}")))
    done = tree.taken_in("anam", *pages)
    assert done.places("breaking") == [("$.paths['/v1/sessions'].get.parameters[?(@.name=='organizationId')]", "new")]
    assert done.report["changes"][0]["why"] == "a parameter is new, and required in a request"
    parameters = "from inspect import *; from anam_client.api.sessions.list_sessions import sync; "
    parameters += "print(signature(sync).parameters['organization_id'].default is Parameter.empty)"
    assert tree.use(parameters) == "True"


def test_an_endpoint_moved_to_v5(tree: Tree) -> None:
    pages = tree.pages("akool", ("/api/open/v4/liveAvatar/session/list", "/api/open/v5/liveAvatar/session/list"))
    before = tree.state()
    refused = tree.spec_update("akool", "--write", *pages)
    assert refused.status == 2
    assert "`get /api/open/v4/liveAvatar/session/list` is in use (selection.yaml), and not in it" in refused.err
    assert (
        "if it has moved, write its new path there; the nearest there: get /api/open/v5/liveAvatar/session/list"
        in refused.err
    )
    assert tree.changed_since(before) == set()

    tree.edit("specs/akool/selection.yaml", "v4/liveAvatar/session/list", "v5/liveAvatar/session/list")
    done = tree.spec_update("akool", "--write", *pages)
    assert done.places("breaking") == [("$.paths['/api/open/v4/liveAvatar/session/list']", "changed")]
    assert done.report["changes"][0]["after"] == "/api/open/v5/liveAvatar/session/list"
    assert changed_lines(tree, "specs/akool/openapi.yaml", before["specs/akool/openapi.yaml"]) == 2

    # The corrections that were made at the old place are named, by both commands.
    lost = [each for each in done.report["overlay"] if each["fatal"]]
    assert lost
    assert all("v4/liveAvatar/session/list" in each["target"] for each in lost)
    failed = tree.generate("akool")
    assert failed.status == 2
    for each in lost:
        assert f"action {each['action']}: nothing is at {each['target']}; adapt the target" in failed.err

    tree.edit("specs/akool/overlay.yaml", "v4/liveAvatar/session/list", "v5/liveAvatar/session/list")
    before = tree.state()
    assert tree.generate("akool").status == 0
    assert tree.drift("akool").status == 0
    assert tree.changed_since(before) == {
        f"{package('akool')}/__init__.py",
        f"{package('akool')}/api/sessions/list_sessions.py",
    }


def test_a_new_error_body(tree: Tree) -> None:
    old = "        '400':\n          description: A query parameter is not acceptable.\n"
    body = (
        "          content:\n            application/json:\n              schema:\n"
        "                $ref: '#/components/schemas/Problem'\n"
    )
    problem = "    Pagination:\n      type: object\n"
    schema = "    Problem:\n      type: object\n      properties:\n        reason:\n          type: string\n"
    done = tree.spec_update("anam", "--write", *tree.pages("anam", (old, old + body), (problem, schema + problem)))
    assert done.places("compatible") == [
        ("$.paths['/v1/sessions'].get.responses['400'].content['application/json']", "new"),
        ("$.components.schemas.Problem", "new"),
    ]
    # What we had put there is still put there, over what the vendor says now: somebody has to look.
    (overlap,) = [each for each in done.report["overlay"] if not each["fatal"]]
    assert "responses['400'].content['application/json'], which the vendor documents now" in overlap["problem"]
    tree.edit("specs/anam/overlay.yaml", "responses['400','401','500']", "responses['401','500']")
    assert tree.generate("anam").status == 0
    assert tree.use("from anam_client.models import Problem; print(Problem.from_dict({'reason': 'no'}).reason)") == "no"


def test_a_3_0_document_that_becomes_3_1(tree: Tree) -> None:
    stream = "        stream_type:\n          type: string\n"
    null = (stream, stream.replace("string", "[string, 'null']"))
    done = tree.spec_update("akool", "--write", *tree.pages("akool", ("openapi: 3.0.3", "openapi: 3.1.0"), null))
    assert ("$.openapi", "changed") in done.places("compatible")
    assert done.places("breaking") == [
        (f"$.components.schemas.{name}.properties.stream_type.type", "changed")
        for name in ("SessionResponse", "SessionDetail")
    ]
    # What our corrections say in 3.0's way means nothing in 3.1.
    warned = tree.generate("akool")
    assert warned.status == 0
    assert "warning: " in warned.err
    assert "`nullable` means nothing in OpenAPI 3.1; write type: [..., 'null']" in warned.err
    old = "          - type: object  # null, as OpenAPI 3.0 can say it\n"
    old += "            nullable: true\n            enum: [null]\n"
    tree.edit("specs/akool/overlay.yaml", old, "          - type: 'null'\n")
    made = tree.generate("akool")
    assert (made.status, made.err) == (0, "")
    read = "from akool_client.models import SessionListEnvelope as E; print(E.from_dict({'data': None}).data)"
    assert tree.use(read) == "None"


def test_a_page_whose_yaml_is_cut_off(tree: Tree) -> None:
    (page,) = tree.pages("elizaos")
    text = page.read_text(encoding="utf-8")
    page.write_text(text[: text.index("        renewalCount:")], encoding="utf-8")
    before = tree.state()
    done = tree.spec_update("elizaos", "--write", page)
    assert (done.status, done.out) == (2, "")
    assert "elizaos-list-sessions.md: cut off in the middle" in done.err
    assert tree.changed_since(before) == set()


def test_a_page_that_is_a_login_form(tree: Tree) -> None:
    page = tree.root / "page.md"
    page.write_text("<!DOCTYPE html>\n<html><body><form action='/login'>…</form></body></html>", encoding="utf-8")
    before = tree.state()
    done = tree.spec_update("anam", "--write", page)
    assert (done.status, done.out) == (2, "")
    assert "page.md: a page in HTML, or a login form" in done.err
    assert tree.changed_since(before) == set()


def test_two_pages_that_disagree_on_a_shared_schema(tree: Tree) -> None:
    old, new = "        agora_uid:\n          type: number\n", "        agora_uid:\n          type: string\n"
    pages = [tree.page("akool-session-list.md"), tree.page("akool-session-detail.md", (old, new))]
    place = "$.components.schemas.Credentials.properties.agora_uid.type"
    before = tree.state()
    refused = tree.spec_update("akool", "--write", *pages)
    assert refused.status == 2
    assert f'{place}: akool-session-list.md says "number", akool-session-detail.md says "string"' in refused.err
    assert tree.changed_since(before) == set()

    # The contradiction is recorded in the overlay, as CONTRIBUTING.md shows it.
    record = (
        "  - target: $.components.schemas.Credentials.properties.agora_uid\n    description: Seen as text.\n"
        "    x-disagreement: {openapi.yaml: {type: number}, akool-session-detail.md: {type: string}}\n"
        "    update: {type: string}\n"
    )
    overlay = tree.root / "specs/akool/overlay.yaml"
    overlay.write_text(f"{overlay.read_text(encoding='utf-8').rstrip()}\n{record}", encoding="utf-8")
    done = tree.spec_update("akool", "--write", *pages)
    assert (done.status, done.report["overlay"]) == (0, [])
    made = tree.generate("akool")
    assert (made.status, made.err) == (0, "")
    assert "agora_uid: str | None | Unset" in tree.text(f"{package('akool')}/models/credentials.py")

    # When they agree again, on what the other page said, the record no longer holds.
    agreed = tree.pages("akool", (old, new))
    assert [each["fatal"] for each in tree.spec_update("akool", "--write", *agreed).report["overlay"]] == [True]
    assert "openapi.yaml does not say {'type': 'number'} at" in tree.generate("akool").err


def test_an_operation_that_is_used_no_more_leaves_nothing_behind(tree: Tree) -> None:
    tree.edit("specs/akool/selection.yaml", "  - get /api/open/v4/liveAvatar/session/detail\n", "")
    done = tree.spec_update("akool", "--write", tree.page("akool-session-list.md"))
    assert ("$.paths['/api/open/v4/liveAvatar/session/detail']", "gone") in done.places("breaking")
    overlay = tree.root / "specs/akool/overlay.yaml"
    text = overlay.read_text(encoding="utf-8").replace("['SessionResponse','SessionDetail']", ".SessionResponse")
    kept = [part for part in text.split("  - target: ") if "session/detail'" not in part.splitlines()[0]]
    overlay.write_text("  - target: ".join(kept), encoding="utf-8")
    assert tree.generate("akool").status == 0
    assert tree.drift("akool").status == 0
    left = files(tree.root / package("akool"))
    assert not [name for name in left if "detail" in name or "get_session" in name]
