"""Every kind of answer matches the vendor's document."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from allsessions.simulator import KEY, Simulator, World
from allsessions.simulator.records import Record
from tests.simulator.contract import validate

from .conftest import LISTS

AKOOL_DETAIL = "/api/open/v4/liveAvatar/session/detail"
ELIZAOS_DETAIL = "/api/messaging/sessions/{sessionId}"
ENDS = {
    "akool": ("POST", "/api/open/v4/liveAvatar/session/close", "id"),
    "anam": ("POST", "/v1/sessions/{id}/stop", None),
    "konpro": ("POST", "/v1/streaming/stop", "session_id"),
    "elizaos": ("DELETE", ELIZAOS_DETAIL, None),
}
"""The operation that ends a session, and the field of its body."""
RIGHT = {"x-api-key": KEY, "authorization": f"Bearer {KEY}"}
WRONG = {"x-api-key": "wrong", "authorization": "Bearer wrong"}
ID = "id-of-the-first"
"""In a query or a path: the id of the vendor's first session."""

CASES: list[tuple[str, str, str, dict[str, str], int]] = [
    *(("akool", LISTS["akool"], query, RIGHT, 200) for query in ("?size=1000", "?page=99", "?page=0")),
    *(("akool", AKOOL_DETAIL, query, RIGHT, 200) for query in (f"?id={ID}", "", "?id=unknown")),
    *(("akool", path, f"?id={ID}", {}, 200) for path in (LISTS["akool"], AKOOL_DETAIL)),
    ("akool", LISTS["akool"], "", WRONG, 200),
    *(("anam", LISTS["anam"], query, RIGHT, 200) for query in ("?perPage=100", "?perPage=100&page=2", "?page=99")),
    ("anam", LISTS["anam"], "?perPage=101", RIGHT, 400),
    ("anam", LISTS["anam"], "", {}, 401),
    *(("konpro", LISTS["konpro"], query, RIGHT, 200) for query in ("", "?page_size=1000", "?page=99")),
    *(("konpro", LISTS["konpro"], query, RIGHT, 400) for query in ("?page=0", "?token=unknown")),
    *(("konpro", LISTS["konpro"], "", headers, 401) for headers in ({}, WRONG)),
    ("elizaos", LISTS["elizaos"], "", RIGHT, 200),
    ("elizaos", LISTS["elizaos"], "", {}, 401),
    ("elizaos", ELIZAOS_DETAIL, f"/{ID}", RIGHT, 200),
    ("elizaos", ELIZAOS_DETAIL, "/expired", RIGHT, 410),
    *(("elizaos", ELIZAOS_DETAIL, path, RIGHT, 404) for path in ("/unknown", "/unknown/messages")),
    ("elizaos", ELIZAOS_DETAIL, f"/{ID}", {}, 401),
]


@pytest.mark.parametrize("vendor", LISTS)
def test_each_answer_is_as_documented(http: httpx.Client, vendor: str) -> None:
    made = World.make(150)
    past = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    expired = {**made.elizaos[0], "sessionId": "expired", "expiresAt": past}
    world = World(akool=made.akool, anam=made.anam, konpro=made.konpro, elizaos=(*made.elizaos, expired))
    first = {"akool": world.akool[0]["_id"], "elizaos": world.elizaos[0]["sessionId"]}
    with Simulator(world, elizaos_key=KEY) as simulator:
        for _, path, rest, headers, status in (case for case in CASES if case[0] == vendor):
            target = path.removesuffix("/{sessionId}") + rest.replace(ID, first.get(vendor, ""))
            answer = http.get(simulator.base_url(vendor) + target, headers=headers)
            assert answer.status_code == status, target
            validate(vendor, path, "GET", status, answer.json())
    with Simulator(World()) as simulator:
        answer = http.get(simulator.base_url(vendor) + LISTS[vendor], headers=RIGHT)
        validate(vendor, LISTS[vendor], "GET", 200, answer.json())


@pytest.mark.parametrize("vendor", LISTS)
def test_each_answer_to_ending_a_session_is_as_documented(http: httpx.Client, vendor: str) -> None:
    world = World.make(30)
    method, path, field = ENDS[vendor]
    record: Record = getattr(world, vendor)[0]
    first: str = record[{"akool": "_id", "anam": "id", "konpro": "session_id", "elizaos": "sessionId"}[vendor]]
    statuses = {"akool": [200] * 5, "anam": [401, 404, 400, 200, 409], "konpro": [401, 404, 400, 200, 400]}
    with Simulator(world, elizaos_key=KEY) as simulator:
        found: list[int] = []
        requests = ((first, dict[str, str]()), (str(UUID(int=0)), RIGHT), ("", RIGHT), (first, RIGHT), (first, RIGHT))
        for id, headers in requests:
            target = path.replace("{id}", id or "-").replace("{sessionId}", id or "-")
            body = {field: id} if field else None
            answer = http.request(method, simulator.base_url(vendor) + target, headers=headers, json=body)
            found.append(answer.status_code)
            if (vendor, answer.status_code) != ("konpro", 200):  # its body is not documented
                validate(vendor, path, method, answer.status_code, answer.json())
        assert found == statuses.get(vendor, [401, 404, 404, 200, 404])
        if vendor == "anam":
            answer = http.get(simulator.base_url(vendor) + "/v1/sessions/concurrency", headers=RIGHT)
            validate(vendor, "/v1/sessions/concurrency", "GET", 200, answer.json())
