"""Bodies as they come over the wire: compressed, huge, cut off or odd, they are read within bounds or refused."""

from __future__ import annotations

import copy
import gzip
import json
import pickle
import tracemalloc
import zlib
from typing import Any

import httpx
import pytest

from tests.clients.contracts import CLIENTS, OPERATIONS, Client, Operation
from tests.servers import Answer, FunctionServer

MEGABYTE = 2**20
GZIP = {"Content-Encoding": "gzip"}
BOMB = gzip.compress(bytes(256 * MEGABYTE))
OBJECT = b'{"of a new kind": "\xc3\xa4"}'

each_client = pytest.mark.parametrize("client", CLIENTS, ids=str)
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=str)
each_way = pytest.mark.parametrize("way", ["sync_detailed", "asyncio_detailed"])


def asked(operation: Operation, way: str, answer: Answer, **options: Any) -> Any:
    """What comes of an answer, in the detailed form."""
    with FunctionServer(lambda request: answer) as server:
        return operation.ask(way, operation.client.authenticated(server.url, **options))


def refused(operation: Operation, way: str, answer: Answer, **options: Any) -> Any:
    """The DecodeError that comes of an answer, which is about the body as a whole."""
    with pytest.raises(operation.client.package.DecodeError) as caught:
        asked(operation, way, answer, **options)
    assert caught.value.content is None
    return caught.value


@each_operation
@each_way
def test_only_the_compression_that_can_be_bounded_is_asked_for(operation: Operation, way: str) -> None:
    with FunctionServer(lambda request: Answer(200, OBJECT)) as server:
        operation.ask(way, operation.client.authenticated(server.url))
        assert server.requests[0].headers["accept-encoding"] == "gzip"


@each_operation
@each_way
@pytest.mark.parametrize(
    ("body", "headers"),
    [(gzip.compress(OBJECT), GZIP), (OBJECT, {"Content-Encoding": "identity"}), (b"\xef\xbb\xbf" + OBJECT, {})],
    ids=["gzip", "identity", "byte order mark"],
)
def test_a_body_is_read_as_it_was_meant(operation: Operation, way: str, body: bytes, headers: dict[str, str]) -> None:
    response = asked(operation, way, Answer(200, body, headers))
    assert response.parsed.to_dict() == json.loads(OBJECT)


@each_operation
@each_way
@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(OBJECT)[:-9], "gzip"),
        (OBJECT, "gzip"),
        (zlib.compress(OBJECT), "deflate"),
        (OBJECT, "br"),
        (gzip.compress(gzip.compress(OBJECT)), "gzip, gzip"),
    ],
    ids=["cut off", "not compressed", "deflate", "br", "twice"],
)
def test_a_body_that_cannot_be_decompressed_is_refused(
    operation: Operation, way: str, body: bytes, encoding: str
) -> None:
    assert "gzip" in str(refused(operation, way, Answer(200, body, {"Content-Encoding": encoding})))


@each_operation
@each_way
@pytest.mark.parametrize("compressed", [False, True])
def test_a_body_may_reach_the_limit_and_not_pass_it(operation: Operation, way: str, compressed: bool) -> None:
    answer = Answer(200, gzip.compress(OBJECT), GZIP) if compressed else Answer(200, OBJECT)
    assert asked(operation, way, answer, max_body_size=len(OBJECT)).content == OBJECT
    assert str(len(OBJECT) - 1) in str(refused(operation, way, answer, max_body_size=len(OBJECT) - 1))


@each_operation
@each_way
def test_a_bomb_does_not_go_off(operation: Operation, way: str) -> None:
    """A quarter of a megabyte, of which a quarter of a gigabyte would come."""
    tracemalloc.start()
    try:
        refused(operation, way, Answer(200, BOMB, GZIP), max_body_size=MEGABYTE)
        assert tracemalloc.get_traced_memory()[1] < 8 * MEGABYTE
    finally:
        tracemalloc.stop()


@each_operation
@each_way
@pytest.mark.parametrize("status", [401, 503])
def test_of_an_error_whose_body_cannot_be_had_the_status_is_told(operation: Operation, way: str, status: int) -> None:
    for answer in (Answer(status, OBJECT, GZIP), Answer(status, OBJECT * 100)):
        response = asked(operation, way, answer, max_body_size=1000)
        assert (response.status_code, response.content, response.parsed) == (status, b"", None)


@each_client
@pytest.mark.parametrize("packed", [False, True])
def test_a_callers_transport_may_have_read_the_body(client: Client, packed: bool) -> None:
    headers, body = (GZIP, gzip.compress(OBJECT)) if packed else ({}, OBJECT)
    transport = httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, content=body))
    asking = client.authenticated("http://localhost", httpx_args={"transport": transport})
    assert client.operations[0].ask("sync_detailed", asking).content == OBJECT


# One odd value does not cost the whole body


def read_by(client: Client, body: bytes) -> Any:
    """A body as a model gives it back; none of its fields are documented."""
    (answer, *_) = client.operations[0].answers
    return answer.model.from_json(body).to_dict()


def with_value(text: bytes) -> bytes:
    return b'{"odd": ' + text + b', "good": 1}'


@each_operation
@each_way
@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"NaN", "NaN"),
        (b"-Infinity", "-Infinity"),
        (b"9" * 5000, "9" * 5000),
        (b'"\xff"', "\N{REPLACEMENT CHARACTER}"),
    ],
    ids=["NaN", "infinity", "long", "not UTF-8"],
)
def test_what_is_no_json_is_text_and_the_rest_is_as_it_was(
    operation: Operation, way: str, written: bytes, read: Any
) -> None:
    parsed = asked(operation, way, Answer(200, with_value(written))).parsed
    assert parsed.to_dict() == {"odd": read, "good": 1}


@each_client
@pytest.mark.parametrize(
    ("text", "read"), [("\ud83d", "�"), ("a\udc00b", "a�b"), ("\N{GRINNING FACE}", "\N{GRINNING FACE}")]
)
def test_half_a_character_is_none(client: Client, text: str, read: str) -> None:
    """It could not be written out again, to a file or a terminal; nor could a name be."""
    assert read_by(client, json.dumps({text: [text]}).encode()) == {read: [read]}


@each_client
@pytest.mark.parametrize("depth", [99, 100, 900])
@pytest.mark.parametrize("kind", ["list", "object", "list with brackets in its strings"])
def test_what_is_nested_too_deep_to_be_copied_is_left_out(client: Client, depth: int, kind: str) -> None:
    opened, closed = {"list": ("[", "]"), "object": ('{"a":', "}")}.get(kind, ('["]", ', "]"))
    body = f'{{"new": {opened * (depth - 1)}[1]{closed * (depth - 1)}}}'.encode()
    read = read_by(client, body)
    assert (read == json.loads(body)) is (depth < 100)
    pickle.loads(pickle.dumps(copy.deepcopy(read)))
