"""One compiled client for all tests that only look at it: compiling takes seconds."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codegen.compile import compile_client
from tests.codegen import rich
from tests.codegen.documents import VENDOR, document, write


@pytest.fixture(scope="session")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tests' own vendor, as it should be."""
    return write(tmp_path_factory.mktemp("specs"), document())


@pytest.fixture(scope="session")
def compiled(specs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its package; not to be changed."""
    return compile_client(VENDOR, tmp_path_factory.mktemp("generated"), specs)


@pytest.fixture(scope="session")
def rich_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the client of the made-up document that has everything."""
    specs = write(tmp_path_factory.mktemp("specs"), rich.rich())
    return compile_client(VENDOR, tmp_path_factory.mktemp("rich"), specs).parent


@pytest.fixture(scope="session")
def client(rich_folder: Path) -> Iterator[Any]:
    """Its package."""
    sys.path.insert(0, str(rich_folder))
    try:
        importlib.import_module("tiny_client.models")
        yield importlib.import_module("tiny_client")
    finally:
        sys.path.remove(str(rich_folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == "tiny_client"]:
            del sys.modules[name]
