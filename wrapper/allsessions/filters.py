"""Which sessions are asked for."""

import datetime
from collections.abc import Iterable
from typing import Any, TypedDict
from uuid import UUID

from attrs import field, fields, frozen

from .errors import ConfigurationError
from .session import Session, Status

LONGEST = 4096
"""Characters of a text that is sent in a URL. No vendor's identifier comes near, and a longer URL is refused anyhow."""


class FilterArguments(TypedDict, total=False):
    """The filters as the clients' methods take them, by keyword.

    Attributes:
        status: A Status or its word, or several: sessions with one of them.
        created_after: An aware datetime: sessions created then or later.
        created_before: An aware datetime: sessions created earlier.
        agent_id: Sessions of this avatar, persona or agent.
        user_id: Sessions of this user.
        search: Sessions with this as a part of id or label, ignoring case.
    """

    status: Status | str | Iterable[Status | str] | None
    created_after: datetime.datetime | None
    created_before: datetime.datetime | None
    agent_id: str | UUID | None
    user_id: str | int | UUID | None
    search: str | None


def _statuses(value: Any) -> frozenset[Status] | None:
    if value is None:
        return None
    try:
        words = [value] if isinstance(value, str) else list(value)
        chosen = frozenset(Status(word) for word in words)
    except (ValueError, TypeError):
        raise ConfigurationError(f"status: {value!r} is none of {', '.join(Status)}") from None
    if not chosen:
        raise ConfigurationError("status: an empty choice would match nothing; leave the filter out to match all")
    return chosen


def _aware(value: object) -> datetime.datetime | None:
    if value is None:
        return None
    if not isinstance(value, datetime.datetime):
        raise ConfigurationError(f"created_after, created_before: expected a datetime, not {type(value).__name__}")
    if value.utcoffset() is None:
        raise ConfigurationError(f"{value}: a time without a zone; add one, such as tzinfo=datetime.UTC")
    try:
        return value.astimezone(datetime.UTC)
    except OverflowError:
        raise ConfigurationError(f"{value}: outside the years 1 to 9999 in UTC") from None


def _identifier(value: object) -> str | None:
    if value is None:
        return None
    text = str(value)
    if wrong := unsendable(text) if text else "is empty":
        raise ConfigurationError(f"agent_id, user_id: the identifier {wrong}; leave the filter out to match all")
    return _as_written_once(text)


def unsendable(text: str) -> str | None:
    """Why a text cannot be sent in a URL, if it cannot."""
    if len(text) > LONGEST:
        return f"has {len(text)} characters, which is more than {LONGEST}"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "has half of a character in it"
    return None


def _as_written_once(text: str) -> str:
    try:  # so that a UUID is found in whatever case it is written
        return str(UUID(text)) if len(text) == 36 else text
    except ValueError:
        return text


def _part(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ConfigurationError(f"search: expected a text, not {type(value).__name__}")
    if value is not None and (wrong := unsendable(value)):
        raise ConfigurationError(f"search: the text {wrong}, so that it cannot be sent")
    return value or None


@frozen(kw_only=True)
class Filters:
    """The filters, checked; None where a filter is not set."""

    status: frozenset[Status] | None = field(default=None, converter=_statuses)
    created_after: datetime.datetime | None = field(default=None, converter=_aware)
    created_before: datetime.datetime | None = field(default=None, converter=_aware)
    agent_id: str | None = field(default=None, converter=_identifier)
    user_id: str | None = field(default=None, converter=_identifier)
    search: str | None = field(default=None, converter=_part)

    @property
    def used(self) -> frozenset[str]:
        """The names of the filters that are set."""
        return frozenset(each.name for each in fields(Filters) if getattr(self, each.name) is not None)

    def match(self, session: Session) -> bool | None:
        """Check that a session is one of those asked for; a field that is None matches no filter.

        Returns None if the only filters that fail are on unreadable fields.
        """
        tests = {
            "status": self.status is None or session.status in self.status,
            "created_at": self._created_in_time(session.created_at),
            "agent_id": _same(self.agent_id, session.agent_id),
            "user_id": _same(self.user_id, session.user_id),
            "label": self.search is None or _found(self.search, session.id, session.label),
        }
        failed = {field for field, passed in tests.items() if not passed}
        if not failed:
            return True
        return None if failed <= session.unreadable else False

    def _created_in_time(self, created_at: datetime.datetime | None) -> bool:
        if created_at is None:
            return self.created_after is None and self.created_before is None
        return (self.created_after is None or created_at >= self.created_after) and (
            self.created_before is None or created_at < self.created_before
        )


def _same(wanted: str | None, id: str | None) -> bool:
    return wanted is None or (id is not None and _as_written_once(id) == wanted)


def _found(part: str, *texts: str | None) -> bool:
    return any(part.casefold() in text.casefold() for text in texts if text is not None)
