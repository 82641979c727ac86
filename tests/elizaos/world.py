"""A server with sessions of every kind."""

from __future__ import annotations

from typing import Any, Self

import httpx
from attrs import frozen

from allsessions import ElizaOS
from tests.elizaos.server import ElizaServer

TOKEN = "t0ken-0f-the-server"
NAME = "eliza-a"
SESSIONS = 25
USERS = ("1ba7064e-00e3-469c-a0eb-ca870493851e", "6f1c2d3e-4b5a-4978-8a6b-7c8d9e0f1a2b")
# Every kind of JSON, and values that count as none.
METADATA: tuple[dict[str, Any], ...] = (
    {"metadata": {"kiosk": 3, "nested": {"tags": ["a", None, {"b": 1.5}]}, "at": "2026-02-11"}},
    {"metadata": {}},
    {"metadata": "text with „quotes“ and \n a break"},
    {"metadata": ["a", 1, None, {"b": []}]},
    {"metadata": []},
    *({"metadata": value} for value in (7.5, 12, True, 0, None)),
    {},
)
# Long enough that no session expires during the tests.
TIMEOUTS: tuple[dict[str, Any], ...] = (
    {},
    {"timeoutConfig": {}},
    {"timeoutConfig": {"timeoutMinutes": 30.5}},
    {"timeoutConfig": {"timeoutMinutes": 45, "maxDurationMinutes": 60.25, "warningThresholdMinutes": 50.75}},
    *({"timeoutConfig": {"autoRenew": renewed, "timeoutMinutes": 25}} for renewed in (False, None, "yes")),
)


@frozen(kw_only=True)
class World:
    """A running server, its token if it is not open, and its answers when its sessions were made."""

    server: ElizaServer
    token: str | None
    created: tuple[dict[str, Any], ...] = ()

    @classmethod
    def make(cls, server: ElizaServer, *, token: str | None) -> Self:
        """Make the sessions."""
        created = tuple(
            server.create_session(
                server.agents[number % 2],
                USERS[number % len(USERS)],
                **METADATA[number % len(METADATA)],
                **TIMEOUTS[number % len(TIMEOUTS)],
            )
            for number in range(SESSIONS)
        )
        return cls(server=server, token=token, created=created)

    def source(self, **options: Any) -> ElizaOS:
        """Return the server as a source, with its token unless `options` has another."""
        return ElizaOS(**{"name": NAME, "base_url": self.server.base_url, "api_key": self.token, **options})

    def get(self, path: str, token: str | None = None) -> httpx.Response:
        """Return the server's own answer to a GET, with its token unless there is another."""
        sent = self.token if token is None else token
        headers = {} if sent is None else {"X-API-KEY": sent}
        return httpx.get(f"{self.server.base_url}{path}", headers=headers, trust_env=False)
