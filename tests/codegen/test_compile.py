"""What becomes of a document: the same bytes everywhere, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from codegen.compile import compile_client, compile_clients
from codegen.documents import SpecError, SpecWarning
from codegen.rooms import GENERATED, files, package_name
from tests.codegen.documents import VENDOR, action, document, write
from tests.codegen.tree import Tree

HOSTILE = 'line-length = 40\n[format]\nquote-style = "single"\n'


def generated_by_the_command(tree: Tree, **environment: str) -> dict[str, bytes]:
    """What the command makes in a tree without any client, in an environment that is otherwise empty."""
    shutil.rmtree(tree.root / "generated")
    (tree.root / "generated").mkdir()
    plain = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    command = [sys.executable, "-m", "codegen", "generate"]
    done = subprocess.run(command, cwd=tree.root, env={**plain, **environment}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return files(tree.root / "generated")


def test_the_same_bytes_come_out_for_anybody_anywhere(tmp_path: Path) -> None:
    # Folder, locale, time zone, user and home, hash seed, and a ruff.toml above, beside and at home.
    home = tmp_path / "home"
    for folder in (tmp_path, home / ".config" / "ruff", tmp_path / "deep"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ruff.toml").write_text(HOSTILE)
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 40\n")
    tree = Tree.copied(tmp_path / "deep" / "tree")
    (tree.root / "ruff.toml").write_text(HOSTILE)
    hostile = {"LC_ALL": "tr_TR.ISO-8859-9", "LANG": "tr_TR", "TZ": "Asia/Kathmandu", "COLUMNS": "40", "TERM": "dumb"}
    user = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "USER": "somebody"}
    user["TMPDIR"] = str(tmp_path / "deep")  # where the package is put together
    made = generated_by_the_command(tree, PYTHONHASHSEED="1", PYTHONDONTWRITEBYTECODE="1", **hostile, **user)
    assert made == files(GENERATED)


NO_NETWORK = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        raise RuntimeError(f"the network was asked for: {event} {arguments}")

sys.addaudithook(refuse)
"""


def test_no_network_is_asked_for(tmp_path: Path) -> None:
    # Python runs this module at each start, in the generator's process, too.
    tree = Tree.copied(tmp_path / "tree")
    (tree.root / "sitecustomize.py").write_text(NO_NETWORK)
    asks = "import socket; socket.create_connection(('127.0.0.1', 9))"
    assert "the network was asked for" in tree.run("-c", asks, environment={"PYTHONPATH": str(tree.root)}).err
    made = generated_by_the_command(tree, PYTHONPATH=str(tree.root), PYTHONDONTWRITEBYTECODE="1")
    assert made == files(GENERATED)


def test_nothing_is_touched_that_comes_out_as_it_is(specs: Path, tmp_path: Path) -> None:
    package = compile_client(VENDOR, tmp_path, specs)
    long_ago = 946_684_800
    for path in package.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    (package / "client.py").write_text("# changed by hand\n")
    os.utime(package / "client.py", (long_ago, long_ago))
    compile_client(VENDOR, tmp_path, specs)
    touched = [path.name for path in package.rglob("*") if path.is_file() and path.stat().st_mtime != long_ago]
    assert touched == ["client.py"]


def test_a_folder_that_is_used_no_more_goes_with_its_cache(specs: Path, compiled: Path, tmp_path: Path) -> None:
    stale = tmp_path / package_name(VENDOR) / "api" / "calls" / "__pycache__"
    stale.mkdir(parents=True)
    (stale.parent / "list_calls.py").write_text("")
    (stale / "list_calls.cpython-311.pyc").write_bytes(b"")
    package = compile_client(VENDOR, tmp_path, specs)
    assert not stale.parent.exists()
    assert files(package) == files(compiled)


def test_a_vendor_that_cannot_be_compiled_keeps_no_other_from_it(specs: Path, compiled: Path, tmp_path: Path) -> None:
    both = tmp_path / "specs"
    shutil.copytree(specs / VENDOR, both / VENDOR)
    shutil.copytree(specs / VENDOR, both / "broken")
    (both / "broken" / "openapi.yaml").write_text("openapi: 3.1.0\n")
    with pytest.raises(SpecError, match="broken with its overlay: not valid OpenAPI"):
        compile_clients(["broken", VENDOR], tmp_path / "generated", both)
    assert files(tmp_path / "generated" / package_name(VENDOR)) == files(compiled)


def test_a_vendor_without_a_configuration_is_told_so(specs: Path, tmp_path: Path) -> None:
    shutil.copytree(specs / VENDOR, tmp_path / VENDOR)
    (tmp_path / VENDOR / "generator.yaml").unlink()
    with pytest.raises(SpecError, match=r"generator\.yaml: there is none; another vendor's shows"):
        compile_client(VENDOR, tmp_path, tmp_path)


def test_the_package_is_named_after_the_vendor_and_typed(compiled: Path) -> None:
    assert compiled.name == package_name(VENDOR)
    assert (compiled / "py.typed").read_bytes() == b""


def test_a_package_that_is_there_is_replaced_as_a_whole(specs: Path, compiled: Path, tmp_path: Path) -> None:
    stale = tmp_path / package_name(VENDOR) / "models" / "stale.py"
    stale.parent.mkdir(parents=True)
    stale.write_text("")
    assert files(compile_client(VENDOR, tmp_path, specs)) == files(compiled)


def test_every_module_says_where_it_comes_from(specs: Path, compiled: Path) -> None:
    modules = {name: content.decode() for name, content in files(compiled).items() if name.endswith(".py")}
    assert all(
        text.startswith("# Generated from specs/tiny by `nox -s generate -- tiny`.") for text in modules.values()
    )
    hashes = dict(re.findall(r"^# specs/tiny/(.+): sha256 (\w+)$", modules["__init__.py"], re.MULTILINE))
    documents = ("openapi.yaml", "overlay.yaml")
    assert hashes == {name: hashlib.sha256((specs / VENDOR / name).read_bytes()).hexdigest() for name in documents}
    assert not any("sha256" in text for name, text in modules.items() if name != "__init__.py")


def test_server_and_credentials_are_the_documents(compiled: Path) -> None:
    defaults = runpy.run_path(str(compiled / "defaults.py"))
    assert defaults["SERVER"] == "https://api.tiny.invalid"
    assert (defaults["AUTH_HEADER"], defaults["AUTH_PREFIX"]) == ("x-tiny-key", "")


def test_a_document_of_schemas_alone_compiles(tmp_path: Path) -> None:
    whole = document(openapi="3.1.0")
    del whole["paths"], whole["servers"], whole["security"]
    package = compile_client(VENDOR, tmp_path, write(tmp_path / "specs", whole))
    assert "class Session" in (package / "models" / "session.py").read_text(encoding="utf-8")


def test_parameters_of_a_path_as_a_whole_are_its_operations(tmp_path: Path) -> None:
    whole = document()
    whole["paths"]["/session"]["summary"] = "Sessions"
    whole["paths"]["/session"]["parameters"] = [
        {"name": "zone", "in": "query", "description": 'Called "zone"', "schema": {"type": "string"}}
    ]
    package = compile_client(VENDOR, tmp_path, write(tmp_path / "specs", whole))
    assert "zone: str | Unset = UNSET" in (package / "api/sessions/get_session.py").read_text(encoding="utf-8")


def test_a_description_that_ends_in_a_quotation_mark_compiles(tmp_path: Path) -> None:
    whole = document()
    whole["components"]["schemas"]["Session"]["description"] = 'The "session"'
    whole["components"]["schemas"]["Session"]["properties"]["id"]["description"] = 'The "id"'
    compile_client(VENDOR, tmp_path, write(tmp_path / "specs", whole))


def test_what_the_generator_leaves_out_is_a_warning(specs: Path, compiled: Path, tmp_path: Path) -> None:
    answers = {"201": {"description": "It.", "content": {"application/xml": {"schema": {"type": "string"}}}}}
    change = action("$.paths['/session'].get.responses", update=answers)
    with pytest.warns(SpecWarning, match="leaves out a part of specs/tiny:\n.*(?s:.*)application/xml"):
        package = compile_client(VENDOR, tmp_path, write(tmp_path / "specs", document(), [change]))
    endpoint = "api/sessions/get_session.py"
    assert (package / endpoint).read_bytes() == (compiled / endpoint).read_bytes()


def test_what_the_generator_fails_at_leaves_all_as_it_was(tmp_path: Path) -> None:
    before = tmp_path / package_name(VENDOR) / "before.py"
    before.parent.mkdir()
    before.write_text("")
    specs = write(tmp_path / "specs", document())
    (specs / VENDOR / "generator.yaml").write_text("package_name_override: tiny_client\npost_hooks: 5\n")
    with pytest.raises(SpecError, match="openapi-python-client does not compile specs/tiny"):
        compile_client(VENDOR, tmp_path, specs)
    assert list(files(before.parent)) == ["before.py"]


def test_a_parameters_own_description_reaches_its_users(compiled: Path) -> None:
    assert "size (int | Unset): How many." in (compiled / "api/sessions/get_session.py").read_text(encoding="utf-8")
