"""A vendor's text, in any field, has no effect on a terminal or in a spreadsheet."""

import csv
import io
import re
from typing import Any

from ..client.scripted import Answer, Request, ScriptedServer, answer
from .conftest import Run, environment_for
from .marks import envelope

ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
HOSTILE = [
    *("\x1b[31mred", "\x1b]8;;https://evil.example\x1b\\click", "\x9b31m \x9d0;title\x9c \x90x\x9c", "\ud83d"),
    *("a\rb\nc\x0bd\x0ce\x08f\x7f", "a\x85b\u2028c\u2029d", "a\x00b", "\u202eevil\u202c \u2066a\u2069 \u2067\u2068"),
    "[red]x[/red] [link=https://evil.example]y[/link] :bomb: {x} %s",
    *(f"{sign}1+cmd|' /C calc'!A0" for sign in ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠")),
    "a,b;c\td\"e'f",
]
STRINGS = {
    "akool": ("_id", "stream_type", "note"),
    "anam": ("id", "personaId", "clientLabel", "engineProtocol", "exitStatus", "organizationId"),
    "konpro": ("session_id", "status", "avatar_id", "voice_name"),
    "elizaos": ("sessionId", "agentId", "userId", "channelId"),
}


def record(vendor: str, text: str) -> dict[str, Any]:
    """Return a record with this text in each of its strings, and inside an object."""
    return dict.fromkeys(STRINGS[vendor], text) | {"metadata": {text: [text]}, "personaConfig": {text: text}}


def listing(request: Request) -> Answer:
    vendor = request.path.split("/")[1]
    return answer(envelope(vendor, *(record(vendor, text) for text in HOSTILE)))


def test_no_field_of_any_vendor_acts_on_a_terminal_or_sheet(run: Run) -> None:
    with ScriptedServer(listing) as server:
        variables = {**environment_for(server.url, "key"), "TERM": "xterm-256color"}
        for format, columns in (("table", "20"), ("table", "300"), ("json", "80"), ("jsonl", "80"), ("csv", "80")):
            raw = ["--raw"] if format.startswith("json") else []
            result = run("list", "--format", format, *raw, environment={**variables, "COLUMNS": columns})
            assert result.status == 0
            assert not ACTING.search(result.out + result.err)
            assert not raw or result.out.count('"raw"') == 4 * len(HOSTILE)
    rows = [*csv.reader(io.StringIO(result.out, newline=""))]
    assert len(rows) == 1 + 4 * len(HOSTILE)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith((*"=+-@\t\r\n＝＋－＠",))]
