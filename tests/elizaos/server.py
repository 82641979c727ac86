"""A real ElizaOS server on loopback: no model, no agent that answers, only sessions to list."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path
from typing import Any

import httpx

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


def install(folder: Path) -> None:
    """Install the server into `folder`, a cache between runs."""
    npm.install(HERE, folder)
    # Node looks for packages from where the script lies, not from where it is run.
    shutil.copyfile(HERE / SCRIPT, folder / SCRIPT)


class ElizaServer(npm.NodeServer):
    """A running server: open, or with `auth_token` only for requests that send it as `X-API-KEY`.

    It answers 1000 requests in 15 minutes, its own few to itself included, and then 429.
    """

    announcement = r'^\{"ready":true.*\}$'

    def __init__(self, folder: Path, *, auth_token: str | None = None) -> None:
        secret = {} if auth_token is None else {"ELIZA_SERVER_AUTH_TOKEN": auth_token}
        super().__init__(folder / SCRIPT, SERVER_PORT=str(_free_port()), **ENVIRONMENT, **secret)
        self._headers = {} if auth_token is None else {"X-API-KEY": auth_token}

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self._ready['port']}"

    @property
    def agents(self) -> list[str]:
        return list(self._ready["agents"])

    @property
    def _ready(self) -> dict[str, Any]:
        ready: dict[str, Any] = json.loads(self.announced[0])
        return ready

    def create_session(self, agent_id: str, user_id: str, **body: object) -> dict[str, Any]:
        """Make a session and return the server's answer; `body` takes e.g. `metadata` and `timeoutConfig`."""
        # trust_env: a proxy set for this machine would be asked for 127.0.0.1 too.
        response = httpx.post(
            f"{self.base_url}/api/messaging/sessions",
            json={"agentId": agent_id, "userId": user_id, **body},
            headers=self._headers,
            trust_env=False,
        )
        session: dict[str, Any] = response.raise_for_status().json()
        return session

    def set_clock_ahead(self, minutes: int) -> None:
        """Set the server's clock ahead, for sessions to expire."""
        self.tell(str(minutes))
        self.wait_for(rf'^\{{"minutesAhead":{minutes}\}}$')


def _free_port() -> int:
    """Return a port that is free now; if it is taken in the meantime, the server reports the next that is not."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
