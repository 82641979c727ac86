"""The public vocabulary: Session, Status, Page and Concurrency."""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from html import escape
from typing import Any, Protocol

from attrs import field, fields, frozen

from .errors import InvalidRecordError
from .privacy.redact import redact_json
from .privacy.text import escape_control_chars


class Status(StrEnum):
    """The state of a session, in the same words for all vendors. `vendor_status` has the vendor's own word."""

    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"
    FAILED = "failed"
    UNKNOWN = "unknown"


class VendorModel(Protocol):
    """A generated model. `invalid_fields` has the values that are not of their documented type, by their path."""

    @property
    def invalid_fields(self) -> Mapping[str, Any]: ...
    def to_dict(self) -> dict[str, Any]: ...


@frozen(kw_only=True)
class Session:
    """One session of a live avatar or agent. Times are aware and in UTC. None: the vendor does not say.

    Attributes:
        source: The name of its source.
        vendor: The vendor's word, such as anam.
        id: The vendor's identifier.
        status: The status. `inferred` in the source's capabilities names it if it is concluded from other fields.
        vendor_status: The status as the vendor sent it.
        created_at: The time it was made. Akool: from the identifier, whose first four bytes are a time.
        started_at: The time it began to run.
        ended_at: The time it ended.
        last_active_at: The time of its last activity.
        expires_at: The time it will end if nothing more happens.
        duration: The time it ran.
        agent_id: The avatar, persona or agent.
        user_id: The user or account it ran for.
        label: The caller's own name for it.
        transport: The protocol of its stream.
        unreadable: The names of the fields whose value could not be understood: they are None, the status UNKNOWN.
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
    # Not in repr: vendors put credentials for joining the session into their records.
    raw: VendorModel = field(repr=False, eq=False)

    @property
    def ref(self) -> str:
        """``source:id``, which ``get`` takes."""
        return f"{self.source}:{self.id}"

    def to_dict(self, *, raw: bool = False) -> dict[str, Any]:
        """Return JSON-ready values, as an export has them: times in ISO 8601; `raw` adds the record, redacted."""
        names = [each.name for each in fields(Session) if each.name not in ("unreadable", "raw")]
        values = {name.replace("duration", "duration_ms"): _as_json(getattr(self, name)) for name in ("ref", *names)}
        return {**values, "raw": redact_json(self.raw.to_dict())} if raw else values

    def _repr_html_(self) -> str:  # in notebooks
        known = {name: escape_control_chars(str(value)) for name, value in self.to_dict().items() if value is not None}
        return f"<table>{''.join(f'<tr><th>{name}<td>{escape(value)}' for name, value in known.items())}</table>"


@frozen(kw_only=True)
class Page:
    """One page of a source's list.

    Attributes:
        source: The source's name.
        sessions: The sessions that match the filters, in the vendor's order.
        invalid: An error for each record that could not be used.
        total: The number of sessions in the whole list, as the vendor says; None if it does not.
        cursor: The position after this page, for ``pages(…, cursor=…)``; None at the end.
        raw: The vendor's own typed envelope.
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
    """The sessions that run at the same time at one source. None: the vendor does not say.

    Attributes:
        current: The sessions in use now. The vendor's estimate.
        limit: The most that the source allows.
    """

    current: int | None
    limit: int | None
