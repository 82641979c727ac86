"""A real ElizaOS server on loopback: no model, no agent that answers, only sessions to list."""

import json
import shutil
import socket
from pathlib import Path
from typing import Any

import httpx

from allsessions import ElizaOS
from tests import npm

HERE = Path(__file__).parent
SCRIPT = "server.mjs"
LOOPBACK = "127.0.0.1"
ENVIRONMENT = {
    "SERVER_HOST": LOOPBACK,  # by default, it listens on all addresses of the machine
    "SENTRY_DSN": "none",  # by default, it reports to the makers' Sentry
    "ELIZA_UI_ENABLE": "false",
    "LOG_LEVEL": "warn",
    "SESSION_MIN_TIMEOUT_MINUTES": "1",  # the shortest timeout allowed in `timeoutConfig`; 5 by default
}

LIST = "/api/messaging/sessions"
NAME = "eliza-a"
SESSIONS = 25
USERS = ("1ba7064e-00e3-469c-a0eb-ca870493851e", "6f1c2d3e-4b5a-4978-8a6b-7c8d9e0f1a2b")
METADATA: tuple[dict[str, Any], ...] = (
    {"metadata": {"kiosk": 3, "nested": {"tags": ["a", None, {"b": 1.5}]}, "at": "2026-02-11"}},
    *({"metadata": value} for value in ("text with „quotes“ and \n a break", ["a", 1, None, {"b": []}], [])),
    *({"metadata": value} for value in (dict[str, int](), list[int](), 7.5, 12, True, 0, None)),
    {},
)
"""Metadata of every JSON type, including empty values, and no metadata."""
TIMEOUTS: tuple[dict[str, Any], ...] = (
    {},
    {"timeoutConfig": {}},
    {"timeoutConfig": {"timeoutMinutes": 30.5}},
    {"timeoutConfig": {"timeoutMinutes": 45, "maxDurationMinutes": 60.25, "warningThresholdMinutes": 50.75}},
    *({"timeoutConfig": {"autoRenew": renewed, "timeoutMinutes": 25}} for renewed in (False, None, "yes")),
)
"""Timeouts that are long enough to outlive the tests."""


def install(folder: Path) -> None:
    """Install the server into `folder`, which later runs reuse."""
    npm.install(HERE, folder)
    # Node looks for packages next to the script, not in the working directory.
    shutil.copyfile(HERE / SCRIPT, folder / SCRIPT)


class ElizaServer(npm.NodeServer):
    """A running server. With a `token`, it refuses requests without this token in `X-API-KEY`.

    It answers 1000 requests in 15 minutes, including a few that it sends to itself, and then 429.
    """

    announcement = r'^\{"ready":true.*\}$'

    def __init__(self, folder: Path, *, token: str | None = None) -> None:
        secret = {} if token is None else {"ELIZA_SERVER_AUTH_TOKEN": token}
        super().__init__(folder / SCRIPT, SERVER_PORT=str(_free_port()), **ENVIRONMENT, **secret)
        self.token = token
        self.created: list[dict[str, Any]] = []
        """The server's answers to the requests that created its sessions."""

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{json.loads(self.announced[0])['port']}"

    @property
    def agents(self) -> list[str]:
        return list(json.loads(self.announced[0])["agents"])

    def source(self, **options: Any) -> ElizaOS:
        return ElizaOS(**{"name": NAME, "base_url": self.base_url, "api_key": self.token, **options})

    def ask(self, method: str, path: str, token: str | None = None, **options: Any) -> httpx.Response:
        sent = self.token if token is None else token
        headers = {} if sent is None else {"X-API-KEY": sent}
        # Without trust_env=False, httpx would use the machine's proxy for 127.0.0.1, too.
        return httpx.request(method, f"{self.base_url}{path}", headers=headers, trust_env=False, **options)

    def create_session(self, number: int = 0, **body: object) -> dict[str, Any]:
        """Create a session, and keep the server's answer. `body` may have `metadata` and `timeoutConfig`."""
        ids = {"agentId": self.agents[number % 2], "userId": USERS[number % 2]}
        self.created.append(self.ask("POST", LIST, json={**ids, **body}).raise_for_status().json())
        return self.created[-1]

    def create_sessions(self) -> None:
        for number in range(SESSIONS):
            self.create_session(number, **METADATA[number % len(METADATA)], **TIMEOUTS[number % len(TIMEOUTS)])

    def set_clock_ahead(self, minutes: int) -> None:
        self.tell(str(minutes))
        self.wait_for(rf'^\{{"minutesAhead":{minutes}\}}$')


def _free_port() -> int:
    """Return a port that is free now. If another program takes it first, the server reports the next free port."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
