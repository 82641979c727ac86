"""Whatever a vendor sends, in whichever field, neither a terminal nor a spreadsheet acts on it."""

import csv
import io
import re
from typing import Any

import pytest

from tests.client.scripted import Answer, Request, ScriptedServer, answer

from .conftest import Run
from .marks import envelope

ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
HOSTILE = {
    "colour": "\x1b[31mred",
    "clear": "\x1b[2J\x1b[H",
    "title": "\x1b]0;title\x07",
    "link": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "device control": "\x1bP+q544e\x1b\\",
    "application": "\x1b_G\x1b\\ \x1b^x\x1b\\ \x1bXx\x1b\\",
    "question": "\x1b[6n\x1b[c\x05",
    "8 bits": "\x9b31m \x9d0;title\x9c \x90x\x9c",
    "moving": "a\rb\nc\x0bd\x0ce\x08f\x7f",
    "line ends": "a\x85b\u2028c\u2029d",
    "nothing": "a\x00b",
    "bidi": "\u202eevil\u202c \u2066a\u2069 \u202aa\u202b\u202d \u2067\u2068",
    "half": "\ud83d",
    "markup": "[red]x[/red] [link=https://evil.example]y[/link] :bomb: {x} %s",
    "formula": '=HYPERLINK("https://evil.example";"x")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-1+1",
    "at": "@SUM(1)",
    "tab": "\t=1",
    "return": "\r=1",
    "line": "\n=1",
    "separators": "a,b;c\td\"e'f",
}
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDE_STARTS = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The same signs as Chinese and Japanese keyboards write them; some spreadsheets begin a formula with them, too."""

each_text = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def record(vendor: str, text: str) -> dict[str, Any]:
    """A record with this text in each of its strings."""
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


def listing(request: Request) -> Answer:
    vendor = request.path.split("/")[1]
    return answer(envelope(vendor, *(record(vendor, text) for text in HOSTILE.values())))


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("columns", ["20", "80", "300"])
def test_no_field_of_any_vendor_acts_on_a_terminal(run: Run, format: str, columns: str) -> None:
    with ScriptedServer(listing) as server:
        told = run("list", "--format", format, environment={**environment_for(server.url), "COLUMNS": columns})
    assert told.status == 0
    assert not ACTING.search(told.out + told.err)
    lines = {"table": 1, "json": 2, "jsonl": 0, "csv": 1}[format] + 4 * len(HOSTILE)
    assert len(told.out.splitlines()) == lines or (format, columns) in [("table", "20"), ("table", "80")]


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_nor_does_the_raw_record(run: Run, format: str) -> None:
    with ScriptedServer(listing) as server:
        told = run("list", "--format", format, "--raw", environment=environment_for(server.url))
    assert (told.status, told.out.count('"raw"')) == (0, 4 * len(HOSTILE))
    assert not ACTING.search(told.out + told.err)


def test_no_cell_begins_like_a_formula(run: Run) -> None:
    with ScriptedServer(listing) as server:
        told = run("list", "--format", "csv", environment=environment_for(server.url))
    rows = [*csv.reader(io.StringIO(told.out, newline=""))]
    assert len(rows) == 1 + 4 * len(HOSTILE)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(STARTS)]


@pytest.mark.parametrize("sign", WIDE_STARTS)
def test_nor_with_a_wide_sign(run: Run, sign: str) -> None:
    told_of = answer(envelope("anam", {**record("anam", f"{sign}1+1"), "id": "x"}))
    with ScriptedServer(lambda request: told_of) as server:
        told = run("list", "--source", "anam", "--format", "csv", environment=environment_for(server.url))
    rows = [*csv.reader(io.StringIO(told.out, newline=""))]
    assert len(rows) == 2
    assert not [cell for cell in rows[1] if cell.startswith(WIDE_STARTS)]


@each_text
@pytest.mark.parametrize("vendor", ["konpro", "akool", "elizaos"])
@pytest.mark.parametrize("format", ["table", "json"])
def test_nor_does_one_session(run: Run, text: str, vendor: str, format: str) -> None:
    def script(request: Request) -> Answer:
        found = {**record(vendor, text), "_id": "x", "session_id": "x", "sessionId": "x"}
        if vendor == "konpro":
            return answer(envelope(vendor, found))
        return answer(found if vendor == "elizaos" else {"code": 1000, "data": found})

    with ScriptedServer(script) as server:
        told = run("get", f"{vendor}:x", "--format", format, environment=environment_for(server.url))
    assert told.status == 0
    assert not ACTING.search(told.out + told.err)


@each_text
@pytest.mark.parametrize(("command", "status"), [(("list",), 400), (("count",), 200), (("get", "anam:x"), 401)])
def test_no_error_acts_on_a_terminal(run: Run, text: str, command: tuple[str, ...], status: int) -> None:
    def script(request: Request) -> Answer:
        detail = {"code": text, "message": text, text: text}
        akool = {"code": 1101, "msg": text}
        return answer({**akool, "error": text, "message": text, **({"error": detail} if status == 400 else {})}, status)

    with ScriptedServer(script) as server:
        told = run(*command, environment=environment_for(server.url))
    assert told.status == 1
    assert told.err
    assert not ACTING.search(told.out + told.err)
    assert all(line.startswith("error: ") or " session" in line for line in told.err.splitlines())


@pytest.mark.parametrize("place", ["https://a\x9bb.example/", "https://[red]x.example", "https://\u202egnp.example"])
def test_no_redirect_acts_on_a_terminal(run: Run, place: str) -> None:
    raw = f"HTTP/1.1 302 Told\r\nlocation: {place}\r\ncontent-length: 0\r\n\r\n".encode()
    with ScriptedServer(lambda request: Answer(raw=raw, close=True)) as server:
        told = run("get", "elizaos:x", environment=environment_for(server.url))
    assert told.status == 1
    assert not ACTING.search(told.out + told.err)


@each_text
def test_no_record_that_cannot_be_read_acts_on_a_terminal(run: Run, text: str) -> None:
    def script(request: Request) -> Answer:
        vendor = request.path.split("/")[1]
        odd = {"_id": {text: text}, "id": {text: text}, "session_id": {text: text}, "sessionId": {text: text}}
        return answer(envelope(vendor, {**record(vendor, text), **odd}))

    with ScriptedServer(script) as server:
        told = run("list", environment=environment_for(server.url))
    assert told.status == 1
    assert len(told.err.splitlines()) == 5
    assert not ACTING.search(told.out + told.err)
