"""The two errors of every package: what they say, and what they keep to themselves."""

from __future__ import annotations

import copy
import pickle
import traceback
from typing import Any

import pytest

from tests.clients.contracts import CLIENTS, Client

TOKEN = "s3cret"

each_client = pytest.mark.parametrize("client", CLIENTS, ids=str)


def caught(client: Client, read: Any, value: object) -> Any:
    with pytest.raises(client.package.DecodeError) as found:
        read(value)
    return found.value


@each_client
@pytest.mark.parametrize(
    ("places", "path"),
    [
        ([], ""),
        (["total"], "total"),
        (["startTime", "[3]", "data"], "data[3].startTime"),
        (["[0]", "[1]", "rows"], "rows[1][0]"),
        (["id", "[2]"], "[2].id"),
    ],
)
def test_a_path_is_written_as_in_code(client: Client, places: list[str], path: str) -> None:
    error = client.package.DecodeError("a string", "null")
    for place in places:
        error = error.inside(place)
    assert error.path == path
    assert str(error) == f"{path or 'the body'}: expected a string, found null"


@each_client
def test_of_a_value_that_could_be_several_things_all_are_named(client: Client) -> None:
    read = client.types.one_of(client.types.read_str, client.types.read_int)
    assert str(caught(client, read, [TOKEN])) == "the body: expected a string or a number, found a list"


@each_client
def test_of_a_value_that_is_one_of_several_things_the_place_inside_it_is_named(client: Client) -> None:
    read = client.types.one_of(client.types.list_of(client.types.read_int), client.types.read_str)
    assert str(caught(client, read, [1, "x"])) == "[1]: expected a number, found a string"


@each_client
def test_the_value_itself_is_nowhere_in_an_error(client: Client) -> None:
    error = caught(client, client.types.list_of(client.types.read_int), [1, TOKEN])
    assert TOKEN not in repr(error)
    assert TOKEN not in "".join(traceback.format_exception(error))


@each_client
def test_a_decode_error_is_a_value_error(client: Client) -> None:
    assert issubclass(client.package.DecodeError, ValueError)


def pickled(error: Exception) -> Any:
    return pickle.loads(pickle.dumps(error))


@each_client
@pytest.mark.parametrize("twin", [copy.copy, pickled])
def test_an_error_is_whole_after_a_copy_and_in_another_process(client: Client, twin: Any) -> None:
    error = client.package.DecodeError("a string", "null", "data[3].id")
    error.content = b"{}"
    again = twin(error)
    assert (again.expected, again.found, again.path, again.content) == ("a string", "null", "data[3].id", b"{}")
    assert str(again) == str(error)

    unexpected = twin(client.package.UnexpectedStatus(999, TOKEN.encode()))
    assert (unexpected.status_code, unexpected.content) == (999, TOKEN.encode())
    assert "999" in str(unexpected)
    assert TOKEN not in f"{unexpected}{unexpected!r}"
