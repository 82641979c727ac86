"""One server that gives every answer of the corpus, each under an address of its own, and one client for all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from allsessions import Akool, Anam, Client, ElizaOS, KonPro, Source
from tests.client.scripted import Answer, Request, ScriptedServer
from tests.faults.corpus.answer import Hostile, encoded
from tests.faults.corpus.corpus import CORPUS
from tests.faults.corpus.examples import RECORDS

KEY = "a-key-of-nobody"
SECONDS = 10.0
"""How long reading one answer may take, whatever it is."""

_AT_ONCE = threading.Event()
_AT_ONCE.set()

SOURCES: Mapping[str, Callable[..., Source]] = {
    "akool": lambda **options: Akool(api_key=KEY, **options),
    "anam": lambda **options: Anam(api_key=KEY, **options),
    "konpro": lambda **options: KonPro(api_key=KEY, **options),
    "elizaos": lambda **options: ElizaOS(**options),
}


def name(number: int) -> str:
    """What the source is called that gets the answer of this number."""
    return f"{CORPUS[number].endpoint.vendor}-{number}"


def corpus_server() -> ScriptedServer:
    return ScriptedServer(_script)


def corpus_client(url: str) -> Client:
    """A client with a source for each answer."""
    sources = [
        SOURCES[answer.endpoint.vendor](name=name(number), base_url=f"{url}/{number}")
        for number, answer in enumerate(CORPUS)
    ]
    return Client(sources, timeout=SECONDS, retries=0)


def _script(request: Request) -> Answer:
    hostile = CORPUS[int(request.path.split("/")[1])]
    if request.page > 1 or "token" in request.query:
        count = max(len(hostile.records), RECORDS)
        content = encoded(hostile.endpoint.empty_page(count, request.page))
        return Answer(body=content, hold=_AT_ONCE)
    return _told(hostile)


def _told(hostile: Hostile) -> Answer:
    settings: dict[str, Any] = {"body": hostile.body, "status": hostile.status, "headers": hostile.headers}
    return Answer(**settings, raw=hostile.wire, close=hostile.close, hold=_AT_ONCE)
