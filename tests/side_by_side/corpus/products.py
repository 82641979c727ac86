"""Operations of the kind that products have: many schemas that belong together, in our own words."""

# ruff: noqa: F403, F405  # the words of a case

from tests.side_by_side.cases import *
from tests.side_by_side.corpus.schemas import KEY, written

OCTETS = "application/octet-stream"
FIRST = Difference("body", "plain takes the first member of a union, which is closed, and loses what it does not name")
PRODUCTS = written("products")
VOICES, STREAMS, AGENTS = (case.document["components"]["schemas"] for case in PRODUCTS)
_voices, _streams, _agents = (case.readings[0].payload for case in PRODUCTS)
PERSONA, STREAM, MESSAGE = _voices["data"][0], _streams["one"], _agents["messages"][0]

# fmt: off
OPERATIONS = (
    operation("making a persona", call({"body": model("Persona", PERSONA)}, json_answer(PERSONA, 201), FIRST,
        body=PERSONA, kind="Persona", gives=PERSONA), call({"body": new("Persona", name="Ada")}, raises="TypeError"),
        call({"body": model("Persona", PERSONA)}, json_answer({"error": "no"}, 422), FIRST, kind="Problem"),
        body=body_of(ref("Persona")), answers={"201": answer_of(ref("Persona")), "4XX": answer_of(ref("Problem"))},
        schemas=VOICES),
    operation("making a tool", call({"body": model("HookTool", PERSONA["tools"][0])}, json_answer(PERSONA["tools"][1]),
        kind="SearchTool"), body=body_of(ref("Tool")), answers={"200": answer_of(ref("Tool"))}, schemas=VOICES),
    operation("listing streams", call({"page": 1, "status": [model("Status", 2)]},
        json_answer({"code": 1, "data": {"result": [STREAM]}}), kind="StreamPage",
        query=[("page", "1"), ("status", "2")]),
        call({}, json_answer({"code": 2, "msg": "no", "data": None}), kind="StreamPage"),
        parameters=[query("page", INT), query("status", many(ref("Status")))],
        answers={"200": answer_of(ref("StreamPage"))}, schemas=STREAMS, version=OLD),
    operation("uploading a picture for an agent", call({"body": new("Upload",
        file=file(b"\x89PNG", "a.png", "image/png"), type_=model("UploadType", "image"))}, json_answer(MESSAGE),
        kind="Message", gives=MESSAGE), body=body_of(ref("Upload"), "multipart/form-data"),
        answers={"200": answer_of(ref("Message"))}, schemas=AGENTS),
    operation("speech of an agent", call({"agent_id": KEY, "body": new("OpBody", text="Hello")},
        Answer(200, b"ID3\x00", OCTETS), kind="File", gives="ID3\x00"), path="/agents/{agentId}/speech",
        parameters=[in_path("agentId", UUID_)], body=body_of(obj({"text": STR}, "text")),
        answers={"200": answer_of(BINARY, OCTETS), "404": answer_of(ref("Log"))}, schemas=AGENTS),
)
# fmt: on
