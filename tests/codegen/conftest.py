"""One compiled client for all tests that only look at it: compiling takes seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.compile import compile_client
from tests.codegen.documents import VENDOR, document, write


@pytest.fixture(scope="session")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tests' own vendor, as it should be."""
    return write(tmp_path_factory.mktemp("specs"), document())


@pytest.fixture(scope="session")
def compiled(specs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its package; not to be changed."""
    return compile_client(VENDOR, tmp_path_factory.mktemp("generated"), specs)
