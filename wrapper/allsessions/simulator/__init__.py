"""The four vendors on loopback: a real HTTP server which answers as they document.

For the demo, for tests, and for whoever builds on this library without four accounts. It knows nothing of the
rest of `allsessions`, so that an error there cannot hide in its answers. Tests hold these against `specs/`.

    with Simulator() as simulator:
        os.environ |= simulator.environment()
"""

from allsessions.simulator.app import KEY, create_app
from allsessions.simulator.server import Simulator
from allsessions.simulator.world import World

__all__ = ["KEY", "Simulator", "World", "create_app"]
