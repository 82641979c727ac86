"""A document compiles to the same bytes everywhere, completely or not at all. The drift check finds differences."""

import hashlib
import re
import shutil
from pathlib import Path

from codegen.compile import compile_client
from codegen.drift import drift, strays
from codegen.rooms import GENERATED, SPECS, files, package_name, vendors
from tests.codegen.conftest import Compiled
from tests.codegen.documents import VENDOR, document, write
from tests.codegen.tree import Tree

HOSTILE = 'line-length = 40\n[format]\nquote-style = "single"\n'
# Python runs a sitecustomize module whenever it starts, also for the generator's process.
NO_NETWORK = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        raise RuntimeError(f"a request to the network: {event} {arguments}")

sys.addaudithook(refuse)
"""


def test_the_same_bytes_come_out_anywhere_without_a_network(tmp_path: Path) -> None:
    # Another folder, locale, time zone, user, home and hash seed, and a ruff.toml in each place that ruff reads.
    home, deep = tmp_path / "home", tmp_path / "deep ü"
    for folder in (tmp_path, home / ".config" / "ruff", deep):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ruff.toml").write_text(HOSTILE)
    tree = Tree.copied(deep / "tree")
    (tree.root / "ruff.toml").write_text(HOSTILE)
    (tree.root / "sitecustomize.py").write_text(NO_NETWORK)
    shutil.rmtree(tree.root / "generated")
    environment = {"LC_ALL": "tr_TR.ISO-8859-9", "LANG": "tr_TR", "TZ": "Asia/Kathmandu", "COLUMNS": "40"}
    environment |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "USER": "somebody", "TERM": "dumb"}
    environment |= {"TMPDIR": str(deep), "PYTHONHASHSEED": "1", "PYTHONPATH": str(tree.root)}
    asks = tree.run("-c", "import socket; socket.create_connection(('127.0.0.1', 9))", **environment)
    assert "a request to the network" in asks.stderr
    made = tree.run("-m", "codegen", "generate", **environment)
    assert made.returncode == 0, made.stderr
    assert files(tree.root / "generated") == files(GENERATED)


def test_a_package_is_replaced_as_a_whole(compiled: Compiled, tmp_path: Path) -> None:
    package = tmp_path / package_name(VENDOR)
    shutil.copytree(compiled.folder / package.name, package)
    stale = package / "api" / "calls" / "__pycache__"
    stale.mkdir(parents=True)
    (stale.parent / "list_calls.py").touch()
    (stale / "list_calls.cpython-311.pyc").touch()
    (package / "client.py").write_text("# changed by hand\n")
    assert compile_client(VENDOR, tmp_path, compiled.specs) == package
    assert not stale.parent.exists()
    assert files(package) == files(compiled.folder / package.name)


def test_a_vendor_that_fails_or_lacks_a_part_stops_no_other(compiled: Compiled) -> None:
    made = {path.name for path in compiled.folder.iterdir()} - {"misconfigured_client"}
    assert made == {package_name(vendor) for vendor in (VENDOR, "bare", "partial")}
    assert "class Session" in (compiled.folder / "bare_client/models/session.py").read_text(encoding="utf-8")
    assert "broken with its overlay: not valid OpenAPI" in compiled.refused
    assert "generator.yaml: file not found; copy this file from another vendor" in compiled.refused
    assert "openapi-python-client cannot compile specs/misconfigured" in compiled.refused
    assert list(files(compiled.folder / "misconfigured_client")) == ["before.py"]
    plain, partial = (
        (compiled.folder / f"{name}_client/api/sessions/get_session.py").read_text(encoding="utf-8").splitlines()
        for name in (VENDOR, "partial")
    )
    assert re.search("skipped parts of specs/partial:\n.*(?s:.*)application/xml", compiled.warned)
    assert partial[1:] == plain[1:]
    assert "size (int | Unset): How many." in "\n".join(plain)


def test_every_module_names_its_source(compiled: Compiled) -> None:
    packages = [(VENDOR, compiled.specs, compiled.folder), *((vendor, SPECS, GENERATED) for vendor in vendors())]
    for vendor, specs, folder in packages:
        texts = {name: content.decode() for name, content in files(folder / package_name(vendor)).items()}
        line = (
            f"# Generated from specs/{vendor} by `nox -s generate -- {vendor}`. Not to be edited: see CONTRIBUTING.md."
        )
        assert [name for name, text in texts.items() if not text.startswith(line)] == ["py.typed"], vendor
        named = dict(re.findall(rf"^# specs/{vendor}/(.+): sha256 (\w+)$", texts["__init__.py"], re.MULTILINE))
        documents = {name: (specs / vendor / name).read_bytes() for name in ("openapi.yaml", "overlay.yaml")}
        assert named == {name: hashlib.sha256(content).hexdigest() for name, content in documents.items()}, vendor
        assert [name for name, text in texts.items() if "sha256" in text] == ["__init__.py"], vendor


def test_every_file_that_drifts_is_reported(compiled: Compiled, tmp_path: Path) -> None:
    committed = Path(shutil.copytree(compiled.folder, tmp_path / "generated"))
    assert drift([VENDOR], committed, compiled.specs) == ""
    package = committed / package_name(VENDOR)
    client = (package / "client.py").read_text(encoding="utf-8")
    (package / "client.py").write_text(client.replace("TIMEOUT = 30.0", "TIMEOUT = 60.0"), encoding="utf-8")
    (package / "types.py").write_bytes((package / "types.py").read_bytes().replace(b"\n", b"\r\n"))
    (package / "errors.py").unlink()
    (package / "models" / "extra.py").touch()
    shutil.rmtree(committed / "partial_client")
    report = drift([VENDOR, "partial"], committed, compiled.specs)
    assert report.startswith("partial_client: is missing from generated/\n")
    assert "--- committed/tiny_client/client.py\n+++ generated/tiny_client/client.py\n" in report
    assert "-TIMEOUT = 60.0\n+TIMEOUT = 30.0\n" in report
    assert "tiny_client/types.py" in report
    assert "tiny_client/errors.py: is missing from generated/\n" in report
    assert "tiny_client/models/extra.py: is no longer generated\n" in report
    assert "defaults.py" not in report


def test_packages_and_folders_belong_to_each_other(tmp_path: Path) -> None:
    assert strays() == ""
    specs, generated = write(tmp_path / "specs", document()), tmp_path / "generated"
    for folder in (specs / "orbit", specs / "templates", generated / "lost_client", generated / "tiny_client"):
        folder.mkdir(parents=True)
    for name in ("lost", "tiny"):
        (generated / f"{name}_client" / "client.py").touch()
    assert strays(generated, specs) == (
        "lost_client: has no folder in specs/; delete the package, or restore the folder\n"
        "specs/orbit: has no openapi.yaml; add it, or delete the folder\n"
    )
