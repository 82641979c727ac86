"""The filters that the clients' methods accept."""

import contextlib
import datetime
from collections.abc import Iterable
from typing import Any, TypedDict
from uuid import UUID

from attrs import field, fields, frozen
from attrs.converters import optional

from .errors import ConfigurationError
from .session import Session, Status

LONGEST = 4096  # maximum length of a text in a URL, in characters; servers refuse longer URLs


class FilterArguments(TypedDict, total=False):
    """The filters as keyword arguments. A session must match all filters.

    Attributes:
        status: One or more statuses, such as ``"active"`` or `Status.ACTIVE`.
        created_after: Sessions created at this time or later. A timezone-aware datetime.
        created_before: Sessions created before this time. A timezone-aware datetime.
        agent_id: Sessions of this avatar, persona or agent.
        user_id: Sessions of this user.
        search: Sessions with this text in their id or label, ignoring case.
    """

    status: Status | str | Iterable[Status | str] | None
    created_after: datetime.datetime | None
    created_before: datetime.datetime | None
    agent_id: str | UUID | None
    user_id: str | int | UUID | None
    search: str | None


def _statuses(value: Any) -> frozenset[Status]:
    with contextlib.suppress(ValueError, TypeError):
        if chosen := frozenset(map(Status, [value] if isinstance(value, str) else value)):
            return chosen
    raise ConfigurationError(f"status: expected one or more of {', '.join(Status)}, not {value!r}")


def _aware(value: object) -> datetime.datetime:
    if not isinstance(value, datetime.datetime):
        raise ConfigurationError(f"created_after or created_before: expected a datetime, not {type(value).__name__}")
    if value.utcoffset() is None:
        raise ConfigurationError(f"{value}: naive datetime; pass a timezone-aware one")
    try:
        return value.astimezone(datetime.UTC)
    except OverflowError:
        raise ConfigurationError(f"{value} is outside the years 1 to 9999 in UTC") from None


def _identifier(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | UUID):
        raise ConfigurationError(f"agent_id or user_id: expected an identifier, not {type(value).__name__}")
    if reason := unsendable(str(value)) or ("is empty" if value == "" else None):
        raise ConfigurationError(f"agent_id or user_id: the identifier {reason}; omit the filter to match all sessions")
    return _canonical(str(value))


def _part(value: object) -> str | None:
    if not isinstance(value, str):
        raise ConfigurationError(f"search: expected text, not {type(value).__name__}")
    if reason := unsendable(value):
        raise ConfigurationError(f"search: the text {reason}")
    return value or None


def unsendable(text: str) -> str | None:
    """Return the reason why a URL cannot contain this text; None if it can."""
    if len(text) > LONGEST:
        return f"has {len(text)} characters, which is more than {LONGEST}"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "has a lone surrogate, which UTF-8 cannot encode"
    return None


def _canonical(id: str) -> str:
    try:  # a UUID in capital letters is the same UUID
        return str(UUID(id)) if len(id) == 36 else id
    except ValueError:
        return id


@frozen(kw_only=True)
class Filters:
    """The validated filters. None means that a filter is not set."""

    status: frozenset[Status] | None = field(default=None, converter=optional(_statuses))
    created_after: datetime.datetime | None = field(default=None, converter=optional(_aware))
    created_before: datetime.datetime | None = field(default=None, converter=optional(_aware))
    agent_id: str | None = field(default=None, converter=optional(_identifier))
    user_id: str | None = field(default=None, converter=optional(_identifier))
    search: str | None = field(default=None, converter=optional(_part))

    @property
    def used(self) -> frozenset[str]:
        """The names of the filters that are set."""
        return frozenset(each.name for each in fields(Filters) if getattr(self, each.name) is not None)

    def match(self, session: Session) -> bool | None:
        """Return True if a session matches all filters, else False. A session's field that is None matches no filter.

        Returns None if the result depends on the value of an unreadable field.
        """
        search, texts = (self.search or "").casefold(), (session.id, session.label or "")
        passed = {
            "status": self.status is None or session.status in self.status,
            "created_at": self._is_in_time(session.created_at),
            "agent_id": self.agent_id is None or self.agent_id == _canonical(session.agent_id or ""),
            "user_id": self.user_id is None or self.user_id == _canonical(session.user_id or ""),
            "label": any(search in text.casefold() for text in texts),
        }
        failed = {name for name, matches in passed.items() if not matches}
        return not failed or (None if failed <= session.unreadable else False)

    def _is_in_time(self, created_at: datetime.datetime | None) -> bool:
        after, before = self.created_after, self.created_before
        if created_at is None:
            return after is None and before is None
        return (after is None or created_at >= after) and (before is None or created_at < before)
