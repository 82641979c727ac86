"""What goes over the wire, and what comes of the answers, with the endpoints of a document that has everything."""

from __future__ import annotations

import datetime
import email
import io
import json
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import httpx
import pytest

from tests.codegen.calls import answered, sent
from tests.codegen.rich import PARAMETERS

PNG = b"\x89PNG\r\n\x1a\n\x00\xff"
IN_PATH = ("text", "number", "flag", "kind", "day", "id")
IN_HEADERS = ("number", "price", "flag", "kind", "level")


def as_argument(client: Any, name: str, prefix: str) -> Any:
    """A parameter's value, as Python has it."""
    levels = f"GetPlace{prefix}Level"
    to_python = {
        "kind": client.models.Kind,
        "level": lambda number: getattr(client.models, levels)(number),
        "day": datetime.date.fromisoformat,
        "at": datetime.datetime.fromisoformat,
        "id": UUID,
    }
    return to_python.get(name, lambda same: same)(PARAMETERS[name])


def test_parameters_of_every_type_and_place(client: Any) -> None:
    arguments = {name: as_argument(client, name, "") for name in IN_PATH}
    arguments |= {f"q_{name}": as_argument(client, name, "Q") for name in PARAMETERS}
    arguments |= {f"x_{name}": as_argument(client, name, "X") for name in IN_HEADERS}
    arguments |= {f"c_{name}": as_argument(client, name, "C") for name in ("number", "flag", "kind")}
    request = sent(client, "get_place", **arguments, kinds=list(client.models.Kind))
    path = "/places/%C3%A4%20%26%3D%3F%2F%23/7/true/b/2026-03-01/6f9619ff-8b86-d011-b42d-00c04fc964ff"
    assert request.url.raw_path.decode().partition("?")[0] == path
    values = {name: str(value).lower() if value is True else str(value) for name, value in PARAMETERS.items()}
    expected = {f"q-{name}": [value] for name, value in values.items()} | {"kinds": ["a", "b"]}
    assert parse_qs(request.url.query.decode(), strict_parsing=True) == expected
    assert {name: request.headers[f"x-{name}"] for name in IN_HEADERS} == {name: values[name] for name in IN_HEADERS}
    assert set(request.headers["cookie"].split("; ")) == {"c-number=7", "c-flag=true", "c-kind=b"}


def test_a_parameter_that_is_not_given_is_not_sent(client: Any) -> None:
    request = sent(client, "get_place", **{name: as_argument(client, name, "") for name in IN_PATH})
    assert request.url.query == b""
    assert "cookie" not in request.headers
    assert not [name for name in request.headers if name.startswith("x-") and name != "x-tiny-key"]


def test_json_bodies(client: Any) -> None:
    models = client.models
    note, points = models.Note("t", models.Kind.A), models.PostMapBody()
    note["more"] = [1]
    points["one"] = models.Point(x=1, at=datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC))
    bodies = {
        "post_order": (models.Order("i", 1), {"item": "i", "amount": 1}),
        "post_note": (note, {"text": "t", "kind": "a", "more": [1]}),
        "post_map": (points, {"one": {"x": 1, "at": "2026-03-01T00:00:00+00:00"}}),
        "post_several": (models.Note("t"), {"text": "t"}),
    }
    for name, (body, expected) in bodies.items():
        request = sent(client, name, body=body)
        assert request.headers["content-type"] == "application/json"
        assert json.loads(request.content) == expected


Part = tuple[str | None, str | None, str, bytes]


def parts(request: httpx.Request) -> list[Part]:
    """The parts of a form: name, file name, content type and content."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    form = email.message_from_bytes(head + request.content)
    assert form.get_content_type() == "multipart/form-data"
    found: list[Part] = []
    for part in form.walk():
        if not part.is_multipart():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            found.append((str(name), part.get_filename(), part.get_content_type(), content))
    return found


def test_a_form_with_files(client: Any) -> None:
    models, file = client.models, client.types.File
    form = models.Form(
        file=file(io.BytesIO(PNG), "a.png", "image/png"),
        files=[file(io.BytesIO(b"1"), "1.txt"), file(io.BytesIO(b"2"), "2.txt")],
        point=models.Point(x=1),
        flag=True,
        day=datetime.date(2026, 3, 1),
        numbers=[1, 2],
    )
    assert parts(sent(client, "post_form", body=form)) == [
        ("file", "a.png", "image/png", PNG),
        ("files", "1.txt", "text/plain", b"1"),
        ("files", "2.txt", "text/plain", b"2"),
        ("point", None, "application/json", b'{"x": 1}'),
        ("flag", None, "text/plain", b"true"),
        ("day", None, "text/plain", b"2026-03-01"),
        ("numbers", None, "text/plain", b"1"),
        ("numbers", None, "text/plain", b"2"),
    ]


def test_a_form_without_files(client: Any) -> None:
    models = client.models
    expected = [("name", None, "text/plain", "ä".encode()), ("kind", None, "text/plain", b"a")]
    for name in ("post_plain", "post_several"):
        assert parts(sent(client, name, body=models.Plain(name="ä", kind=models.Kind.A))) == expected


def test_fields_in_a_body_of_their_own(client: Any) -> None:
    models = client.models
    request = sent(client, "post_fields", body=models.Plain(name="ä&", count=3, kind=models.Kind.A))
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(request.content.decode()) == {"name": ["ä&"], "count": ["3"], "kind": ["a"]}


def test_a_binary_body(client: Any) -> None:
    request = sent(client, "post_file", body=client.types.File(io.BytesIO(PNG)))
    assert (request.content, request.headers["content-type"]) == (PNG, "application/octet-stream")


def test_answers_that_are_not_json(client: Any) -> None:
    assert answered(client, "get_file", PNG).parsed.payload.read() == PNG
    assert answered(client, "get_file", b"").parsed.payload.read() == b""
    assert answered(client, "get_text", "ä".encode()).parsed == "ä"
    assert answered(client, "get_text", b"a\xffb").parsed == "a\N{REPLACEMENT CHARACTER}b"


def test_whole_answers_that_are_not_objects(client: Any) -> None:
    models = client.models
    assert answered(client, "get_maybe", None).parsed is None
    assert answered(client, "get_maybe", {"x": 1}).parsed == models.Point(x=1)
    assert answered(client, "list_points", []).parsed == []
    got = answered(client, "list_points", [{"x": 1}, 5, {"x": "1"}, None])
    assert got.parsed[0] == models.Point(x=1)
    assert len(got.parsed) == 2
    assert got.invalid_fields == {"[1]": 5, "[2].x": "1", "[3]": None}
    assert answered(client, "get_table", "none").parsed == "none"
    got = answered(client, "get_table", [1, "x"])
    assert (got.parsed, got.invalid_fields) == ([1], {"[1]": "x"})


def test_what_cannot_be_an_answer_is_refused(client: Any) -> None:
    wrong: list[tuple[str, Any, str]] = [
        ("list_points", {}, "the body: expected a list, found an object"),
        ("get_maybe", [], "the body: expected an object or null, found a list"),
        ("get_table", {}, "the body: expected a list or a string, found an object"),
        ("get_whole", None, "the body: expected an object, found null"),
    ]
    for name, answer, message in wrong:
        with pytest.raises(client.DecodeError) as caught:
            answered(client, name, answer)
        assert str(caught.value) == message
        assert json.loads(caught.value.content) == answer


def test_a_client_without_a_server_is_refused(client: Any) -> None:
    with pytest.raises(ValueError, match="base_url is missing"):
        client.Client("")
