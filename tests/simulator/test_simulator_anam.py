"""Anam's part of the simulator, over a real socket."""

from typing import Any

import httpx
import pytest

from allsessions.simulator import KEY, Simulator, World

LIST = "/v1/sessions"


def listed(client: httpx.Client, **parameters: str | int) -> dict[str, Any]:
    answer = client.get(LIST, params=parameters)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_following_next_gives_every_session_once_and_in_order(anam: httpx.Client, world: World) -> None:
    sessions: list[object] = []
    page: int | None = 1
    while page is not None:
        body = listed(anam, page=page, perPage=20)
        sessions += body["data"]
        page = body["meta"]["next"]
    assert sessions == list(world.anam)


@pytest.mark.parametrize(("page", "previous", "following"), [(1, None, 2), (2, 1, 3), (3, 2, None), (99, 98, None)])
def test_meta_says_where_the_page_is(
    anam: httpx.Client, page: int, previous: int | None, following: int | None
) -> None:
    assert listed(anam, page=page, perPage=20)["meta"] == {
        "total": 57,
        "lastPage": 3,
        "currentPage": page,
        "perPage": 20,
        "prev": previous,
        "next": following,
    }


def test_default_page_is_the_first_ten(anam: httpx.Client, world: World) -> None:
    assert listed(anam)["data"] == list(world.anam[:10])


def test_page_past_the_end_is_empty(anam: httpx.Client) -> None:
    assert listed(anam, page=99)["data"] == []


def test_list_without_sessions_has_one_empty_page(http: httpx.Client) -> None:
    with Simulator(World()) as simulator:
        url = simulator.base_url("anam") + LIST
        body = http.get(url, headers={"authorization": f"Bearer {KEY}"}).json()
    assert body["data"] == []
    assert (body["meta"]["total"], body["meta"]["lastPage"], body["meta"]["next"]) == (0, 1, None)


def test_search_matches_part_of_a_label_ignoring_case(anam: httpx.Client, world: World) -> None:
    expected = [session for session in world.anam if session["clientLabel"] == "kiosk-berlin"]
    assert expected
    assert listed(anam, search="Osk-BERL", perPage=100)["data"] == expected


def test_search_matches_part_of_an_id_ignoring_case(anam: httpx.Client, world: World) -> None:
    session = world.anam[5]
    assert listed(anam, search=session["id"][3:30].upper())["data"] == [session]


@pytest.mark.parametrize(("parameter", "upper"), [("personaId", False), ("personaId", True), ("apiKeyId", False)])
def test_id_filter_gives_exactly_the_sessions_of_that_id(
    anam: httpx.Client, world: World, parameter: str, *, upper: bool
) -> None:
    wanted = next(session[parameter] for session in world.anam if session[parameter])
    expected = [session for session in world.anam if session[parameter] == wanted]
    asked = wanted.upper() if upper else wanted
    body = listed(anam, **{parameter: asked}, perPage=100)
    assert body["data"] == expected
    assert body["meta"]["total"] == len(expected) < len(world.anam)


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "perPage=0",
        "perPage=101",
        "perPage=ten",
        "apiKeyId=key",
        "personaId=",
        "personaId=1",
    ],
)
def test_bad_parameter_is_400_and_named(anam: httpx.Client, query: str) -> None:
    answer = anam.get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"] == "Bad Request"
    assert query.partition("=")[0] in answer.json()["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": KEY},
        {"x-api-key": KEY},
        {"authorization": "Bearer"},
    ],
)
def test_only_the_bearer_key_is_admitted(simulator: Simulator, http: httpx.Client, headers: dict[str, str]) -> None:
    answer = http.get(simulator.base_url("anam") + LIST, headers=headers)
    assert answer.status_code == 401
    assert set(answer.json()) == {"error", "message"}
