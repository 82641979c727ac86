"""`allsessions list` in an order, with running sessions that are stuck, and alerts by the exit status."""

import pytest

from allsessions import Session, Status

from .conftest import SESSIONS, Run


def value(session: Session, name: str) -> object:
    return list(Status).index(session.status) if name == "status" else getattr(session, name)


@pytest.mark.parametrize("name", ["created_at", "duration", "status", "source", "label"])
def test_sessions_are_sorted_and_those_without_a_value_are_last(run: Run, sessions: list[Session], name: str) -> None:
    by_ref = {session.ref: session for session in sessions}
    for order in (name, f"-{name}"):
        shown = [by_ref[ref] for ref in run("list", "--sort", order, "--format", "refs").out.split()]
        assert {each.ref for each in shown} == by_ref.keys()
        values = [value(each, name) for each in shown]
        known = [each for each in values if each is not None]
        assert known == sorted(known, reverse=order != name)  # type: ignore[type-var]
        assert values[len(known) :] == [None] * (len(values) - len(known))
        few = run("list", "--sort", order, "--format", "refs", "--limit", "5")
        assert few.out.split() == [each.ref for each in shown[:5]]


def test_a_note_says_how_many_sessions_were_read(run: Run, sessions: list[Session]) -> None:
    ended = run("list", "--sort", "-created_at", "--limit", "3")
    assert ended.err.splitlines()[-1].startswith(f"3 of {len(sessions)} sessions: akool {SESSIONS}, ")
    assert run("list", "--sort", "raw").status == 2


def test_long_running_sessions_can_be_found(run: Run, sessions: list[Session]) -> None:
    active = [each for each in sessions if each.status is Status.ACTIVE]
    assert active
    assert run("list", "--running-longer-than", "1s", "--format", "refs").out.split() == [each.ref for each in active]
    assert run("list", "--running-longer-than", "1s", "--format", "refs", "--limit", "1").out.split() == [active[0].ref]
    assert run("list", "--running-longer-than", "30000d").out == ""
    refused = run("list", "--running-longer-than", "soon")
    assert (refused.status, "'soon' is not a duration" in refused.err) == (2, True)


def test_any_session_can_be_an_alert(run: Run, sessions: list[Session]) -> None:
    failed = sum(each.status is Status.FAILED for each in sessions)
    assert failed
    ended = run("list", "--status", "failed", "--format", "refs", "--fail-if-any")
    assert (ended.status, len(ended.out.split())) == (3, failed)
    assert ended.err.startswith(f"alert: {failed} session")
    assert ended.err.count("\n") == 1
    assert run("list", "--search", "nowhere", "--fail-if-any").status == 0


def test_a_number_of_sessions_can_be_an_alert(run: Run, sessions: list[Session]) -> None:
    ended = run("count", "--fail-above", str(len(sessions) - 1))
    assert (ended.status, ended.err) == (
        3,
        f"alert: more than {len(sessions) - 1}: {len(sessions)} sessions: "
        + ", ".join(f"{name} {SESSIONS}" for name in ("akool", "anam", "elizaos", "konpro"))
        + "\n",
    )
    assert run("count", "--fail-above", str(len(sessions))).status == 0


def test_an_alert_is_certain_even_if_something_is_missing(
    run: Run, simulated: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANAM_BASE_URL", simulated["ANAM_BASE_URL"] + "/nowhere")
    for command in (["count", "--fail-above", "5"], ["list", "--fail-if-any"]):
        ended = run(*command)
        assert ended.status == 3
        assert "error: anam: " in ended.err
        assert ended.err.splitlines()[-1].startswith("alert: ")
    assert run("count", "--fail-above", "1000").status == 1
