"""Akool's part of the simulator, over a real socket."""

from typing import Any

import httpx
import pytest

from allsessions.simulator import KEY, Simulator, World

LIST = "/api/open/v4/liveAvatar/session/list"
DETAIL = "/api/open/v4/liveAvatar/session/detail"


def listed(client: httpx.Client, **parameters: str | int) -> dict[str, Any]:
    answer = client.get(LIST, params=parameters).json()
    assert answer["code"] == 1000, answer
    data: dict[str, Any] = answer["data"]
    return data


def test_pages_hold_every_session_once_and_in_order(akool: httpx.Client, world: World) -> None:
    pages = [listed(akool, page=page, size=10)["result"] for page in range(1, 7)]
    assert [len(page) for page in pages] == [10, 10, 10, 10, 10, 7]
    assert [session for page in pages for session in page] == list(world.akool)


def test_default_page_is_the_first_hundred(akool: httpx.Client, world: World) -> None:
    assert listed(akool) == {"count": len(world.akool), "result": list(world.akool)}


def test_page_past_the_end_is_empty_and_still_counts_all(akool: httpx.Client, world: World) -> None:
    assert listed(akool, page=99) == {"count": len(world.akool), "result": []}


@pytest.mark.parametrize("status", [1, 2, 3, 4])
def test_status_filter_gives_exactly_the_sessions_of_that_status(
    akool: httpx.Client, world: World, status: int
) -> None:
    expected = [session for session in world.akool if session["status"] == status]
    assert expected
    assert listed(akool, status=status) == {"count": len(expected), "result": expected}


def test_detail_gives_the_listed_session(akool: httpx.Client, world: World) -> None:
    session = world.akool[17]
    answer = akool.get(DETAIL, params={"id": session["_id"]}).json()
    assert answer == {"code": 1000, "msg": "OK", "data": session}


def test_detail_of_an_unknown_id_is_code_1008_with_null_data(akool: httpx.Client) -> None:
    answer = akool.get(DETAIL, params={"id": "0" * 24})
    assert answer.status_code == 200
    assert (answer.json()["code"], answer.json()["data"]) == (1008, None)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (LIST, "page=0"),
        (LIST, "page=-1"),
        (LIST, "page=one"),
        (LIST, "page="),
        (LIST, "page=1.0"),
        (LIST, "page=%D9%A1"),
        (LIST, "page=" + "9" * 5000),
        (LIST, "size=0"),
        (LIST, "status=5"),
        (LIST, "status="),
        (DETAIL, ""),
        (DETAIL, "id="),
    ],
)
def test_bad_parameter_is_code_1003_at_http_200(akool: httpx.Client, path: str, query: str) -> None:
    answer = akool.get(f"{path}?{query}")
    assert answer.status_code == 200
    assert answer.json()["code"] == 1003


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"x-api-key": KEY}, 1000),
        ({"authorization": f"Bearer {KEY}"}, 1000),
        ({"authorization": f"bearer {KEY}"}, 1000),
        ({"authorization": f"Bearer {KEY}", "x-api-key": "wrong"}, 1000),
        ({"authorization": "Bearer wrong", "x-api-key": KEY}, 1101),
        ({"authorization": "", "x-api-key": KEY}, 1000),
        ({"authorization": KEY}, 1102),
        ({"x-api-key": "wrong"}, 1101),
        ({"x-api-key": ""}, 1102),
        ({}, 1102),
    ],
)
@pytest.mark.parametrize("path", [LIST, DETAIL + "?id=none"])
def test_authorization_leads_and_a_failure_is_a_code_at_http_200(
    simulator: Simulator, http: httpx.Client, path: str, headers: dict[str, str], code: int
) -> None:
    answer = http.get(simulator.base_url("akool") + path, headers=headers)
    assert answer.status_code == 200
    admitted = 1008 if path.startswith(DETAIL) else 1000
    assert answer.json()["code"] == (admitted if code == 1000 else code)
