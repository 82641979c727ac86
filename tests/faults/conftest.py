"""No pauses between attempts; and the figures at the end."""

from collections.abc import Sequence

import pytest

from .summary import SUMMARY

SUBJECT = "subject"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between attempts, which the tests need not sit through."""
    pauses: list[float] = []

    async def no_pause(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("allsessions.http.transport.pause", no_pause)
    return pauses


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    for item in items:
        subject = getattr(getattr(item, "module", None), "SUBJECT", None)
        if subject is not None:
            item.user_properties.append((SUBJECT, subject))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    subject = dict(report.user_properties).get(SUBJECT)
    if not isinstance(subject, str):
        return
    if report.failed:
        SUMMARY.add(subject, failed=1)
    elif report.when == "call":
        SUMMARY.add(subject, held=1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not SUMMARY.subjects:
        return
    terminalreporter.section("faults", sep="=")
    for line in SUMMARY.lines():
        terminalreporter.write_line(line)
