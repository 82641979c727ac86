"""The data that sources and clients exchange: capabilities, positions, requests, envelopes and vendors' errors."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, Literal, Protocol, TypeVar

import httpx
from attrs import field, frozen

from ..errors import ApiError
from ..session import Status, VendorModel

T = TypeVar("T")

FILTERS = frozenset({"status", "created_after", "created_before", "agent_id", "user_id", "search"})


@frozen(kw_only=True)
class Capabilities:
    """The features of a vendor's API.

    Attributes:
        vendor_filters: The filters that the vendor applies, at least for some values.
        wrapper_filters: The filters that only the wrapper applies.
        vendor_statuses: The statuses for which the vendor's own filter is exact. It accepts one status at a time.
        scope: ``history`` if the vendor lists all sessions, ``active`` if it lists active sessions only.
        paging: ``page`` for page numbers, ``token`` for tokens only, ``none`` if one answer has the whole list.
        get: ``detail`` if the vendor has an endpoint for one session, ``search`` for its search, else ``list``.
        end: ``closed`` if a session is over when `end` returns, ``requested`` if it ends later, None if it cannot.
        concurrency: True if the vendor reports how many sessions can run at the same time.
        inferred: The fields of Session that the vendor does not send. The wrapper infers them from other fields.
    """

    vendor_filters: frozenset[str] = frozenset()
    wrapper_filters: frozenset[str] = frozenset()
    vendor_statuses: frozenset[Status] = frozenset()
    scope: Literal["history", "active"]
    paging: Literal["page", "token", "none"]
    get: Literal["detail", "search", "list"]
    end: Literal["closed", "requested"] | None = None
    concurrency: bool = False
    inferred: frozenset[str] = frozenset()

    @property
    def unsupported_filters(self) -> frozenset[str]:
        """The filters on fields that this vendor's sessions never have."""
        return FILTERS - self.vendor_filters - self.wrapper_filters


class VendorResponse(Protocol):
    """An endpoint's answer. `parsed` is None if the vendor documents no body for the status."""

    status_code: int
    headers: httpx.Headers
    parsed: Any
    invalid_fields: dict[str, Any]


@frozen
class Position:
    """A page of a list: its number, and its token if the vendor gave one."""

    page: int = 1
    token: str | None = None


def _to_count(value: float | None) -> int | None:
    return None if value is None or value < 0 or value % 1 else int(value)


@frozen(kw_only=True)
class Envelope:
    """One page in a form that is the same for all vendors. A field is None if the vendor does not report it.

    A vendor's file sets the fields from `records` to `paged`. `Source.list_request` sets the others.

    Attributes:
        records: The typed records by their place in the JSON, such as ``data.result``; None if they are missing.
        total: The number of sessions in the whole list. A negative number or a fraction counts as None.
        token: The token of the next page. An empty text counts as None.
        has_more: True if the vendor says that more pages follow, False if it says that none follow.
        last_page: The number of the last page. A negative number or a fraction counts as None.
        paged: False if the list has no other pages.
        items: The records, each with its place, such as ``data[3]``; None for an item that is not an object.
        missing_field: The place of the records, if they are missing. They may be missing on a page after the last one.
        invalid_fields: All values of the page that do not have their documented type, by their path.
        next_page_error: If the field that leads to the next page is unreadable: its path, and the reason.
        raw: The vendor's typed envelope.
    """

    records: Mapping[str, Sequence[VendorModel] | None]
    total: int | None = field(default=None, converter=_to_count)
    token: str | None = None
    has_more: bool | None = None
    last_page: int | None = field(default=None, converter=_to_count)
    paged: bool = True
    items: Sequence[tuple[str, VendorModel | None]] = ()
    missing_field: str | None = None
    invalid_fields: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)
    next_page_error: tuple[str, str] | None = None
    raw: Any = None

    @property
    def length(self) -> int:
        """The number of records, readable or not."""
        return len(self.items)


@frozen(kw_only=True)
class VendorError(Exception):
    """A failure as the vendor reports it. `kind` is the error class if the vendor's own code decides it."""

    code: int | str | None = None
    message: str | None = None
    request_id: str | None = None
    kind: type[ApiError] | None = None


@frozen(kw_only=True)
class Request(Generic[T]):
    """A request to a generated endpoint. `parse` returns the result, or raises UnreadableError or VendorError.

    `description` appears in messages, such as ``listing sessions``. If `idempotent` is False, the client does not
    retry after a failure that leaves it unclear if the vendor has processed the request.
    """

    description: str
    endpoint: Callable[..., Awaitable[VendorResponse]]
    arguments: Mapping[str, Any]
    parse: Callable[[VendorResponse], T]
    idempotent: bool = True


@frozen
class UnreadableError(Exception):
    """A part of an answer has the documented shape but cannot be used. `path` is its place."""

    path: str
    reason: str
