"""Every row of the status table, and what is in no row."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsessions import Status

from .records import ABSENT, envelope, session

ENDED_AT = "2026-04-20T09:12:35.250Z"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (1, Status.PENDING),
        (2, Status.ACTIVE),
        (3, Status.ENDED),
        (4, Status.FAILED),
        (0, Status.UNKNOWN),
        (5, Status.UNKNOWN),
        (-1, Status.UNKNOWN),
        (10**30, Status.UNKNOWN),
        (None, Status.UNKNOWN),
        (ABSENT, Status.UNKNOWN),
    ],
)
def test_akool(sent: Any, status: Status) -> None:
    found = session("akool", status=sent)
    assert (found.status, found.vendor_status) == (status, None if sent is ABSENT else sent)


def test_akool_vendor_status_is_a_plain_number() -> None:
    assert type(session("akool", status=2).vendor_status) is int


@pytest.mark.parametrize(
    ("end_time", "exit_status", "status"),
    [
        (None, None, Status.ACTIVE),
        (ABSENT, ABSENT, Status.ACTIVE),
        (None, "ERROR", Status.ACTIVE),
        ("", None, Status.ACTIVE),
        (ENDED_AT, None, Status.ENDED),
        (ENDED_AT, ABSENT, Status.ENDED),
        (ENDED_AT, "", Status.ENDED),
        (ENDED_AT, "NORMAL_EXIT", Status.ENDED),
        (ENDED_AT, "CLOSED_BY_ENGINE", Status.ENDED),
        (ENDED_AT, "SOMETHING_NEW", Status.ENDED),
        (ENDED_AT, "ERROR", Status.FAILED),
        (ENDED_AT, "error", Status.FAILED),
        (ENDED_AT, "ENGINE_ERROR", Status.FAILED),
        (ENDED_AT, "ConnectionFailed", Status.FAILED),
        (ENDED_AT, "STARTUP_FAILURE", Status.FAILED),
    ],
)
def test_anam(end_time: Any, exit_status: Any, status: Status) -> None:
    found = session("anam", endTime=end_time, exitStatus=exit_status)
    assert (found.status, found.vendor_status) == (status, None if exit_status is ABSENT else exit_status)


@pytest.mark.parametrize(
    ("word", "seconds", "status"),
    [
        ("new", ABSENT, Status.PENDING),
        ("connecting", 0, Status.PENDING),
        ("connecting", 5, Status.PENDING),
        ("connected", ABSENT, Status.ACTIVE),
        ("connected", None, Status.ACTIVE),
        ("connected", 0, Status.ACTIVE),
        ("connected", 0.5, Status.ENDED),
        ("connected", 93, Status.ENDED),
        ("closed", ABSENT, Status.ENDED),
        ("closed", 93, Status.ENDED),
        ("CONNECTED", 93, Status.UNKNOWN),
        ("paused", 93, Status.UNKNOWN),
        ("", 93, Status.UNKNOWN),
        (None, 93, Status.UNKNOWN),
        (ABSENT, ABSENT, Status.UNKNOWN),
    ],
)
def test_konpro(word: Any, seconds: Any, status: Status) -> None:
    found = session("konpro", status=word, duration=seconds)
    assert (found.status, found.vendor_status) == (status, None if word is ABSENT else word)


def test_konpro_vendor_status_is_a_plain_string() -> None:
    assert type(session("konpro", status="connected").vendor_status) is str


def test_konpro_connected_is_active_in_the_active_list() -> None:
    item = {"session_id": "s1", "status": "connected", "created_at": 1_776_675_600}
    ((place, read),) = envelope("konpro", {"sessions": [item]}).records
    assert place == "sessions[0]"
    assert session("konpro", **read.to_dict(), duration=ABSENT, avatar_id=ABSENT).status is Status.ACTIVE


@pytest.mark.parametrize(
    ("remaining", "status"),
    [
        (1, Status.ACTIVE),
        (10**30, Status.ACTIVE),
        (None, Status.ACTIVE),
        (ABSENT, Status.ACTIVE),
        (0, Status.ENDED),
        (-5, Status.ENDED),
    ],
)
def test_elizaos(remaining: Any, status: Status) -> None:
    found = session("elizaos", timeRemaining=remaining)
    assert (found.status, found.vendor_status) == (status, None)


@given(number=st.integers())
def test_akool_keeps_whatever_number_was_sent(number: int) -> None:
    assert session("akool", status=number).vendor_status == number


@given(word=st.text())
def test_konpro_keeps_whatever_word_was_sent(word: str) -> None:
    assert session("konpro", status=word).vendor_status == word
