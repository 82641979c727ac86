"""The ElizaOS client and source against a real server: `nox -s elizaos`. It needs Node and npm.

Covered: list and get return the sessions made over HTTP; refusals; expiry; the server matches the document.
Not covered: filters (tests/client), secrets (tests/security), undocumented answers (tests/faults).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.elizaos.server import ElizaServer, install

CACHE = "ALLSESSIONS_NPM_CACHE"
TOKEN = "t0ken-0f-the-server"

collect_ignore_glob = [] if CACHE in os.environ else ["*"]


@pytest.fixture(scope="session")
def folder() -> Path:
    folder = Path(os.environ[CACHE], "elizaos")
    install(folder)
    return folder


@pytest.fixture(scope="module", params=[None, TOKEN], ids=["open", "guarded"])
def world(request: pytest.FixtureRequest, folder: Path) -> Iterator[ElizaServer]:
    """A server with sessions: once with open access, and once with a token. Tests must not add or end sessions."""
    with ElizaServer(folder, token=request.param) as server:
        server.create_sessions()
        yield server


@pytest.fixture
def server(folder: Path) -> Iterator[ElizaServer]:
    with ElizaServer(folder) as server:
        yield server
