"""A loop with `requests.Session`, which keeps connections alive, and `.json()`. It builds no models."""

from collections.abc import Iterator
from typing import Any

import requests

from ..serving import Sources
from . import KEY


def sessions(sources: Sources) -> Iterator[str]:
    with requests.Session() as session:
        for vendor, url in sources:
            yield from VENDORS[vendor](session, url)


def akool(session: requests.Session, url: str) -> Iterator[str]:
    session.headers["x-api-key"] = KEY
    page, read, count = 1, 0, 1
    while read < count:
        parameters = {"page": page, "size": 100}
        data = session.get(f"{url}/api/open/v4/liveAvatar/session/list", params=parameters).json()["data"]
        yield from (record["_id"] for record in data["result"])
        page, read, count = page + 1, read + len(data["result"]), data["count"]


def anam(session: requests.Session, url: str) -> Iterator[str]:
    session.headers["authorization"] = f"Bearer {KEY}"
    page = 1
    while page is not None:
        document = session.get(f"{url}/v1/sessions", params={"page": page, "perPage": 100}).json()
        yield from (record["id"] for record in document["data"])
        page = document["meta"]["next"]


def konpro(session: requests.Session, url: str) -> Iterator[str]:
    session.headers["x-api-key"] = KEY
    parameters: dict[str, Any] = {"page": 1, "page_size": 100}
    while True:
        document = session.get(f"{url}/v1/streaming/sessions", params=parameters).json()
        yield from (record["session_id"] for record in document["data"])
        if document["next_pagination_token"] is None:
            return
        parameters["token"] = document["next_pagination_token"]


def elizaos(session: requests.Session, url: str) -> Iterator[str]:
    document = session.get(f"{url}/api/messaging/sessions").json()
    yield from (record["sessionId"] for record in document["sessions"])


VENDORS = {"akool": akool, "anam": anam, "konpro": konpro, "elizaos": elizaos}
