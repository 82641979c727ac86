"""What every vendor's session becomes."""

import datetime
from collections.abc import Mapping
from typing import Any, Protocol

from attrs import field, frozen

from .errors import InvalidRecordError
from .privacy.redact import redact_json
from .status import Status as Status


class VendorModel(Protocol):
    """What the generated models have in common."""

    @property
    def invalid_fields(self) -> Mapping[str, Any]:
        """Values that are not of their documented type, by their path in the model."""
        ...

    def to_dict(self) -> dict[str, Any]: ...


@frozen(kw_only=True)
class Session:
    """One session of a live avatar or agent. Times are aware and UTC; what the vendor does not say is None.

    Attributes:
        source: The name of the source that it was listed from.
        vendor: Its vendor's word, such as anam.
        id: The vendor's identifier.
        status: Its status in the common vocabulary; the source's capabilities tell where it is inferred.
        vendor_status: The status as the vendor sent it.
        created_at: When it was made. Akool: from the identifier, whose first four bytes are a time.
        started_at: When it began to run.
        ended_at: When it was over.
        last_active_at: When something last happened in it.
        expires_at: When it will end if nothing more happens.
        duration: How long it ran.
        agent_id: The avatar, persona or agent.
        user_id: The user or account it ran for.
        label: The caller's own name for it.
        transport: What carries its stream.
        unreadable: The names of the fields whose value at the vendor could not be understood. They are None, or UNKNOWN
            for the status.
        raw: The vendor's own typed record, with the fields that no document knows.
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
        """The session as JSON-ready values: times in ISO 8601, the duration in seconds.

        Args:
            raw: Whether to add the vendor's record, under ``raw``, with secrets masked.
        """
        values: dict[str, Any] = {
            "ref": self.ref,
            "source": self.source,
            "vendor": self.vendor,
            "id": self.id,
            "status": self.status.value,
            "vendor_status": self.vendor_status,
            "created_at": _iso(self.created_at),
            "started_at": _iso(self.started_at),
            "ended_at": _iso(self.ended_at),
            "last_active_at": _iso(self.last_active_at),
            "expires_at": _iso(self.expires_at),
            "duration": None if self.duration is None else self.duration.total_seconds(),
            "agent_id": self.agent_id,
            "user_id": self.user_id,
            "label": self.label,
            "transport": self.transport,
        }
        return {**values, "raw": redact_json(self.raw.to_dict())} if raw else values


@frozen(kw_only=True)
class Page:
    """One page of a source's list.

    Attributes:
        source: The source's name.
        sessions: Those that match the filters, in the vendor's order.
        invalid: The records that could not be read.
        total: How many there are in all, as the vendor says; None if it does not.
        cursor: Where to go on after this page, for ``pages(…, cursor=…)``; None at the end.
        raw: The vendor's own typed envelope.
    """

    source: str
    sessions: tuple[Session, ...]
    invalid: tuple[InvalidRecordError, ...] = ()
    total: int | None = None
    cursor: str | None = None
    raw: VendorModel = field(repr=False, eq=False)


def _iso(time: datetime.datetime | None) -> str | None:
    return None if time is None else time.isoformat()
