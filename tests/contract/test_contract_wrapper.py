"""The wrapper against Prism: what it asks is documented at each vendor, and what it reads of documented answers."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from attrs import field, frozen

from allsessions import (
    ApiError,
    AuthenticationError,
    Client,
    Concurrency,
    IncompleteListingError,
    Source,
    Status,
    UnexpectedResponseError,
)
from allsessions.source import source_class
from codegen.rooms import vendors
from tests.contract.prisms import Examples, Prisms, document, wrong

# npm.py has limits of its own for installing and starting, which are longer than a test's.
pytestmark = [pytest.mark.contract, pytest.mark.timeout(func_only=True)]

AKOOL_LIST = "/api/open/v4/liveAvatar/session/list"
AKOOL_DETAIL = "/api/open/v4/liveAvatar/session/detail"
KONPRO_LIST = "/v1/streaming/sessions"
ELIZAOS_LIST = "/api/messaging/sessions"
ELIZAOS_DETAIL = "/api/messaging/sessions/{sessionId}"

AKOOL_RUNNING = {
    "_id": "6698c9d69cf7b0d61d1b6420",
    "uid": 378337,
    "type": 2,
    "status": 2,
    "stream_type": "agora",
    "credentials": {"agora_uid": 100000, "agora_channel": "lobby", "agora_token": "join-token"},
}
AKOOL_FAILED = {**AKOOL_RUNNING, "_id": "6698c9d79cf7b0d61d1b6421", "status": 4, "credentials": None}
ANAM_ID = "89a01d8b-1fbc-4e97-9f46-4258dd2e7743"
KONPRO_RUNNING = {
    "session_id": "konpro-1",
    "status": "connected",
    "created_at": 1770818700,
    "duration": 0,
    "api_key_type": "pro",
    "avatar_id": "avatar-1",
    "voice_name": "Ada",
}
KONPRO_ENDED = {**KONPRO_RUNNING, "session_id": "konpro-2", "status": "closed", "duration": 42.5}
ELIZAOS_RUNNING = {
    "sessionId": "5f0b3c52-6f5f-4f8a-9d0b-1a7b8f3f3c11",
    "channelId": "2f6b6b0e-8c0c-4a55-8a5b-0c7d2f0f9b22",
    "agentId": "5c3cb098-d52d-4b3f-a7e9-7b7fba960c4c",
    "userId": "1ba7064e-00e3-469c-a0eb-ca870493851e",
    "createdAt": "2026-02-11T14:05:10.250Z",
    "lastActivity": "2026-02-11T14:06:00.000Z",
    "expiresAt": "2026-02-11T14:35:10.250Z",
    "timeoutConfig": {"timeoutMinutes": 30, "autoRenew": True, "maxDurationMinutes": 720},
    "renewalCount": 0,
    "timeRemaining": 1700000,
    "isNearExpiration": False,
    "metadata": {"kiosk": 3},
}

ACTIVE_SINCE = {"status": "active", "created_after": datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)}


@frozen(kw_only=True)
class Expected:
    """What a vendor's Prism tells, and what the wrapper must make of it.

    Attributes:
        examples: An answer for each path, of a list that is whole; None where the contract has such an example.
        sessions: The sessions of the list.
        requests: How often the vendor is asked to read the list to its end.
        count_requests: How often it is asked to count.
        filters: All filters that the vendor applies itself, with values for which it does.
        matching: The sessions that match them.
        pushed: The names that these filters have in the vendor's query.
    """

    examples: Examples | None = None
    sessions: dict[str, Status]
    requests: int
    count_requests: int = 1
    filters: dict[str, Any] = field(factory=dict)
    matching: list[str]
    pushed: set[str] = field(factory=set)


EXPECTED = {
    "akool": Expected(
        examples={
            AKOOL_LIST: {"code": 1000, "msg": "OK", "data": {"count": 2, "result": [AKOOL_RUNNING, AKOOL_FAILED]}},
            AKOOL_DETAIL: {"code": 1000, "msg": "OK", "data": AKOOL_RUNNING},
        },
        sessions={"6698c9d69cf7b0d61d1b6420": Status.ACTIVE, "6698c9d79cf7b0d61d1b6421": Status.FAILED},
        requests=2,  # this vendor never says that a list ends: a page that only repeats is the end
        # Asked for one session, Prism gives both and counts two, which may be the page's own: the list is read, too.
        count_requests=3,
        filters={"status": "failed"},
        matching=["6698c9d79cf7b0d61d1b6421"],
        pushed={"status"},
    ),
    "anam": Expected(
        sessions={ANAM_ID: Status.ENDED},
        requests=1,
        filters={"search": "KIOSK", "agent_id": "9d0f0f5a-3f52-4b87-8f0c-6f1f6f3f2a10"},
        matching=[],
        pushed={"search", "personaId"},
    ),
    "elizaos": Expected(
        examples={
            ELIZAOS_LIST: {
                "sessions": [ELIZAOS_RUNNING],
                "total": 1,
                "stats": {"totalSessions": 2, "activeSessions": 1, "expiredSessions": 1},
            },
            ELIZAOS_DETAIL: ELIZAOS_RUNNING,
        },
        sessions={"5f0b3c52-6f5f-4f8a-9d0b-1a7b8f3f3c11": Status.ACTIVE},
        requests=1,
        matching=["5f0b3c52-6f5f-4f8a-9d0b-1a7b8f3f3c11"],
    ),
    "konpro": Expected(
        examples={
            KONPRO_LIST: {
                "total": 2,
                "page": 1,
                "page_size": 100,
                "next_pagination_token": None,
                "data": [KONPRO_RUNNING, KONPRO_ENDED],
            }
        },
        sessions={"konpro-1": Status.ACTIVE, "konpro-2": Status.ENDED},
        requests=1,
        filters={**ACTIVE_SINCE, "created_before": datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)},
        matching=["konpro-1"],
        pushed={"status", "date_from", "date_to"},
    ),
}
CREDENTIALS = [
    ("akool", {"api_key": "key"}),
    ("akool", {"token": "key"}),
    ("anam", {"api_key": "key"}),
    ("elizaos", {}),
    ("elizaos", {"api_key": "key"}),
    ("konpro", {"api_key": "key"}),
]
CLOSED = [vendor for vendor in vendors() if {} not in document(vendor)["security"]]


@contextmanager
def asking(source: Source, *, without: str | None = None) -> Iterator[tuple[Client, list[httpx.Response]]]:
    """A client with this source alone, and the answers that it gets; a header can be taken out of its requests."""
    answers: list[httpx.Response] = []

    async def keep(answer: httpx.Response) -> None:
        answers.append(answer)

    async def take_out(request: httpx.Request) -> None:
        if without is not None:
            del request.headers[without]

    hooks = {"request": [take_out], "response": [keep]}
    with Client([source], retries=0, http={"event_hooks": hooks, "trust_env": False}) as client:
        yield client, answers


def source_at(prisms: Prisms, vendor: str, options: dict[str, Any], *, examples: bool = True) -> Source:
    base_url = prisms.of(vendor, EXPECTED[vendor].examples if examples else None).base_url
    return source_class(vendor)(base_url=base_url, **options)


def assert_right(vendor: str, answers: list[httpx.Response], count: int) -> None:
    assert [(answer.status_code, wrong(vendor, answer)) for answer in answers] == [(200, [])] * count


def test_every_vendor_is_told_of_and_asked() -> None:
    assert vendors() == sorted(EXPECTED) == sorted({vendor for vendor, _ in CREDENTIALS})


@pytest.mark.parametrize(("vendor", "options"), CREDENTIALS)
def test_every_method_asks_and_reads_as_documented(prisms: Prisms, vendor: str, options: dict[str, Any]) -> None:
    expected = EXPECTED[vendor]
    ids, source = list(expected.sessions), source_at(prisms, vendor, options)
    with asking(source) as (client, answers):
        assert [(session.id, session.status) for session in client.list()] == list(expected.sessions.items())
        assert_right(vendor, answers, expected.requests)
    with asking(source) as (client, answers):
        (page,) = client.pages(vendor)
        assert [session.id for session in page.sessions] == ids
        assert (page.total, page.cursor, page.invalid) == (len(ids), None, ())
        assert_right(vendor, answers, expected.requests)
    with asking(source) as (client, answers):
        session = client.get(f"{vendor}:{ids[0]}")
        assert (session.id, session.status, session.vendor) == (ids[0], expected.sessions[ids[0]], vendor)
        assert_right(vendor, answers, 1)
    with asking(source) as (client, answers):
        assert client.count() == {vendor: len(ids)}
        assert_right(vendor, answers, expected.count_requests)
    assert expected.filters.keys() == source.capabilities.vendor_filters
    with asking(source) as (client, answers):
        assert [session.id for session in client.list(**expected.filters)] == expected.matching
        assert_right(vendor, answers, expected.requests)
    paging = {"page", "size", "perPage", "page_size", "token"}
    assert all(set(answer.request.url.params) - paging == expected.pushed for answer in answers)


@pytest.mark.parametrize(("vendor", "options"), CREDENTIALS)
def test_a_session_is_ended_as_documented(prisms: Prisms, vendor: str, options: dict[str, Any]) -> None:
    with asking(source_at(prisms, vendor, options, examples=False)) as (client, answers):
        # Prism makes up Akool's code, so that it may be a failure.
        with contextlib.suppress(*([ApiError] if vendor == "akool" else [])):
            client.end(f"{vendor}:{next(iter(EXPECTED[vendor].sessions))}")
        assert (answers[0].request.method, answers[0].status_code) == ("DELETE" if vendor == "elizaos" else "POST", 200)
        assert wrong(vendor, answers[0]) == []


def test_anams_limit_is_read_as_documented(prisms: Prisms) -> None:
    with asking(source_at(prisms, "anam", {"api_key": "key"}, examples=False)) as (client, answers):
        assert client.concurrency("anam") == Concurrency(current=3, limit=20)  # the document's examples
        assert_right("anam", answers, 1)


def test_a_page_token_that_never_ends_is_an_error_and_no_end(prisms: Prisms) -> None:
    # Without an example, Prism makes up a token, the same on each page. The second request is by number.
    with asking(source_at(prisms, "konpro", {"api_key": "key"}, examples=False)) as (client, answers):
        listing = client.list()
        assert next(listing).id == "string"
        with pytest.raises(IncompleteListingError) as caught:
            next(listing)
    (error,) = caught.value.errors
    assert isinstance(error, UnexpectedResponseError)
    assert "leads back to a page that was read" in str(error)
    assert_right("konpro", answers, 3)


@pytest.mark.parametrize("vendor", CLOSED)
def test_missing_credentials_are_an_authentication_error(provoked: Prisms, vendor: str) -> None:
    source = source_at(provoked, vendor, {"api_key": "k3y-0f-n0b0dy"})
    header = "authorization" if vendor == "anam" else "x-api-key"
    with asking(source, without=header) as (client, answers), pytest.raises(AuthenticationError) as caught:
        client.get(f"{vendor}:{next(iter(EXPECTED[vendor].sessions))}")
    assert (caught.value.status_code, caught.value.source, caught.value.vendor) == (401, vendor, vendor)
    assert str(caught.value).startswith(f"{vendor}: ")
    assert "k3y-0f-n0b0dy" not in str(caught.value)
    (found,) = wrong(vendor, answers[0])
    assert "Invalid security scheme used" in found
