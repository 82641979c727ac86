"""The ASGI app with all vendors, each under its own prefix."""

from uuid import uuid4

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from allsessions.simulator import akool, anam, elizaos, konpro
from allsessions.simulator.request import RefusedError, refusal
from allsessions.simulator.world import World

KEY = "simulator"
"""The API key that every simulated vendor accepts."""


def create_app(world: World, *, key: str = KEY, elizaos_key: str | None = None) -> Starlette:
    """Return an ASGI app that serves `world`: the vendors' own paths under /akool, /anam, /konpro and /elizaos.

    The first three require `key`. ElizaOS requires a key only if `elizaos_key` is set, like a self-hosted server.
    """
    return Starlette(
        routes=[
            Mount("/akool", routes=akool.routes(world.akool, key)),
            Mount("/anam", routes=anam.routes(world.anam, key)),
            Mount("/konpro", routes=konpro.routes(world.konpro, key)),
            Mount("/elizaos", routes=elizaos.routes(world.elizaos, elizaos_key)),
        ],
        middleware=[Middleware(_RequestId)],
        exception_handlers={RefusedError: refusal},
    )


class _RequestId:
    """Gives each request an id, for the header `x-request-id` and for KonPro's errors."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = str(uuid4())
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        await self._app(scope, receive, send_named)
