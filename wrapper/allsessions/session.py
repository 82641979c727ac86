"""The public data types: Session, Status, Page and Concurrency."""

import datetime
from enum import StrEnum
from html import escape
from typing import Any, Protocol

from attrs import field, fields, frozen

from .errors import InvalidRecordError
from .privacy import escape_control_chars
from .privacy.redact import redact_json


class Status(StrEnum):
    """The state of a session, with the same values for all vendors. `Session.vendor_status` has the vendor's value."""

    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"
    FAILED = "failed"
    UNKNOWN = "unknown"


class VendorModel(Protocol):
    """A model of a generated client. `invalid_fields` maps JSON paths to the values that have a wrong type."""

    invalid_fields: dict[str, Any]

    def to_dict(self) -> dict[str, Any]: ...


@frozen(kw_only=True)
class Session:
    """One session of a live avatar or AI agent. Times are in UTC. A field is None if the vendor does not report it.

    Attributes:
        source: The source's name.
        vendor: The vendor's name, such as anam.
        id: The vendor's identifier of the session.
        status: The status. For some vendors, the library infers the status: see `Capabilities.inferred`.
        vendor_status: The status as the vendor sent it.
        created_at: The time of creation. For Akool, the library reads the time from the identifier.
        started_at: The time when the session started.
        ended_at: The time when the session ended.
        last_active_at: The time of the last activity.
        expires_at: The time at which the session will end if it stays idle.
        duration: The length of the session, as the vendor reports it.
        agent_id: The identifier of the avatar, persona or agent.
        user_id: The identifier of the user or account.
        label: The name that you gave the session.
        transport: The protocol or service of the stream, such as ``https`` or ``livekit``.
        unreadable: The names of fields with unreadable values. Such a field is None. An unreadable status is UNKNOWN.
        raw: The vendor's own typed record, including undocumented fields.
    """

    source: str
    vendor: str
    id: str
    status: Status
    vendor_status: int | str | None = None
    created_at: datetime.datetime | None = None
    started_at: datetime.datetime | None = None
    ended_at: datetime.datetime | None = None
    last_active_at: datetime.datetime | None = None
    expires_at: datetime.datetime | None = None
    duration: datetime.timedelta | None = None
    agent_id: str | None = None
    user_id: str | None = None
    label: str | None = None
    transport: str | None = None
    unreadable: frozenset[str] = frozenset()
    # Not in repr, because the vendors' records can contain credentials to join a session.
    raw: VendorModel = field(repr=False, eq=False)

    @property
    def ref(self) -> str:
        """The text ``source:id``, which identifies the session for ``get`` and ``end``."""
        return f"{self.source}:{self.id}"

    def to_dict(self, *, raw: bool = False) -> dict[str, Any]:
        """Return the session as a dict for JSON, with export columns as keys. `raw=True` adds the redacted record."""
        names = [each.name for each in fields(Session) if each.name not in ("unreadable", "raw")]
        values = {name.replace("duration", "duration_ms"): _as_json(getattr(self, name)) for name in ("ref", *names)}
        return {**values, "raw": redact_json(self.raw.to_dict())} if raw else values

    def _repr_html_(self) -> str:  # for Jupyter notebooks
        shown = {name: escape_control_chars(str(value)) for name, value in self.to_dict().items() if value is not None}
        return f"<table>{''.join(f'<tr><th>{name}<td>{escape(value)}' for name, value in shown.items())}</table>"


@frozen(kw_only=True)
class Page:
    """One page of a source's list.

    Attributes:
        source: The source's name.
        sessions: The sessions that match the filters, in the vendor's order.
        invalid: One error for each unusable record.
        total: The number of sessions in the complete list; None if the vendor does not report it.
        cursor: The position after this page, for ``pages(…, cursor=…)``; None on the last page.
        raw: The vendor's own typed response.
    """

    source: str
    sessions: tuple[Session, ...]
    invalid: tuple[InvalidRecordError, ...] = ()
    total: int | None = None
    cursor: str | None = None
    raw: VendorModel = field(repr=False, eq=False)


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if isinstance(value, datetime.timedelta):
        return round(value / datetime.timedelta(milliseconds=1))
    return None if value is None else str(value)


@frozen(kw_only=True)
class Concurrency:
    """The number of sessions in use at a source, and the source's limit. A field is None if the vendor omits it.

    Attributes:
        current: The vendor's estimate of the number of sessions in use now.
        limit: Maximum number of sessions that the vendor allows at the same time.
    """

    current: int | None
    limit: int | None
