"""The four vendors on loopback: a real HTTP server that answers as the vendors' documentation says.

Use it for demos, for tests, and to develop without accounts. It uses no code of the rest of `allsessions`, so it
cannot repeat that code's mistakes. Tests compare its answers with `specs/`.

    with Simulator() as simulator:
        os.environ |= simulator.environment()
"""

from allsessions.simulator.app import KEY, create_app
from allsessions.simulator.server import Simulator
from allsessions.simulator.world import World

__all__ = ["KEY", "Simulator", "World", "create_app"]
