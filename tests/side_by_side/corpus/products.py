"""Documents of the kind that products have: many schemas that belong together, in our own words."""

from typing import Any

from tests.side_by_side.cases import (
    BINARY,
    BOOL,
    FREE,
    INT,
    NULL,
    NUM,
    OLD,
    STR,
    TIME,
    UUID_,
    Answer,
    Difference,
    all_of,
    answer_of,
    any_of,
    body_of,
    call,
    case,
    closed,
    enum,
    file,
    in_path,
    json_answer,
    many,
    map_of,
    model,
    new,
    nullable,
    obj,
    one_of,
    operation,
    or_null,
    query,
    reads,
    ref,
)

KEY = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
MOMENT = "2031-05-06T07:08:09.250000+00:00"
OCTETS = "application/octet-stream"

VOICES = {
    "Paging": obj({"total": INT, "page": INT, "nextPage": or_null(INT)}, "total page"),
    "Problem": obj({"error": STR, "details": many(ref("Detail"))}, "error"),
    "Detail": obj({"path": many(any_of(STR, INT)), "message": STR}, "message"),
    "Speech": one_of(ref("PlainSpeech"), ref("StyledSpeech"), ref("ClonedSpeech"), ref("FastSpeech")),
    "PlainSpeech": closed({"speed": {**NUM, "default": 1}, "volume": NUM}, title="Plain"),
    "StyledSpeech": obj({"stability": NUM, "style": NUM, "speakerBoost": BOOL}, "stability"),
    "ClonedSpeech": obj({"sample": ref("Sample"), "similarity": NUM}, "sample"),
    "FastSpeech": obj({"latency": enum("low", "lowest"), "emotion": or_null(STR)}, "latency"),
    "Sample": obj({"url": {"type": "string", "format": "uri"}, "seconds": NUM, "takenAt": TIME}),
    "Voice": obj({"id": UUID_, "name": STR, "provider": enum("ONE", "TWO"), "speech": ref("Speech")}, "id name"),
    "Tool": one_of(
        ref("ClientTool"),
        ref("HookTool"),
        ref("SearchTool"),
        discriminator={
            "propertyName": "type",
            "mapping": {
                "CLIENT": "#/components/schemas/ClientTool",
                "HOOK": "#/components/schemas/HookTool",
                "SEARCH": "#/components/schemas/SearchTool",
            },
        },
    ),
    "ToolBase": obj({"id": UUID_, "type": STR, "name": STR, "parameters": ref("Parameters")}, "type name"),
    "ClientTool": all_of(ref("ToolBase"), obj({"awaits": BOOL})),
    "HookTool": all_of(
        ref("ToolBase"), obj({"url": STR, "method": enum("GET", "POST"), "headers": map_of(STR)}, "url")
    ),
    "SearchTool": all_of(ref("ToolBase"), obj({"groups": many(UUID_)}, "groups")),
    "Parameters": obj(
        {"type": STR, "properties": map_of(ref("Parameters")), "items": ref("Parameters"), "required": many(STR)}
    ),
    "Persona": obj(
        {
            "id": UUID_,
            "name": STR,
            "description": or_null(STR),
            "voice": one_of(ref("Voice"), NULL),
            "tools": many(ref("Tool")),
            "mode": {"type": ["string", "null"], "enum": ["live", "recorded", None]},
            "limits": map_of(or_null(INT)),
            "createdAt": TIME,
            "archivedAt": or_null(TIME),
        },
        "id name",
    ),
    "Link": obj({"token": {**STR, "format": "password"}, "kind": enum("LINK", "EMBED"), "expiresAt": or_null(TIME)}),
    "PersonaLink": all_of(ref("Link"), obj({"persona": ref("Persona"), "opened": many(TIME)}), description="A link."),
}
PERSONA: dict[str, Any] = {
    "id": KEY,
    "name": "Ada",
    "description": None,
    "voice": {"id": KEY, "name": "calm", "provider": "ONE", "speech": {"stability": 0.5, "speakerBoost": True}},
    "tools": [
        {"type": "HOOK", "name": "ask", "url": "https://hook.invalid", "method": "POST", "headers": {"x": "y"}},
        {"type": "SEARCH", "name": "find", "groups": [KEY], "parameters": {"properties": {"q": {"type": "string"}}}},
        {"type": "CLIENT", "name": "wave", "awaits": False},
    ],
    "mode": None,
    "limits": {"minutes": 5, "words": None},
    "createdAt": MOMENT,
    "archivedAt": None,
}
VOICE_PAGE = obj(
    {"data": many(ref("Persona")), "links": many(ref("PersonaLink")), "meta": ref("Paging"), "problem": ref("Problem")},
    "data meta",
)

STREAMS = {
    "Envelope": obj({"code": INT, "msg": STR}, "code"),
    "Status": enum(1, 2, 3, 4, description="1 waits, 2 runs, 3 is over, 4 failed."),
    "Credentials": one_of(ref("RoomCredentials"), ref("ChannelCredentials")),
    "RoomCredentials": obj({"server": STR, "token": STR}, "server token"),
    "ChannelCredentials": obj({"app": STR, "channel": STR, "uid": INT}, "app channel"),
    "Detection": obj({"type": enum("server", "meaning"), "level": nullable(NUM)}, "type"),
    "Knobs": obj({"language": STR, "detection": nullable({"allOf": [ref("Detection")]})}, additionalProperties=STR),
    "Stream": obj({"_id": STR, "uid": INT, "status": ref("Status"), "credentials": ref("Credentials")}, "_id"),
    "StreamDetail": all_of(
        ref("Stream"), obj({"knobs": ref("Knobs"), "crop": many(INT), "from": INT, "made_at": TIME})
    ),
    "StreamPage": all_of(ref("Envelope"), obj({"data": obj({"count": INT, "result": many(ref("StreamDetail"))})})),
}
STREAM: dict[str, Any] = {
    "_id": "a",
    "uid": 5,
    "status": 2,
    "credentials": {"app": "b", "channel": "c", "uid": 0},
    "knobs": {"language": "de", "detection": {"type": "server", "level": None}, "pace": "slow"},
    "crop": [0, 1],
    "from": 2,
    "made_at": MOMENT,
}

AGENTS = {
    "Agent": obj(
        {"id": UUID_, "name": STR, "bio": one_of(STR, many(STR)), "settings": FREE, "status": enum("on", "off")}
    ),
    "World": obj({"id": UUID_, "rooms": many(ref("Room")), "metadata": FREE}, "id"),
    "Room": obj({"id": UUID_, "kind": enum("a", "b"), "world": ref("World"), "members": map_of(ref("Agent"))}, "id"),
    "Message": obj(
        {
            "id": UUID_,
            "author": UUID_,
            "text": STR,
            "attachments": many(ref("Attachment")),
            "replies": many(ref("Message")),
            "sent": one_of(TIME, INT),
        },
        "id author text",
    ),
    "Attachment": one_of(ref("Picture"), ref("Clip"), discriminator={"propertyName": "type"}),
    "Picture": obj({"type": enum("Picture"), "url": STR, "width": INT, "height": INT}, "type url"),
    "Clip": obj({"type": enum("Clip"), "url": STR, "seconds": NUM}, "type url"),
    "Upload": obj({"file": BINARY, "agent": UUID_, "type": enum("image", "video")}, "file"),
    "Log": obj({"level": INT, "at": {"type": "integer", "format": "int64"}, "body": {}, "error": or_null(FREE)}),
}
MESSAGE: dict[str, Any] = {
    "id": KEY,
    "author": KEY,
    "text": "Hello",
    "attachments": [{"type": "Clip", "url": "u", "seconds": 1.5}, {"type": "Picture", "url": "v", "width": 1}],
    "replies": [{"id": KEY, "author": KEY, "text": "Hi", "sent": 17}],
    "sent": MOMENT,
}
ROOM = {"id": KEY, "kind": "a", "world": {"id": KEY, "rooms": [{"id": KEY}]}, "members": {"a": {"bio": ["x"]}}}
FIRST = Difference("body", "plain takes the first member of a union, which is closed, and loses what it does not name")

# fmt: off
CASES = (
    case("voices, personas and tools", VOICE_PAGE, reads({"data": [PERSONA],
        "links": [{"kind": "LINK", "persona": PERSONA, "opened": []}], "meta": {"total": 1, "page": 1}},
        {"data[0].voice.speech": "StyledSpeech", "data[0].tools[0]": "HookTool", "data[0].tools[1]": "SearchTool",
        "data[0].tools[1].parameters.properties[q]": "Parameters", "data[0].tools[2]": "ClientTool",
        "links[0].persona.voice": "Voice", "data[0].created_at": "datetime"}), reads({"data": [],
        "meta": {"total": 0, "page": 1, "nextPage": None},
        "problem": {"error": "no", "details": [{"path": ["a", 0], "message": "b"}]}}), schemas=VOICES),
    case("streams with their credentials", obj({"page": ref("StreamPage"), "one": ref("StreamDetail")}),
        reads({"page": {"code": 1, "msg": "ok", "data": {"count": 1, "result": [STREAM]}}, "one": STREAM},
        {"one.credentials": "ChannelCredentials", "one.status": "Status", "page.data.result[0].knobs": "Knobs"}),
        schemas=STREAMS, version=OLD),
    case("agents, rooms and messages",
        obj({"messages": many(ref("Message")), "room": ref("Room"), "logs": many(ref("Log"))}),
        reads({"messages": [MESSAGE], "room": ROOM, "logs": [{"level": 1, "at": 2, "body": [1], "error": None}]},
        {"messages[0].attachments[0]": "Clip", "messages[0].attachments[1]": "Picture",
        "messages[0].replies[0].sent": "int", "messages[0].sent": "datetime", "room.members[a]": "Agent"}),
        schemas=AGENTS),
)
# fmt: on

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
