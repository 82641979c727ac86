"""codegen reads each form of a vendor's files completely, or refuses a file with the problem and the remedy."""

import contextlib
import copy
import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from codegen.documents import SpecError, parts
from codegen.intake.published import read
from codegen.intake.update import Update, prepare
from codegen.intake.verdicts import Kind, Severity
from codegen.intake.yaml_text import written
from codegen.rooms import SPECS
from tests.codegen.documents import action, document, write
from tests.codegen.tree import PAGES

YAML = written(document())
FENCED = f"# A page\n\nSome words.\n\n````yaml GET /session\n{YAML}````\n"


def written_page(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "page.md"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read_text(tmp_path: Path, text: str | bytes) -> list[dict[str, Any]]:
    return [each.document for each in read(written_page(tmp_path, text))]


INNER = "  title: |\n    Tiny API\n   \n    ```\n    API\n    ```\n"
FORMS: dict[str, str] = {
    "YAML": YAML,
    "JSON behind empty lines": "\n\n" + json.dumps(document(), indent=2),
    "YAML that says it is": f"---\n{YAML}",
    "quoted keys": YAML.replace("openapi:", '"openapi":', 1),
    "tildes": FENCED.replace("````", "~~~"),
    "a page of JSON": f"```json\n{json.dumps(document(), indent=2)}\n```\n".replace('{\n  "openapi"', '{\n"openapi"'),
    "a page with another block": f"```shell\ncurl it\n```\n{FENCED}",
    "a page that names its operation": f"---\nopenapi: get /session\n---\n{FENCED}",
    "a block within it": FENCED.replace("  title: Tiny API\n", INNER),
    "no empty line at the end": FENCED.rstrip("\n"),
}


def test_every_form_is_read_keys_and_dates_as_in_json(tmp_path: Path) -> None:
    for name, text in FORMS.items():
        for content in (text.encode(), b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()):
            (found,) = read_text(tmp_path, content)
            found["info"]["title"] = "Tiny API"
            assert found == document(), name
    assert read_text(tmp_path, FENCED + FENCED) == [document(), document()]
    (found,) = read_text(tmp_path, "openapi: 3.1.0\npaths: {}\nx: {200: a, true: b, null: c, d: 2026-01-02}\n")
    assert found["x"] == {"200": "a", "true": "b", "null": "c", "d": "2026-01-02"}


HALF_A_CHARACTER = json.dumps(document(info={"title": "\ud800", "version": "1"}))
REFUSED: dict[str | bytes, str] = {
    "\n \n": "the file is empty",
    "\n\n  <html lang='en'><form>Log in</form></html>": "an HTML page.*save the page as Markdown",
    "openapi: 3.1.0 # é".encode("latin-1"): "not valid UTF-8 at byte 17",
    "---\ntitle: List\nopenapi: get /v1/sessions\n---\n": "only the name of an operation",
    '---\nopenapi: "api.json POST /v1/it"\n---\nWords.\n': "only the name of an operation",
    "openapi: 3.1.0\ninfo:\n  title: a\x07b\n": "line 3: YAML does not allow .* U\\+0007",
    "```\ncurl it\n```\n": "has no OpenAPI document",
    f"```yaml\n{YAML}": "truncated: the block that begins with '```yaml' has no end",
    f"````yaml\n{YAML}```": "truncated: the block",
    "openapi: 3.1.0\npaths: {}\npaths: {}\n": "line 3.*duplicate key",
    '{"openapi": "3.1.0", "paths": {"/a": 1, "/a": 2}}': "duplicate key '/a'",
    json.dumps(document(), indent=1)[:200]: r"line \d+: not valid JSON, or truncated",
    f'{{"a": {"9" * 5000}}}': "not valid JSON",
    '{"a":' + "[" * 100_000: "nested too deeply",
    "openapi: " + "[" * 700: "nested too deeply",
    "openapi: 3.1.0\nx: &x [*x]\n": "an alias contains itself",
    "openapi: 3.1.0\ninfo:\n\ttitle: a\n": "line 3",
    "```\n- a\n- 'openapi: 1'\nopenapi: 1\n```": "not valid YAML",
    "openapi: !!python/object:os.system x\n": "not valid YAML",
    # These files are valid JSON or YAML, but not usable as OpenAPI.
    '{"swagger": "2.0", "paths": {}}': "expected an OpenAPI 3.0 or 3.1 document, found Swagger 2.0",
    "openapi: 4.0.0\npaths: {}": "found OpenAPI 4.0.0",
    '{"a": 1}': "found something else",
    "openapi: 3.1.0\npaths:\n": "has no paths; check that the file is complete",
    "openapi: 3.1.0\npaths: {}": "describes none of the operations that selection.yaml lists",
    HALF_A_CHARACTER: "cannot be written as JSON in UTF-8",
    YAML.replace("integer", "integer\n            default: .nan"): "cannot be written as JSON",
    YAML.replace("title: Tiny API", "title: !!binary aGk="): "cannot be written as JSON",
}


def prepared(tmp_path: Path, text: str | bytes) -> Update:
    return prepare("tiny", [written_page(tmp_path, text)], specs=tmp_path / "specs", whole=True)


def test_a_file_that_cannot_be_used_is_refused_by_its_name(tmp_path: Path) -> None:
    for text, message in REFUSED.items():
        with pytest.raises(SpecError, match=rf"(?s)^page\.md.*{message}"):
            prepared(tmp_path, text)
    for name in (".", "missing.md"):
        with pytest.raises(SpecError, match=re.escape(str(tmp_path))):
            read(tmp_path / name)


WRONG: list[Any] = [None, {}, [], 5, "text", True, ["get"], {"get": 5}, {"$ref": 5}]
WRONG += [{"$ref": "#/components/schemas/Session"}]


def test_a_wrong_thing_at_any_place_is_taken_or_refused(tmp_path: Path) -> None:
    tidy = document()
    specs = write(tmp_path / "specs", tidy)
    for number, (steps, right) in enumerate(list(parts(tidy))[1:]):
        for wrong in WRONG[number % 5 :: 5]:
            spoiled = copy.deepcopy(tidy)
            holder: Any = spoiled
            for step in steps[:-1]:
                holder = holder[step]
            holder[steps[-1]] = wrong
            target, above = ("$" + "".join(f"[{step!r}]" for step in part) for part in (steps, steps[:-1]))
            added = right if isinstance(holder, list) else {steps[-1]: right}
            # With no overlay, and with an overlay that corrects the mistake.
            for actions in ([], [action(target, remove=True), action(above, update=added)]):
                write(specs, tidy, actions)
                with contextlib.suppress(SpecError):
                    prepared(tmp_path, json.dumps(spoiled))


def test_a_page_that_was_cut_off_is_refused_or_whole(tmp_path: Path) -> None:
    content = (PAGES / "elizaos-list-sessions.md").read_bytes()
    whole = read_text(tmp_path, content)
    lines = [number for number, byte in enumerate(content) if byte == ord("\n")]
    for length in [*lines[::4], *random.Random(1).sample(range(len(content)), 30)]:
        with contextlib.suppress(SpecError):
            assert read_text(tmp_path, content[:length]) == whole, length


# Plain YAML has no end mark, so a truncated file looks as if the vendor had deleted the missing parts.

TEXT = (SPECS / "elizaos" / "openapi.yaml").read_text(encoding="utf-8")
NEW = TEXT.replace("        expiresAt:\n", "        fresh:\n          type: string\n        expiresAt:\n")
DATE = "        expiresAt:\n          type: string\n          format: date"


def lost(tmp_path: Path, text: str, *, whole: bool = False) -> list[str]:
    shutil.copytree(SPECS / "elizaos", tmp_path / "elizaos", dirs_exist_ok=True)
    changes = prepare("elizaos", [written_page(tmp_path, text)], specs=tmp_path, whole=whole).changes
    structural = [each for each in changes if each.severity is not Severity.WORDING]
    return [str(each.place) for each in structural if each.kind is not Kind.NEW]


def test_a_loss_in_plain_yaml_needs_whole(tmp_path: Path) -> None:
    last, half = TEXT[: TEXT.index("        isNearExpiration:\n")], TEXT[: TEXT.index(DATE)] + DATE
    middle = TEXT.replace("        renewalCount:\n          type: integer\n", "        more:\n")
    for text in (last, half, middle):
        with pytest.raises(SpecError, match="save it again, or pass --whole if the file is complete"):
            lost(tmp_path, text)
        assert lost(tmp_path, text, whole=True)
    assert lost(tmp_path, TEXT.replace("format: date-time", "format: uuid", 1))
    lines = NEW.splitlines(keepends=True)
    for number in range(1, len(lines), 12):
        with contextlib.suppress(SpecError):
            assert lost(tmp_path, "".join(lines[:number])) == [], number
