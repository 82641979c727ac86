"""Ten thousand sources of one client share a hundred connections."""

from allsessions import Client, ElizaOS
from tests.client.scripted import ScriptedServer
from tests.client.vendors import WIRES

SOURCES = 10_000
CONNECTIONS = 100


def failures() -> list[str]:
    """List all sources, and return the failed checks, in words."""
    with ScriptedServer(WIRES["elizaos"].serving(1)) as server:
        sources = [ElizaOS(name=f"server-{number}", base_url=server.url) for number in range(SOURCES)]
        with Client(sources) as client:
            listed = [session.source for session in client.list()]
    checks = {
        "every source is listed, in order": listed == [source.name for source in sources],
        f"{server.connections} connections": server.connections <= 2 * CONNECTIONS,
        f"{server.most_in_flight} requests at once": server.most_in_flight <= CONNECTIONS,
    }
    return [f"{SOURCES:,} sources: not held: {words}" for words, holds in checks.items() if not holds]
