"""Every operation against Prism, a server that answers from the vendors' documents and refuses invalid requests.

Covered: the typed clients and the wrapper send documented requests, and read documented answers.
Not covered: undocumented answers (tests/clients, tests/faults). `nox -s contract` needs Node and npm.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import npm
from tests.contract.prisms import Prisms

CACHE = "ALLSESSIONS_NPM_CACHE"

collect_ignore_glob = [] if CACHE in os.environ else ["*"]


@pytest.fixture(scope="session")
def folder() -> Path:
    folder = Path(os.environ[CACHE], "contract")
    npm.install(Path(__file__).parent, folder)
    return folder


@pytest.fixture(scope="session")
def prisms(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prisms]:
    """Servers for valid requests only. At the end, check that no server has logged a fault."""
    with Prisms(folder, tmp_path_factory.mktemp("prisms")) as prisms:
        yield prisms
        assert prisms.complaints() == []


@pytest.fixture(scope="session")
def provoked(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prisms]:
    """Servers for requests that are invalid on purpose."""
    with Prisms(folder, tmp_path_factory.mktemp("provoked")) as prisms:
        yield prisms
