"""ElizaOS' sessions. All sessions are running, and each expires some time after its last activity."""

from datetime import timedelta
from typing import Any

from attrs import frozen

from allsessions.simulator.records import Record, iso
from allsessions.simulator.records.draw import Draw

METADATA: tuple[Record, ...] = ({}, {"platform": "web"}, {"platform": "telegram", "locale": "de"})


@frozen(kw_only=True)
class _Timeout:
    """A timeout configuration. Durations are in minutes."""

    idle: int
    warning: int
    longest: int
    renews: bool

    def wire(self) -> Record:
        return {
            "timeoutMinutes": self.idle,
            "autoRenew": self.renews,
            "maxDurationMinutes": self.longest,
            "warningThresholdMinutes": self.warning,
        }


TIMEOUTS = (
    _Timeout(idle=30, warning=5, longest=720, renews=True),
    _Timeout(idle=120, warning=10, longest=720, renews=False),
    _Timeout(idle=480, warning=15, longest=1440, renews=True),
)


def make(draw: Draw, count: int) -> tuple[Record, ...]:
    """Make `count` running sessions, oldest first. One session in eight, but at least one, is about to expire."""
    agents = [draw.uuid() for _ in range(3)]
    users = [draw.uuid() for _ in range(12)]
    sessions = [
        _session(draw, draw.random.choice(agents), draw.random.choice(users), near=place % 8 == 0)
        for place in range(count)
    ]
    return tuple(sorted(sessions, key=lambda session: session["createdAt"]))


def _session(draw: Draw, agent_id: str, user_id: str, *, near: bool) -> dict[str, Any]:
    timeout = draw.random.choice(TIMEOUTS)
    idle, warning = timedelta(minutes=timeout.idle), timedelta(minutes=timeout.warning)
    # At least 2 minutes, so no session expires while a short program runs.
    remaining = draw.between(timedelta(minutes=2), warning) if near else draw.between(warning, idle)
    expires = draw.now + remaining
    last_activity = expires - idle
    created = last_activity - draw.between(timedelta(), timedelta(hours=3))
    return {
        "sessionId": draw.uuid(),
        "agentId": agent_id,
        "channelId": draw.uuid(),
        "userId": user_id,
        "createdAt": iso(created),
        "lastActivity": iso(last_activity),
        "metadata": draw.random.choice(METADATA),
        "expiresAt": iso(expires),
        "timeoutConfig": timeout.wire(),
        "renewalCount": draw.random.randint(0, 5) if timeout.renews else 0,
        "timeRemaining": remaining // timedelta(milliseconds=1),
        "isNearExpiration": remaining <= warning,
    }
