"""The ElizaOS client and source against a real ElizaOS server on loopback.

Tried here: sessions that were made over HTTP are listed, found and filtered; refusals; expiry; the document is right.
Not tried here: other vendors, and undocumented answers (tests/faults). Needs Node, and npm at first: `nox -s elizaos`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.elizaos import server
from tests.elizaos.server import ElizaServer
from tests.elizaos.world import TOKEN, World, Wrapper

CACHE = "ALLSESSIONS_NPM_CACHE"

collect_ignore_glob = [] if CACHE in os.environ else ["*"]


@pytest.fixture(scope="session")
def folder() -> Path:
    """Where the server is installed."""
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


@pytest.fixture(params=["Client", "AsyncClient"])
def wrapper(request: pytest.FixtureRequest) -> Wrapper:
    """Each of the wrapper's clients."""
    return Wrapper(request.param, [])
