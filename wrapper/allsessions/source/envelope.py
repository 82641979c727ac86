"""The terms in which sources and clients speak: capabilities, positions, requests, envelopes and vendors' errors."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, Literal, Protocol, Self, TypeVar

import httpx
from attrs import field, frozen

from ..errors import ApiError
from ..session import Status, VendorModel

T = TypeVar("T")

FILTERS = frozenset({"status", "created_after", "created_before", "agent_id", "user_id", "search"})


@frozen(kw_only=True)
class Capabilities:
    """The abilities of a vendor's list.

    Attributes:
        vendor_filters: The filters that the vendor applies, at least for some values.
        wrapper_filters: The filters that only the wrapper applies.
        vendor_statuses: The statuses that the vendor filters by exactly, one at a time.
        scope: ``history``: the list is the whole history; ``active``: only the active sessions.
        paging: The vendor divides the list by page numbers, by tokens, or not at all.
        get: The client finds one session by the vendor's detail endpoint, by its search, or by reading the list.
        end: ``closed``: a session is over when `end` returns. ``requested``: a little later. None: not possible.
        concurrency: The vendor reports its limit of sessions at the same time.
        inferred: The fields of Session that the vendor does not send and the wrapper concludes from others.
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


class VendorClient(Protocol):
    """A client of a vendor's package. `max_body_size` limits the bytes of an answer after decompression."""

    max_body_size: int

    def set_async_httpx_client(self, async_client: httpx.AsyncClient, /) -> Self: ...
    def get_async_httpx_client(self) -> httpx.AsyncClient: ...


class VendorResponse(Protocol):
    """An endpoint's answer. `parsed` is None if the vendor documents no body for the status."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> httpx.Headers: ...
    @property
    def parsed(self) -> Any: ...
    @property
    def invalid_fields(self) -> Mapping[str, Any]: ...


@frozen
class Position:
    """A page of a list: its number, and its token if the vendor gave one."""

    page: int = 1
    token: str | None = None


def _to_count(value: float | None) -> int | None:
    return None if value is None or value < 0 or value % 1 else int(value)


@frozen(kw_only=True)
class Envelope:
    """A page in the same terms for every vendor. None: the vendor does not say.

    A vendor's file sets the fields down to `paged`, and `Source.list_request` the others.

    Attributes:
        records: The typed records by their place in the JSON, such as ``data.result``; None if they are missing.
        total: The number of sessions in the whole list. A number that cannot be one counts as None.
        token: The token of the next page; an empty one counts as None.
        has_more: True: the vendor says that more follows. False: it says that nothing follows.
        last_page: The number of the last page.
        paged: False if the list has no other pages.
        items: The records, each with its place, such as ``data[3]``; None for an item that is not an object.
        missing_field: The place of the records, if they are missing. An empty page past the end may do without.
        invalid_fields: All values of the page that are not of their documented type, by their path.
        next_page_error: The field with the next page, and the reason, if that field cannot be read.
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
class VendorError:
    """A failure in the vendor's words. `kind` is set if the vendor's own code decides the class of the error."""

    code: int | str | None = None
    message: str | None = None
    request_id: str | None = None
    kind: type[ApiError] | None = None


@frozen(kw_only=True)
class Request(Generic[T]):
    """A request to a generated endpoint. `parse` returns the result of a response; it may raise UnreadableError.

    The description is for messages, such as ``listing sessions``. A request that is not `idempotent` is not sent again
    after a failure that leaves open if the vendor carried it out.
    """

    description: str
    endpoint: Callable[..., Awaitable[VendorResponse]]
    arguments: Mapping[str, Any]
    parse: Callable[[VendorResponse], T]
    idempotent: bool = True


class RefusedError(Exception):
    """The vendor reports a failure at HTTP 200, where the list should be."""

    def __init__(self, error: VendorError) -> None:
        super().__init__(error)
        self.error = error


class UnreadableError(Exception):
    """A part of an answer has the documented shape but cannot be used. `path` is its place."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason
