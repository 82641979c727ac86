"""The ElizaOS client and source against a real server: `nox -s elizaos`. Needs Node, and npm at first.

Covered: list and get return the sessions made over HTTP; refusals; expiry; the server matches the document.
Not covered: filters (tests/client), secrets (tests/security), undocumented answers (tests/faults).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.elizaos import server
from tests.elizaos.server import ElizaServer
from tests.elizaos.world import TOKEN, World

CACHE = "ALLSESSIONS_NPM_CACHE"

collect_ignore_glob = [] if CACHE in os.environ else ["*"]


@pytest.fixture(scope="session")
def folder() -> Path:
    """The server, installed."""
    folder = Path(os.environ[CACHE], "elizaos")
    server.install(folder)
    return folder


@pytest.fixture(scope="module")
def open_world(folder: Path) -> Iterator[World]:
    """A server that is open to all, with sessions, of which no test makes more or fewer."""
    with ElizaServer(folder) as running:
        yield World.make(running, token=None)


@pytest.fixture(scope="module")
def guarded_world(folder: Path) -> Iterator[World]:
    """The same, where the server wants a token."""
    with ElizaServer(folder, auth_token=TOKEN) as running:
        yield World.make(running, token=TOKEN)


@pytest.fixture(params=["open_world", "guarded_world"])
def world(request: pytest.FixtureRequest) -> World:
    """Each of the two."""
    world: World = request.getfixturevalue(request.param)
    return world
