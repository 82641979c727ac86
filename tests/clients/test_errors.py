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


def first_model(client: Client) -> Any:
    return next(client.operations[0].answers).model


def caught(client: Client, read: Any, value: object) -> Any:
    with pytest.raises(client.package.DecodeError) as found:
        read(value)
    return found.value


@each_client
def test_an_error_tells_what_was_expected_and_what_came(client: Client) -> None:
    read = first_model(client).from_dict
    found = {"a list": [TOKEN], "a string": TOKEN, "a number": 1.5, "a boolean": True, "null": None}
    for name, value in found.items():
        error = caught(client, read, value)
        assert (error.expected, error.found, error.content) == ("an object", name, None)
        assert str(error) == f"the body: expected an object, found {name}"


@each_client
def test_the_value_itself_is_nowhere_in_an_error(client: Client) -> None:
    model = first_model(client)
    for read, value in ((model.from_dict, [TOKEN]), (model.from_json, b'{"id": "' + TOKEN.encode())):
        error = caught(client, read, value)
        assert TOKEN not in repr(error)
        assert TOKEN not in "".join(traceback.format_exception(error))
        assert (error.__context__, error.__cause__) == (None, None)


@each_client
def test_a_decode_error_is_a_value_error(client: Client) -> None:
    assert issubclass(client.package.DecodeError, ValueError)


def pickled(error: Exception) -> Any:
    return pickle.loads(pickle.dumps(error))


@each_client
@pytest.mark.parametrize("twin", [copy.copy, pickled])
def test_an_error_is_whole_after_a_copy_and_in_another_process(client: Client, twin: Any) -> None:
    error = client.package.DecodeError("a string", "null")
    error.content = b"{}"
    again = twin(error)
    assert (again.expected, again.found, again.content) == ("a string", "null", b"{}")
    assert str(again) == str(error)

    unexpected = twin(client.package.UnexpectedStatus(999, TOKEN.encode()))
    assert (unexpected.status_code, unexpected.content) == (999, TOKEN.encode())
    assert "999" in str(unexpected)
    assert TOKEN not in f"{unexpected}{unexpected!r}"
