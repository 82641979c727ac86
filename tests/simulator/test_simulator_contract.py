"""Every kind of answer against `specs/`, so that the simulator cannot drift from the vendors' documents."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from allsessions.simulator import KEY, Simulator, World
from tests.simulator.contract import validate

AKOOL = "/api/open/v4/liveAvatar/session/list"
AKOOL_DETAIL = "/api/open/v4/liveAvatar/session/detail"
ANAM = "/v1/sessions"
KONPRO = "/v1/streaming/sessions"
ELIZAOS = "/api/messaging/sessions"
ELIZAOS_DETAIL = "/api/messaging/sessions/{sessionId}"
API_KEY = {"x-api-key": KEY}
WRONG = {"x-api-key": "wrong"}
BEARER = {"authorization": f"Bearer {KEY}"}
ID = "id-of-the-first"
"""In a query or a path: the id of the vendor's first session."""

CASES: dict[str, tuple[str, str, str, dict[str, str], int]] = {
    "akool: all": ("akool", AKOOL, "?size=1000", API_KEY, 200),
    "akool: empty page": ("akool", AKOOL, "?page=99", API_KEY, 200),
    "akool: bad parameter": ("akool", AKOOL, "?page=0", API_KEY, 200),
    "akool: no key": ("akool", AKOOL, "", {}, 200),
    "akool: wrong key": ("akool", AKOOL, "", WRONG, 200),
    "akool: detail": ("akool", AKOOL_DETAIL, f"?id={ID}", API_KEY, 200),
    "akool: detail without id": ("akool", AKOOL_DETAIL, "", API_KEY, 200),
    "akool: unknown detail": ("akool", AKOOL_DETAIL, "?id=unknown", API_KEY, 200),
    "akool: detail without key": ("akool", AKOOL_DETAIL, f"?id={ID}", {}, 200),
    "anam: first page": ("anam", ANAM, "?perPage=100", BEARER, 200),
    "anam: second page": ("anam", ANAM, "?perPage=100&page=2", BEARER, 200),
    "anam: empty page": ("anam", ANAM, "?page=99", BEARER, 200),
    "anam: bad parameter": ("anam", ANAM, "?perPage=101", BEARER, 400),
    "anam: no key": ("anam", ANAM, "", {}, 401),
    "konpro: all": ("konpro", KONPRO, "?page_size=1000", API_KEY, 200),
    "konpro: first page": ("konpro", KONPRO, "", API_KEY, 200),
    "konpro: empty page": ("konpro", KONPRO, "?page=99", API_KEY, 200),
    "konpro: bad parameter": ("konpro", KONPRO, "?page=0", API_KEY, 400),
    "konpro: unknown token": ("konpro", KONPRO, "?token=unknown", API_KEY, 400),
    "konpro: no key": ("konpro", KONPRO, "", {}, 401),
    "konpro: wrong key": ("konpro", KONPRO, "", WRONG, 401),
    "elizaos: all": ("elizaos", ELIZAOS, "", API_KEY, 200),
    "elizaos: no key": ("elizaos", ELIZAOS, "", {}, 401),
    "elizaos: detail": ("elizaos", ELIZAOS_DETAIL, f"/{ID}", API_KEY, 200),
    "elizaos: expired": ("elizaos", ELIZAOS_DETAIL, "/expired", API_KEY, 410),
    "elizaos: unknown detail": ("elizaos", ELIZAOS_DETAIL, "/unknown", API_KEY, 404),
    "elizaos: detail without key": ("elizaos", ELIZAOS_DETAIL, f"/{ID}", {}, 401),
    "elizaos: unknown route": ("elizaos", ELIZAOS_DETAIL, "/unknown/messages", API_KEY, 404),
}


@pytest.fixture(scope="module")
def world() -> World:
    made = World.make(150)
    past = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    expired = {**made.elizaos[0], "sessionId": "expired", "expiresAt": past}
    return World(akool=made.akool, anam=made.anam, konpro=made.konpro, elizaos=(*made.elizaos, expired))


@pytest.fixture(scope="module")
def simulator(world: World) -> Iterator[Simulator]:
    with Simulator(world, elizaos_key=KEY) as simulator:
        yield simulator


@pytest.mark.parametrize("case", CASES)
def test_answer_is_what_the_vendor_documents(simulator: Simulator, http: httpx.Client, world: World, case: str) -> None:
    vendor, path, rest, headers, status = CASES[case]
    first = {"akool": world.akool[0]["_id"], "elizaos": world.elizaos[0]["sessionId"]}
    target = path.removesuffix("/{sessionId}") + rest.replace(ID, first.get(vendor, ""))
    answer = http.get(simulator.base_url(vendor) + target, headers=headers)
    assert answer.status_code == status
    validate(vendor, path, "GET", status, answer.json())


def test_list_of_an_empty_world_is_what_each_vendor_documents(http: httpx.Client) -> None:
    with Simulator(World()) as simulator:
        for vendor, path in (("akool", AKOOL), ("anam", ANAM), ("konpro", KONPRO), ("elizaos", ELIZAOS)):
            answer = http.get(simulator.base_url(vendor) + path, headers=API_KEY | BEARER)
            validate(vendor, path, "GET", answer.status_code, answer.json())


@pytest.mark.parametrize(
    ("vendor", "path", "body"),
    [
        ("akool", AKOOL, {"code": 1000}),
        ("akool", AKOOL, {"code": 1000, "msg": "OK", "data": {"count": 1, "result": [{"status": 9}]}}),
        ("anam", ANAM, {"data": [{"id": "no UUID"}]}),
        ("anam", ANAM, {"data": [{"createdAt": "yesterday"}]}),
        ("konpro", KONPRO, {"data": [{"session_id": 7}]}),
        ("elizaos", ELIZAOS, {"sessions": [{"timeRemaining": "long"}]}),
    ],
)
def test_validation_refuses_what_is_not_documented(vendor: str, path: str, body: object) -> None:
    with pytest.raises(AssertionError, match=vendor):
        validate(vendor, path, "GET", 200, body)


def test_validation_refuses_a_status_that_is_not_promised() -> None:
    with pytest.raises(KeyError):
        validate("anam", ANAM, "GET", 302, {})
