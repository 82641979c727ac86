"""KonPro's part of the simulator, over a real socket."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from allsessions.simulator import KEY, Simulator, World

LIST = "/v1/streaming/sessions"


def listed(client: httpx.Client, **parameters: str | int) -> dict[str, Any]:
    answer = client.get(LIST, params=parameters)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def followed(client: httpx.Client, **parameters: str | int) -> list[object]:
    """All sessions, by the tokens alone after the first request."""
    body = listed(client, **parameters)
    sessions: list[object] = [*body["data"]]
    while body["next_pagination_token"] is not None:
        body = listed(client, token=body["next_pagination_token"])
        sessions += body["data"]
    return sessions


def test_tokens_lead_through_every_session_once_and_in_order(konpro: httpx.Client, world: World) -> None:
    assert followed(konpro, page_size=8) == list(world.konpro)


def test_pages_hold_every_session_once_and_in_order(konpro: httpx.Client, world: World) -> None:
    pages = [listed(konpro, page=page)["data"] for page in range(1, 7)]
    assert [session for page in pages for session in page] == list(world.konpro)


def test_token_leads_over_page(konpro: httpx.Client, world: World) -> None:
    token = listed(konpro)["next_pagination_token"]
    body = listed(konpro, page=5, token=token)
    assert (body["page"], body["data"]) == (2, list(world.konpro[10:20]))


def test_token_keeps_the_filters_of_its_list(konpro: httpx.Client, world: World) -> None:
    expected = [session for session in world.konpro if session["status"] == "connected"]
    assert len(expected) > 7
    assert followed(konpro, status="connected", page_size=7) == expected


def test_a_token_may_come_with_filters_and_another_size(konpro: httpx.Client, world: World) -> None:
    expected = [session for session in world.konpro if session["status"] == "connected"]
    token = listed(konpro, status="connected", page_size=7)["next_pagination_token"]
    body = listed(konpro, status="connected", page_size=20, token=token)
    assert (body["page_size"], body["data"]) == (20, expected[7:27])


def test_last_page_has_no_token(konpro: httpx.Client) -> None:
    body = listed(konpro, page=6)
    assert (len(body["data"]), body["next_pagination_token"]) == (7, None)


def test_full_last_page_has_no_token(konpro: httpx.Client, world: World) -> None:
    assert listed(konpro, page_size=len(world.konpro))["next_pagination_token"] is None


def test_page_past_the_end_is_empty_and_ends_the_list(konpro: httpx.Client, world: World) -> None:
    body = listed(konpro, page=99)
    assert (body["total"], body["data"], body["next_pagination_token"]) == (len(world.konpro), [], None)


@pytest.mark.parametrize("status", ["new", "connecting", "connected"])
def test_status_filter_gives_exactly_the_sessions_of_that_status(
    konpro: httpx.Client, world: World, status: str
) -> None:
    expected = [session for session in world.konpro if session["status"] == status]
    assert expected
    body = listed(konpro, status=status, page_size=100)
    assert (body["total"], body["data"]) == (len(expected), expected)


def test_dates_include_both_ends(konpro: httpx.Client, world: World) -> None:
    body = listed(konpro, date_from=utc(world.konpro[30]), date_to=utc(world.konpro[20]), page_size=100)
    assert body["data"] == list(world.konpro[20:31])


def utc(session: Any) -> str:
    return datetime.fromtimestamp(session["created_at"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def forged(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page_size=0",
        "page_size=many",
        "status=closed",
        "date_from=2026-04-20",
        "date_to=2026-04-20T09:00:00",
        "date_to=2026-13-01T00:00:00Z",
        "token=unknown",
        "token=",
        "token=%C3%A9",
        f"token={forged('offset=x&size=10')}",
        f"token={forged('offset=10&size=10&limit=1')}",
        f"token={forged('status=closed&offset=10&size=10')}",
    ],
)
def test_bad_parameter_or_unknown_token_is_400(konpro: httpx.Client, query: str) -> None:
    answer = konpro.get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "VALIDATION_ERROR"


def test_token_of_a_list_with_other_filters_is_400(konpro: httpx.Client) -> None:
    token = listed(konpro, status="connected")["next_pagination_token"]
    answer = konpro.get(LIST, params={"status": "new", "token": token})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "VALIDATION_ERROR"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "MISSING_API_KEY"),
        ({"x-api-key": ""}, "MISSING_API_KEY"),
        ({"authorization": f"Bearer {KEY}"}, "MISSING_API_KEY"),
        ({"x-api-key": "wrong"}, "INVALID_API_KEY"),
    ],
)
def test_without_the_key_it_is_401_and_says_which(
    simulator: Simulator, http: httpx.Client, headers: dict[str, str], code: str
) -> None:
    answer = http.get(simulator.base_url("konpro") + LIST, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == code


def test_error_names_the_request_as_the_header_does(konpro: httpx.Client) -> None:
    answer = konpro.get(LIST, params={"page": 0})
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
