"""What a vendor publishes is read in every form as a whole, or refused with what is wrong and what to do."""

from __future__ import annotations

import contextlib
import copy
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codegen.documents import SpecError
from codegen.intake.published import read
from codegen.intake.update import Update, prepare
from codegen.intake.yaml_text import written
from tests.codegen.documents import action, document, write
from tests.codegen.tree import PAGES

YAML = written(document())
FENCED = f"# A page\n\nSome words.\n\n````yaml GET /session\n{YAML}````\n"


def read_text(tmp_path: Path, text: str | bytes) -> list[dict[str, Any]]:
    path = tmp_path / "page.md"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return [each.document for each in read(path)]


FORMS: dict[str, str] = {
    "YAML": YAML,
    "JSON": json.dumps(document()),
    "JSON behind empty lines": "\n\n" + json.dumps(document(), indent=2),
    "YAML that says it is": f"---\n{YAML}",
    "quoted keys": YAML.replace("openapi:", '"openapi":', 1),
    "a page": FENCED,
    "tildes": FENCED.replace("````", "~~~"),
    "a page of JSON": f"```json\n{json.dumps(document(), indent=2)}\n```\n".replace('{\n  "openapi"', '{\n"openapi"'),
    "another block before it": f"```shell\ncurl it\n```\n{FENCED}",
    "a block within it": FENCED.replace(
        "  title: Tiny API\n", "  title: |\n    Tiny API\n   \n    ```\n    API\n    ```\n"
    ),
    "no empty line at the end": FENCED.rstrip("\n"),
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_every_form_is_read(tmp_path: Path, text: str) -> None:
    for content in (text.encode(), b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()):
        (found,) = read_text(tmp_path, content)
        found["info"]["title"] = "Tiny API"
        assert found == document()


def test_two_blocks_of_a_page_are_two_documents(tmp_path: Path) -> None:
    assert read_text(tmp_path, FENCED + FENCED) == [document(), document()]


def test_a_page_may_also_name_its_operation(tmp_path: Path) -> None:
    assert read_text(tmp_path, f"---\nopenapi: get /session\n---\n{FENCED}") == [document()]


def test_integers_and_dates_are_read_as_json_has_them(tmp_path: Path) -> None:
    (found,) = read_text(tmp_path, "openapi: 3.1.0\npaths: {}\nx: {200: a, true: b, null: c, d: 2026-01-02}\n")
    assert found["x"] == {"200": "a", "true": "b", "null": "c", "d": "2026-01-02"}


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "the file is empty"),
    "blank": ("\n \n", "the file is empty"),
    "a login form": ("<!DOCTYPE html><html><form>Log in</form></html>", "an HTML page.*save Markdown or OpenAPI"),
    "a login form behind lines": ("\n\n  <html lang='en'>", "an HTML page"),
    "not UTF-8": ("openapi: 3.1.0 # é".encode("latin-1"), "not valid UTF-8 at byte 17"),
    "words": ("Some words.", "has no OpenAPI document"),
    "a stub": ("---\ntitle: List\nopenapi: get /v1/sessions\n---\n", "only the name of an operation"),
    "a stub with a file": ('---\nopenapi: "api.json POST /v1/it"\n---\nWords.\n', "only the name of an operation"),
    "a control character": ("openapi: 3.1.0\ninfo:\n  title: a\x07b\n", "line 3: YAML does not allow .* U\\+0007"),
    "another block alone": ("```\ncurl it\n```\n", "has no OpenAPI document"),
    "no end of a block": (f"```yaml\n{YAML}", "truncated: the block that begins with '```yaml' has no end"),
    "a shorter end of a block": (f"````yaml\n{YAML}```", "truncated: the block"),
    "duplicate keys": ("openapi: 3.1.0\npaths: {}\npaths: {}\n", "line 3.*duplicate key"),
    "duplicate keys in JSON": ('{"openapi": "3.1.0", "paths": {"/a": 1, "/a": 2}}', "duplicate key '/a'"),
    "JSON cut off": (json.dumps(document(), indent=1)[:200], r"line \d+: not valid JSON, or truncated"),
    "JSON and more": ("{} {}", "not valid JSON"),
    "a number without end": (f'{{"a": {"9" * 5000}}}', "not valid JSON"),
    "JSON without bottom": ('{"a":' + "[" * 100_000, "nested too deeply"),
    "YAML without bottom": ("openapi: " + "[" * 700, "nested too deeply"),
    "an alias inside itself": ("openapi: 3.1.0\nx: &x [*x]\n", "an alias contains itself"),
    "a tab": ("openapi: 3.1.0\ninfo:\n\ttitle: a\n", "line 3"),
    "no mapping": ("```\n- a\n- 'openapi: 1'\nopenapi: 1\n```", "not valid YAML"),
    "an unknown tag": ("openapi: !!python/object:os.system x\n", "not valid YAML"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_by_its_name(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(SpecError, match=rf"(?s)^page\.md.*{message}"):
        read_text(tmp_path, text)


def test_what_is_not_a_file_is_refused_by_its_path(tmp_path: Path) -> None:
    for name in (".", "missing.md"):
        with pytest.raises(SpecError, match=re.escape(str(tmp_path))):
            read(tmp_path / name)


def prepared(tmp_path: Path, text: str, **choice: Any) -> Update:
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    return prepare("tiny", [path], specs=tmp_path / "specs", **choice)


NO_API: dict[str, tuple[str, str]] = {
    "Swagger 2": ('{"swagger": "2.0", "paths": {}}', "expected an OpenAPI 3.0 or 3.1 document, found Swagger 2.0"),
    "OpenAPI 4": ("openapi: 4.0.0\npaths: {}", "found OpenAPI 4.0.0"),
    "something else": ('{"a": 1}', "found something else"),
    "no paths": ("openapi: 3.1.0", "has no paths; check that the file is complete"),
    "empty paths": ("openapi: 3.1.0\npaths:\n", "has no paths"),
    "no operation": ("openapi: 3.1.0\npaths: {}", "has no operations"),
    "half a character": (
        json.dumps(document(info={"title": "\ud800", "version": "1"})),
        "cannot be written as JSON in UTF-8",
    ),
    "no number": (YAML.replace("integer", "integer\n            default: .nan"), "cannot be written as JSON"),
    "binary": (YAML.replace("title: Tiny API", "title: !!binary aGk="), "cannot be written as JSON"),
}


@pytest.mark.parametrize(("text", "message"), NO_API.values(), ids=NO_API)
def test_what_is_not_openapi_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SpecError, match=rf"page\.md: .*{message}"):
        prepared(tmp_path, text)


def places(part: Any, steps: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if steps:
        yield steps
    for key, item in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield from places(item, (*steps, key))


WRONG: list[Any] = [
    None,
    {},
    [],
    5,
    "text",
    True,
    ["get"],
    {"get": 5},
    {"$ref": 5},
    {"$ref": "#/components/schemas/Session"},
]


def test_a_wrong_thing_at_any_place_is_taken_or_refused(tmp_path: Path) -> None:
    """Also where our overlay corrects it."""
    tidy = document()
    specs = write(tmp_path / "specs", tidy)
    for number, steps in enumerate(places(tidy)):
        for wrong in WRONG[number % 5 :: 5]:
            spoiled = copy.deepcopy(tidy)
            holder: Any = spoiled
            for step in steps[:-1]:
                holder = holder[step]
            right, holder[steps[-1]] = holder[steps[-1]], wrong
            target, above = ("$" + "".join(f"[{step!r}]" for step in part) for part in (steps, steps[:-1]))
            added = right if isinstance(holder, list) else {steps[-1]: right}
            fix = [action(target, remove=True), action(above, update=added)]
            for actions in ([], fix):
                write(specs, tidy, actions)
                with contextlib.suppress(SpecError):
                    prepared(tmp_path, json.dumps(spoiled), whole=True)


def test_a_page_that_was_cut_off_is_refused_or_whole(tmp_path: Path) -> None:
    """After some lines, and at some bytes anywhere."""
    content = (PAGES / "elizaos-list-sessions.md").read_bytes()
    whole = read_text(tmp_path, content)
    lines = [number for number, byte in enumerate(content) if byte == ord("\n")]
    for length in [*lines[::4], *random.Random(1).sample(range(len(content)), 30)]:
        with contextlib.suppress(SpecError):
            assert read_text(tmp_path, content[:length]) == whole, length


def test_plain_yaml_does_not_show_where_it_ends(tmp_path: Path) -> None:
    for text, ends in ((YAML, False), (FENCED, True), (json.dumps(document()), True)):
        path = tmp_path / "page.md"
        path.write_text(text, encoding="utf-8")
        assert [each.ends for each in read(path)] == [ends]
