"""Times that the local zone does not have."""

import pytest

from tests.client.scripted import Answer, ScriptedServer, answer

from .conftest import Run


@pytest.mark.parametrize("command", [("list",), ("get", "elizaos:s")], ids=["list", "get"])
def test_a_time_at_the_edge_is_shown_in_utc(
    run: Run, command: tuple[str, ...], in_zone_of_kiritimati: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = {"sessionId": "s", "createdAt": "9999-12-31T23:59:59Z"}
    with ScriptedServer(lambda request: told(request.path, record)) as server:
        monkeypatch.setenv("ELIZAOS_BASE_URL", server.url)
        ended = run(*command)
    assert ended.status == 0
    assert "elizaos:s" in ended.out
    assert "9999-12-31 23:59:59 UTC" in ended.out


def told(path: str, record: dict[str, str]) -> Answer:
    return answer({"sessions": [record], "total": 1} if path.endswith("/sessions") else record)
