"""The soak's server: all lists of a world on one port, each below a path of its own, in a process of its own."""

import contextlib
from collections import Counter
from multiprocessing.connection import Connection

from attrs import define, evolve, field

from tests.client.scripted import Answer, Request, ScriptedServer, answer
from tests.client.vendors import WIRES

from .world import PAGE, Fault, Records, World


@define
class Tally:
    """The server's numbers."""

    answers: int = 0
    connections: int = 0
    struck: Counter[Fault] = field(factory=Counter[Fault])


def serve(world: World, parent: Connection) -> None:
    """Send the URL, answer until anything comes back or the parent is gone, and send the tally."""
    answers = Answers(world)
    with ScriptedServer(answers) as server:
        parent.send(server.url)
        with contextlib.suppress(EOFError):
            parent.recv()
    answers.tally.connections = server.connections
    with contextlib.suppress(OSError):
        parent.send(answers.tally)


class Answers:
    """The script of a server that has a world's lists, and fails now and then."""

    def __init__(self, world: World) -> None:
        self.tally = Tally()
        self._world = world
        self._lists = {listed.name: listed for listed in world.lists()}
        self._attempts: Counter[str] = Counter()

    def __call__(self, request: Request) -> Answer:
        listed = self._lists[request.path.split("/")[1]]
        token = request.query.get("token")
        page = listed.first + (int(token.removeprefix("at-")) if token else (request.page - 1) * PAGE)
        target = f"{request.path} {request.query}"
        self._attempts[target] += 1
        self.tally.answers += 1
        fault = self._world.transient_fault(listed, page, self._attempts[target])
        length = min(listed.page_size, listed.end - page)
        bad = self._world.bad_record(page, length) if length > 0 else None
        if wrong := fault or (Fault.BAD_RECORD if bad is not None else None):
            self.tally.struck[wrong] += 1
        return _spoiled(answer(WIRES[listed.vendor].envelope(Records(listed, bad), request)), fault)


def _spoiled(whole: Answer, fault: Fault | None) -> Answer:
    match fault:
        case Fault.UNAVAILABLE:
            return answer({"error": "try again later"}, status=503)
        case Fault.SLOW_DOWN:
            return answer({"error": "try again later"}, status=429, retry_after="0")
        case Fault.RESET:
            return Answer(raw=b"", reset=True)
        case Fault.TRUNCATED:
            return evolve(whole, raw=whole.bytes()[: len(whole.bytes()) // 2], close=True)
        case _:
            return whole
