"""Compiled clients for all tests that only read them, because compiling takes seconds."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from codegen.compile import compile_client, compile_clients
from codegen.documents import SpecError, SpecWarning, read_yaml
from tests.codegen.documents import VENDOR, action, document, write

RICH = read_yaml(Path(__file__).with_name("rich.yaml"))
"""A made-up document with one example of each feature that a client may fail on."""


@frozen
class Compiled:
    """The packages of several vendors, compiled together, and the generator's messages."""

    specs: Path
    folder: Path
    warned: str
    refused: str


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    specs, folder = tmp_path_factory.mktemp("specs"), tmp_path_factory.mktemp("generated")
    write(specs, document())
    bare = document()
    del bare["paths"], bare["servers"], bare["security"]
    write(specs, bare, vendor="bare")
    answers = {"201": {"description": "It.", "content": {"application/xml": {"schema": {"type": "string"}}}}}
    write(specs, document(), [action("$.paths['/session'].get.responses", update=answers)], vendor="partial")
    write(specs, {"openapi": "3.1.0"}, vendor="broken")
    write(specs, document(), vendor="misconfigured")
    (specs / "misconfigured" / "generator.yaml").write_text("package_name_override: x\npost_hooks: 5\n")
    write(specs, document(), vendor="unconfigured")
    (specs / "unconfigured" / "generator.yaml").unlink()
    (folder / "misconfigured_client").mkdir()
    (folder / "misconfigured_client" / "before.py").touch()
    names = sorted(path.name for path in specs.iterdir())
    with pytest.warns(SpecWarning) as warned, pytest.raises(SpecError) as refused:
        compile_clients(names, folder, specs)
    return Compiled(specs, folder, "\n".join(str(each.message) for each in warned), str(refused.value))


@pytest.fixture(scope="session")
def rich_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    specs = write(tmp_path_factory.mktemp("specs"), RICH)
    return compile_client(VENDOR, tmp_path_factory.mktemp("rich"), specs).parent


@pytest.fixture(scope="session")
def client(rich_folder: Path) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(rich_folder)
        importlib.import_module("tiny_client.models")
        yield importlib.import_module("tiny_client")
        for name in [name for name in sys.modules if name.partition(".")[0] == "tiny_client"]:
            del sys.modules[name]
