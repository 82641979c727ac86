"""The recipe for a web application, run with FastAPI's test client."""

import json
import logging
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jsonschema import validate

import allsessions
from allsessions import AsyncClient, Client
from allsessions.simulator import Simulator

from .pages import blocks

pytestmark = pytest.mark.usefixtures("reader")


@pytest.fixture(scope="module")
def app() -> FastAPI:
    namespace: dict[str, Any] = {"__name__": "app"}
    exec(blocks("docs/recipes/web-application.md")[0].text, namespace)
    return namespace["app"]  # type: ignore[no-any-return]  # a page's names have no types here


def test_an_answer_has_the_sessions_of_the_list(app: FastAPI, simulator: Simulator) -> None:
    with TestClient(app) as web:
        answer = web.get(
            "/sessions", params={"source": ["anam", "akool"], "status": ["ended", "failed"], "limit": 1000}
        )
    assert answer.status_code == 200
    with Client.from_env(simulator.environment()) as client:
        listed = [each.to_dict() for each in client.list(sources=["anam", "akool"], status=["ended", "failed"])]
    assert answer.json() == {"sessions": listed, "missing": []}
    assert {each["source"] for each in listed} == {"anam", "akool"}


def test_a_partial_list_is_a_502_that_says_what_is_missing(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("ANAM_API_KEY", "wrong-key-1234567890")
    with TestClient(app) as web, caplog.at_level(logging.WARNING):
        answer = web.get("/sessions", params={"limit": 1000})
        one = web.get("/sessions/anam:1")
    assert (answer.status_code, one.status_code) == (502, 502)
    assert answer.json()["missing"] == [{"source": "anam", "error": "AuthenticationError"}]
    assert {each["source"] for each in answer.json()["sessions"]} == {"akool", "konpro", "elizaos"}
    assert "anam: " in caplog.text
    assert "wrong-key-1234567890" not in caplog.text + answer.text + one.text


def test_what_is_not_valid_is_a_422_and_what_is_not_there_a_404(app: FastAPI) -> None:
    wrong = [{"source": "anma"}, {"status": "busy"}, {"limit": "0"}, {"created_after": "2026-04-20T09:30:00"}]
    with TestClient(app) as web:
        assert {web.get("/sessions", params=each).status_code for each in wrong} == {422}
        assert web.get("/sessions/no-colon").status_code == 422
        assert web.get("/sessions/anam:none").status_code == 404


def test_the_answers_match_the_schema_that_it_serves(app: FastAPI) -> None:
    with TestClient(app) as web:
        schema = web.get("/session-schema").json()
        sessions = web.get("/sessions", params={"limit": 1000}).json()["sessions"]
        one = web.get(f"/sessions/{sessions[0]['ref']}").json()
        documented = web.get("/openapi.json").json()
    assert schema == json.loads(json.dumps(allsessions.session_schema()))
    validate([*sessions, one], {"type": "array", "items": schema})
    assert "502" in documented["paths"]["/sessions"]["get"]["responses"]


def test_one_client_serves_all_requests_and_is_closed(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[AsyncClient] = []
    from_env = AsyncClient.from_env

    def counted() -> AsyncClient:
        made.append(from_env())
        return made[-1]

    monkeypatch.setattr(AsyncClient, "from_env", counted)
    with TestClient(app) as web:
        for _ in range(3):
            assert web.get("/sessions", params={"limit": 1}).status_code == 200
    (client,) = made
    with pytest.raises(RuntimeError, match="closed"):
        client.list()
