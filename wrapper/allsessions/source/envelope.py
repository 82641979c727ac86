"""The data that sources and clients exchange: capabilities, positions, requests, envelopes and vendors' errors."""

from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any, Generic, Literal, TypeVar

from attrs import field, frozen

from ..session import Status, VendorModel

T = TypeVar("T")

FILTERS = frozenset({"status", "created_after", "created_before", "agent_id", "user_id", "search"})


@frozen(kw_only=True)
class Capabilities:
    """The features of a vendor's API.

    Attributes:
        vendor_filters: The filters that the vendor applies, at least for some values.
        wrapper_filters: The filters that only the wrapper applies.
        vendor_statuses: Statuses that a request can select, one at a time. The vendor sends only matching sessions.
        scope: ``history`` if the vendor lists all sessions, ``active`` if it lists active sessions only.
        paging: ``page`` for page numbers, ``token`` for tokens only, ``none`` if one response has the complete list.
        get: What `get` uses: ``detail`` for a detail endpoint, ``search`` for the search filter, ``list`` for the list.
        end: ``closed`` if a session has ended when `end` returns, ``requested`` if it ends later, None if unsupported.
        concurrency: True if the vendor reports how many sessions can run at the same time.
        inferred: The fields of Session that the vendor does not send and that the wrapper infers from other fields.
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


@frozen
class Position:
    """The position of a page in a list: its number, and its token if the vendor sent one."""

    page: int = 1
    token: str | None = None


def to_count(value: float | None) -> int | None:
    """Return the value as a whole number; None for a negative number or a fraction."""
    return None if value is None or value < 0 or value % 1 else int(value)


@frozen(kw_only=True)
class Envelope:
    """One page in a form that is the same for all vendors. A field is None if the vendor does not report it.

    The code for a vendor sets the fields from `records` to `page_size`. `Source.list_request` sets the other fields.

    Attributes:
        records: The lists of typed records by their JSON path, such as ``data.result``; None for a missing list.
        total: The number of sessions in the complete list. A negative number or a fraction counts as None.
        token: The token of the next page. An empty text counts as None.
        has_more: True if the vendor says that more pages follow, False if it says that none follow.
        last_page: The number of the last page. A negative number or a fraction counts as None.
        page_size: The vendor's page size, which can be smaller than the requested one.
        items: The records by their JSON path, such as ``data[3]``; None for an item that is not an object.
        next_page_error: The JSON path and the reason, if an error in the page prevents reading the next page.
        response: The endpoint's response; None if the vendor refused the page.
    """

    records: Mapping[str, Sequence[VendorModel] | None]
    total: int | None = field(default=None, converter=to_count)
    token: str | None = None
    has_more: bool | None = None
    last_page: int | None = field(default=None, converter=to_count)
    page_size: int | None = field(default=None, converter=to_count)
    items: Mapping[str, VendorModel | None] = field(factory=dict[str, Any])
    next_page_error: tuple[str, str] | None = None
    response: Any = field(default=None, repr=False)


@frozen(kw_only=True)
class VendorError(Exception):
    """An error that the vendor reports."""

    code: int | str | None = None
    message: str | None = None
    request_id: str | None = None


@frozen
class Request(Generic[T]):
    """A request to a generated endpoint. `parse` returns the result, or raises UnreadableError or VendorError.

    Messages contain the `description`, such as ``listing sessions, page 1``. `endpoint` is a module of the client
    package. Its function `asyncio_detailed` gets the `arguments`, and returns a response with `status_code`, `headers`,
    `parsed` (None if the vendor documents no body for the status) and `invalid_fields`. If `idempotent` is False, the
    client does not retry a request that the vendor may have processed.
    """

    description: str
    endpoint: ModuleType
    arguments: Mapping[str, Any] = field(factory=dict[str, Any], kw_only=True)
    parse: Callable[[Any], T] = field(kw_only=True)
    idempotent: bool = field(default=True, kw_only=True)


@frozen
class UnreadableError(Exception):
    """A part of a response is missing or unusable. `path` is the JSON path of this part."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason
