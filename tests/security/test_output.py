"""A vendor's text, in any field, acts neither on a terminal nor on a spreadsheet."""

import csv
import io
import re
from typing import Any

import pytest

from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .conftest import Run
from .marks import envelope

ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
HOSTILE = [
    *("\x1b[31mred", "\x1b]8;;https://evil.example\x1b\\click", "\x1b]52;c;ZXZpbA==\x07", "\x1b[6n\x1b[c\x05"),
    *("\x9b31m \x9d0;title\x9c \x90x\x9c", "a\rb\nc\x0bd\x0ce\x08f\x7f", "a\x85b\u2028c\u2029d", "a\x00b", "\ud83d"),
    "\u202eevil\u202c \u2066a\u2069 \u202aa\u202b\u202d \u2067\u2068",
    "[red]x[/red] [link=https://evil.example]y[/link] :bomb: {x} %s",
    *(f"{sign}1+cmd|' /C calc'!A0" for sign in ("=", "+", "-", "@", "\t=", "\r=", "\n=")),
    *(f"{sign}1+1" for sign in ("＝", "＋", "－", "＠")),
    "a,b;c\td\"e'f",
]
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def record(vendor: str, text: str) -> dict[str, Any]:
    """Return a record with this text in each of its strings."""
    match vendor:
        case "akool":
            return {"_id": text, "uid": 7, "status": 9, "stream_type": text, "note": text}
        case "anam":
            strings = ("id", "personaId", "clientLabel", "engineProtocol", "exitStatus", "organizationId")
            return dict.fromkeys(strings, text) | {"personaConfig": {text: text}}
        case "konpro":
            return {"session_id": text, "status": text, "avatar_id": text, "voice_name": text, "api_key_type": text}
        case _:
            return {"sessionId": text, "agentId": text, "userId": text, "channelId": text, "metadata": {text: [text]}}


def environment_for(url: str) -> dict[str, str]:
    keys = {f"{vendor}_API_KEY": "key" for vendor in ("AKOOL", "ANAM", "KONPRO", "ELIZAOS")}
    urls = {f"{vendor.upper()}_BASE_URL": f"{url}/{vendor}" for vendor in ("akool", "anam", "konpro", "elizaos")}
    return {**keys, **urls, "TERM": "xterm-256color"}


def vendor_of(request: Request) -> str:
    return request.path.split("/")[1]


def listing(request: Request) -> Answer:
    vendor = vendor_of(request)
    return answer(envelope(vendor, *(record(vendor, text) for text in HOSTILE)))


OUTPUTS = [("table", "20"), ("table", "300"), ("json", "80"), ("jsonl", "80"), ("csv", "80")]


@pytest.mark.parametrize(("format", "columns"), OUTPUTS)
def test_no_field_of_any_vendor_acts_on_a_terminal(run: Run, format: str, columns: str) -> None:
    raw = ["--raw"] if format in ("json", "jsonl") else []
    with ScriptedServer(listing) as server:
        result = run("list", "--format", format, *raw, environment={**environment_for(server.url), "COLUMNS": columns})
    assert result.status == 0
    assert not ACTING.search(result.out + result.err)
    assert not raw or result.out.count('"raw"') == 4 * len(HOSTILE)


def test_no_cell_begins_like_a_formula(run: Run) -> None:
    with ScriptedServer(listing) as server:
        result = run("list", "--format", "csv", environment=environment_for(server.url))
    rows = [*csv.reader(io.StringIO(result.out, newline=""))]
    assert len(rows) == 1 + 4 * len(HOSTILE)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(STARTS)]


@pytest.mark.parametrize("command", [("list",), ("get", "akool:x")], ids=" ".join)
def test_no_error_acts_on_a_terminal(run: Run, command: tuple[str, ...]) -> None:
    text = "".join(HOSTILE)

    def script(request: Request) -> Answer:
        if request.path.startswith("/elizaos"):
            return answer(envelope("elizaos", {**record("elizaos", text), "sessionId": {text: text}}))
        if request.path.startswith("/konpro"):
            return Answer(raw=b"HTTP/1.1 302 Told\r\nlocation: https://a\x9bb.example/\r\n\r\n", close=True)
        return answer({"code": 1101, "msg": text, "error": text, "message": text, text: text}, 400)

    with ScriptedServer(script) as server:
        result = run(*command, environment=environment_for(server.url))
    assert result.status == 1
    assert not ACTING.search(result.out + result.err)
    assert all(line.startswith("error: ") or " session" in line for line in result.err.splitlines())
