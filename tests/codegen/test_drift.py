"""Drift between the documents and the committed clients is found, file by file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from codegen.compile import compile_client
from codegen.drift import drift, strays
from codegen.rooms import package_name

VENDOR = "konpro"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a package that is what the documents compile to; not to be changed."""
    return compile_client(VENDOR, tmp_path_factory.mktemp("generated")).parent


@pytest.fixture
def committed(fresh: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(fresh, tmp_path / "generated"))


def test_a_package_as_compiled_has_no_drift(committed: Path) -> None:
    caches = committed / package_name(VENDOR) / "models" / "__pycache__"
    caches.mkdir()
    (caches / "session.cpython-311.pyc").write_bytes(b"made by running it")
    assert drift([VENDOR], committed) == ""


def test_every_changed_missing_or_left_over_file_is_reported(committed: Path) -> None:
    package = committed / package_name(VENDOR)
    client = (package / "client.py").read_text(encoding="utf-8")
    (package / "client.py").write_text(client.replace("TIMEOUT = 30.0", "TIMEOUT = 60.0"), encoding="utf-8")
    (package / "types.py").write_bytes((package / "types.py").read_bytes().replace(b"\n", b"\r\n"))
    (package / "errors.py").unlink()
    (package / "models" / "extra.py").write_text("")
    report = drift([VENDOR], committed)
    assert "--- committed/konpro_client/client.py\n+++ generated/konpro_client/client.py\n" in report
    assert "-TIMEOUT = 60.0\n+TIMEOUT = 30.0\n" in report
    assert "konpro_client/types.py" in report
    assert "konpro_client/errors.py: is missing\n" in report
    assert "konpro_client/models/extra.py: is generated no more\n" in report
    assert "defaults.py" not in report


def test_a_vendor_without_a_package_is_reported(tmp_path: Path) -> None:
    assert drift([VENDOR], tmp_path) == "konpro_client: is missing in generated/\n"


def test_packages_and_folders_belong_to_each_other(tmp_path: Path) -> None:
    assert strays() == ""
    specs, generated = tmp_path / "specs", tmp_path / "generated"
    for folder in (
        specs / "orbit",
        specs / "templates",
        specs / VENDOR,
        generated / "lost_client",
        generated / "konpro_client",
    ):
        folder.mkdir(parents=True)
        (folder / "openapi.yaml").touch()
    (specs / "orbit" / "openapi.yaml").unlink()
    assert strays(generated, specs) == (
        "lost_client: no folder in specs/ is compiled to it; delete it, or restore the folder\n"
        "specs/orbit: has no openapi.yaml\n"
    )
