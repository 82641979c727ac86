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
    "SERVER_HOST": LOOPBACK,  # else it listens on every address of the machine
    "SENTRY_DSN": "none",  # an empty one reports to the makers' Sentry
    "ELIZA_UI_ENABLE": "false",
    "LOG_LEVEL": "warn",
    "SESSION_MIN_TIMEOUT_MINUTES": "1",  # else 5: the least that `timeoutConfig` can ask for
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
"""Every kind of JSON, and values that count as none."""
TIMEOUTS: tuple[dict[str, Any], ...] = (
    {},
    {"timeoutConfig": {}},
    {"timeoutConfig": {"timeoutMinutes": 30.5}},
    {"timeoutConfig": {"timeoutMinutes": 45, "maxDurationMinutes": 60.25, "warningThresholdMinutes": 50.75}},
    *({"timeoutConfig": {"autoRenew": renewed, "timeoutMinutes": 25}} for renewed in (False, None, "yes")),
)
"""Long enough that no session expires during the tests."""


def install(folder: Path) -> None:
    """Install the server into `folder`, a cache between runs."""
    npm.install(HERE, folder)
    # Node looks for packages from where the script lies, not from where it is run.
    shutil.copyfile(HERE / SCRIPT, folder / SCRIPT)


class ElizaServer(npm.NodeServer):
    """A running server: open, or with `token` only for requests that send it as `X-API-KEY`.

    It answers 1000 requests in 15 minutes, its own few to itself included, and then 429.
    """

    announcement = r'^\{"ready":true.*\}$'

    def __init__(self, folder: Path, *, token: str | None = None) -> None:
        secret = {} if token is None else {"ELIZA_SERVER_AUTH_TOKEN": token}
        super().__init__(folder / SCRIPT, SERVER_PORT=str(_free_port()), **ENVIRONMENT, **secret)
        self.token = token
        self.created: list[dict[str, Any]] = []
        """Its answers when its sessions were made."""

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
        # trust_env: a proxy set for this machine would be asked for 127.0.0.1 too.
        return httpx.request(method, f"{self.base_url}{path}", headers=headers, trust_env=False, **options)

    def create_session(self, number: int = 0, **body: object) -> dict[str, Any]:
        """Make a session and keep the server's answer; `body` takes e.g. `metadata` and `timeoutConfig`."""
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
    """Return a port that is free now; if it is taken in the meantime, the server reports the next that is not."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
