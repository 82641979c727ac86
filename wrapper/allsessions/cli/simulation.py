"""The commands `simulate` and `demo`, which need no account. Both commands need the extra `simulator`."""

import datetime
import errno
import heapq
import shlex
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import groupby
from typing import TYPE_CHECKING

from allsessions import Akool, Anam, Client, ConfigurationError, ElizaOS, KonPro, Session, Source

from .extras import extra
from .printing import print_table
from .tables import statuses_table
from .terminal import output, print_note, spinner_while

if TYPE_CHECKING:
    from allsessions.simulator import Simulator

NEWEST = 5
"""The number of newest sessions that the demo shows for each vendor."""

_NEXT = """
Next:
  allsessions simulate               simulate these four vendors for your own programs
  allsessions list --status active   list active sessions, once your keys are set
  allsessions sources                show your sources and their features\
"""


def run_simulator(port: int, sessions: int) -> None:
    """Run the simulator until Ctrl-C, and print the environment variables that point programs to it."""
    with suppress(KeyboardInterrupt), _simulator(sessions, port) as simulator:
        for name, value in simulator.environment().items():
            sys.stdout.write(f"export {name}={shlex.quote(value)}\n")
        print_note(f"the simulator runs at {simulator.url}; press Ctrl-C to stop it")
        simulator.serve_forever()


def show_all(sessions: int) -> None:
    """Print the newest sessions of the four simulated vendors, and the numbers of all sessions by vendor and status."""
    with _simulator(sessions) as simulator, _client(simulator) as client, spinner_while(lambda: "listing"):
        found = [*client.list()]
    console = output()
    console.print(f"Four vendors on loopback, {sessions:,} made-up sessions each. The newest:\n")
    print_table(_newest(found))
    console.print("\nAll of them:\n", statuses_table(found), _NEXT, sep="\n")


@contextmanager
def _simulator(sessions: int, port: int = 0) -> "Generator[Simulator]":
    with extra("simulator"):
        from allsessions.simulator import Simulator
    with ExitStack() as stack:
        try:
            simulator = stack.enter_context(Simulator(sessions=sessions, port=port))
        except OSError as error:
            reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror}"
            raise ConfigurationError(f"port {port} {reason}; choose another --port, or 0 for any free port") from None
        yield simulator


def _client(simulator: "Simulator") -> Client:
    from allsessions.simulator import KEY

    sources: list[Source] = [
        Akool(api_key=KEY, base_url=simulator.base_url("akool")),
        Anam(api_key=KEY, base_url=simulator.base_url("anam")),
        KonPro(api_key=KEY, base_url=simulator.base_url("konpro")),
        ElizaOS(base_url=simulator.base_url("elizaos")),
    ]
    # A proxy from the environment cannot reach this machine's loopback.
    return Client(sources, http={"trust_env": False})


def _newest(sessions: Iterable[Session]) -> Iterator[Session]:
    for _, of_source in groupby(sessions, lambda session: session.source):
        yield from heapq.nlargest(NEWEST, of_source, _created)


def _created(session: Session) -> datetime.datetime:
    return session.created_at or datetime.datetime.min.replace(tzinfo=datetime.UTC)
