"""The filters that the clients' methods accept."""

import contextlib
import datetime
import re
from collections.abc import Iterable
from typing import Any, TypedDict
from uuid import UUID

from attrs import field, fields, frozen
from attrs.converters import optional

from .errors import ConfigurationError
from .session import Session, Status

SENDABLE = re.compile(r"[^\ud800-\udfff]{1,4096}")
"""Text that a URL can contain. UTF-8 cannot encode lone surrogates, and servers refuse longer URLs."""
_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


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


def _utc(value: object) -> datetime.datetime:
    with contextlib.suppress(OverflowError):
        if isinstance(value, datetime.datetime) and value.utcoffset() is not None:
            return value.astimezone(datetime.UTC)
    expected = "a timezone-aware datetime between the years 1 and 9999 in UTC"
    raise ConfigurationError(f"created_after or created_before: expected {expected}, not {value!r}")


def _identifier(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | UUID) or not SENDABLE.fullmatch(str(value)):
        expected = "an identifier of 1 to 4096 characters, without lone surrogates; omit the filter to match all"
        raise ConfigurationError(f"agent_id or user_id: expected {expected}")
    return _canonical(str(value))


def _search_text(value: object) -> str | None:
    if not isinstance(value, str) or (value and not SENDABLE.fullmatch(value)):
        raise ConfigurationError("search: expected text of at most 4096 characters, without lone surrogates")
    return value or None


def _canonical(id: str) -> str:
    return id.lower() if _UUID.fullmatch(id) else id  # a UUID in capital letters is the same UUID


@frozen(kw_only=True)
class Filters:
    """The validated filters. None means that a filter is not set."""

    status: frozenset[Status] | None = field(default=None, converter=optional(_statuses))
    created_after: datetime.datetime | None = field(default=None, converter=optional(_utc))
    created_before: datetime.datetime | None = field(default=None, converter=optional(_utc))
    agent_id: str | None = field(default=None, converter=optional(_identifier))
    user_id: str | None = field(default=None, converter=optional(_identifier))
    search: str | None = field(default=None, converter=optional(_search_text))

    @property
    def used(self) -> frozenset[str]:
        """The names of the filters that are set."""
        return frozenset(each.name for each in fields(Filters) if getattr(self, each.name) is not None)

    def match(self, session: Session) -> bool | None:
        """Return True if a session matches all filters, else False. A session's field that is None matches no filter.

        Returns None if the result depends on the value of an unreadable field.
        """
        created, search, texts = session.created_at, (self.search or "").casefold(), (session.id, session.label or "")
        passed = (
            ("status", self.status is None or session.status in self.status),
            ("created_at", self.created_after is None or (created is not None and created >= self.created_after)),
            ("created_at", self.created_before is None or (created is not None and created < self.created_before)),
            ("agent_id", self.agent_id is None or self.agent_id == _canonical(session.agent_id or "")),
            ("user_id", self.user_id is None or self.user_id == _canonical(session.user_id or "")),
            ("label", any(search in text.casefold() for text in texts)),
        )
        failed = {name for name, matches in passed if not matches}
        return not failed or (None if failed <= session.unreadable else False)
