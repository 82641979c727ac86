"""The simulator as an HTTP server in a thread."""

import socket
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Final, Self

import uvicorn
from attrs import frozen
from starlette.types import ASGIApp

from allsessions.simulator.app import KEY, create_app
from allsessions.simulator.world import World

HOST: Final = "127.0.0.1"
VENDORS: Final = ("akool", "anam", "konpro", "elizaos")


class Simulator:
    """A context manager that runs the server: entering starts it, leaving stops it.

    `world` has the vendors' sessions. Without it, each vendor has `sessions` made-up sessions. `port` 0 selects a free
    port. ElizaOS requires a key only if `elizaos_key` is set. Each `with` block starts with the original sessions.
    """

    def __init__(
        self,
        world: World | None = None,
        *,
        sessions: int = 250,
        port: int = 0,
        elizaos_key: str | None = None,
    ) -> None:
        self._world = World.make(sessions) if world is None else world
        self._port = port
        self._elizaos_key = elizaos_key
        self._running: _Running | None = None

    def __enter__(self) -> Self:
        if self._running is not None:
            raise RuntimeError("The simulator is already running")
        self._running = _start(create_app(self._world, elizaos_key=self._elizaos_key), self._port)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        running, self._running = self._started(), None
        running.stop()

    def serve_forever(self) -> None:
        """Wait until Ctrl-C. Call this method inside the `with` block."""
        thread = self._started().thread
        with suppress(KeyboardInterrupt):
            while thread.is_alive():
                # On Windows, Ctrl-C cannot interrupt a join without a timeout.
                thread.join(timeout=1)

    @property
    def url(self) -> str:
        """The URL of the server, without a slash at the end. Raises RuntimeError if it is not running."""
        return f"http://{HOST}:{self._started().port}"

    def base_url(self, vendor: str) -> str:
        """Return the base URL of a vendor. Raises ValueError if the vendor is unknown."""
        if vendor not in VENDORS:
            raise ValueError(f"unknown vendor {vendor!r}; expected one of {', '.join(VENDORS)}")
        return f"{self.url}/{vendor}"

    def environment(self) -> dict[str, str]:
        """Return the environment variables that point a program at this server instead of the vendors."""
        addresses = {f"{vendor.upper()}_BASE_URL": self.base_url(vendor) for vendor in VENDORS}
        keys = {"AKOOL_API_KEY": KEY, "ANAM_API_KEY": KEY, "KONPRO_API_KEY": KEY}
        elizaos = {} if self._elizaos_key is None else {"ELIZAOS_API_KEY": self._elizaos_key}
        return addresses | keys | elizaos

    def _started(self) -> "_Running":
        if self._running is None:
            raise RuntimeError("The simulator is not running; start it with `with`")
        return self._running


@frozen(kw_only=True)
class _Running:
    server: "_Server"
    thread: Thread
    port: int

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()


class _Server(uvicorn.Server):
    """A uvicorn server that sets an event when it is ready, so callers need not poll it."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = Event()
        """Set when the server accepts requests, or failed to start."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            super().run(sockets)
        finally:
            self.ready.set()
            for listener in sockets or []:
                listener.close()


def _start(app: ASGIApp, port: int) -> _Running:
    # Bind before the thread starts, so this function raises the error for a port in use, and knows the port's number.
    listener = socket.create_server((HOST, port))
    # Without TCP_NODELAY, the body of an answer arrives 40 ms after its head. Connections inherit the option. asyncio
    # does not set it here, because create_server() creates the socket without a protocol number.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = _Server(_configuration(app))
    thread = Thread(target=server.run, args=([listener],), name="allsessions-simulator", daemon=True)
    bound_port: int = listener.getsockname()[1]
    thread.start()
    server.ready.wait()
    if not server.started:
        thread.join()
        raise RuntimeError("The simulator could not start; see the error of its thread")
    return _Running(server=server, thread=thread, port=bound_port)


def _configuration(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="asyncio",
        ws="none",
        lifespan="off",
        # The program that runs the simulator configures logging. uvicorn would change loggers for the whole program.
        log_config=None,
        access_log=False,
        # A client that stops reading must not delay the end of the server.
        timeout_graceful_shutdown=1,
    )
