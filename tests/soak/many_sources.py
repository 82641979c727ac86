"""``python -m tests.soak.many_sources``: ten thousand sources of one client share a hundred connections."""

import sys
from pathlib import Path

from allsessions import Client, ElizaOS
from tests.client.scripted import Answer, Request, ScriptedServer
from tests.client.vendors import WIRES

SOURCES = 10_000
CONNECTIONS = 100
DESCRIPTORS = Path("/proc/self/fd")
"""The directory of this process's open files, on systems with /proc."""


def main() -> int:
    """Run the soak, and return 0 if all checks pass, else 1."""
    script, open_files = WIRES["elizaos"].serving(1), [0]

    def counting(request: Request) -> Answer:
        if DESCRIPTORS.exists() and len(server.requests) % 50 == 0:
            open_files.append(len([*DESCRIPTORS.iterdir()]))
        return script(request)

    with ScriptedServer(counting) as server:
        open_before = len([*DESCRIPTORS.iterdir()]) if DESCRIPTORS.exists() else 0
        sources = [ElizaOS(name=f"server-{number}", base_url=server.url) for number in range(SOURCES)]
        with Client(sources) as client:
            listed = [session.source for session in client.list()]
    held = {
        "every source is listed, in order": listed == [source.name for source in sources],
        f"{server.connections} connections": server.connections <= 2 * CONNECTIONS,
        f"{server.most_in_flight} requests at once": server.most_in_flight <= CONNECTIONS,
        # Each connection has two ends, and both are in this process.
        f"{max(open_files) - open_before} more open files": max(open_files) - open_before <= 2 * CONNECTIONS + 20,
    }
    print("\n".join(f"{'held' if holds else 'FAILED'}: {words}" for words, holds in held.items()))
    return 0 if all(held.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
