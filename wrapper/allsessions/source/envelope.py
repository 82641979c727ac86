"""The terms in which a source and the clients speak: what a list can do, where in it to read, and what came of it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Generic, Literal, TypeVar

from attrs import field, frozen

from ..errors import ApiError, InvalidRecordError
from ..session import Status, VendorModel
from .package import VendorResponse

T = TypeVar("T")

FILTERS = frozenset({"status", "created_after", "created_before", "agent_id", "user_id", "search"})
"""All filters."""


@frozen(kw_only=True)
class Capabilities:
    """What a vendor's list can do.

    Attributes:
        vendor_filters: The filters that the vendor applies, at least for some values.
        wrapper_filters: The filters that the wrapper applies to every record.
        unsupported_filters: The filters that cannot be answered, since no session has the field.
        vendor_statuses: The statuses of which the vendor's filter gives just those sessions, asked for one at a time.
        scope: Whether the list is the whole history or only the active sessions.
        paging: How the list is read: by page number, by a token (and page number), or all at once.
        get: How one session is got: by the vendor's detail endpoint, by its search, or by reading the list.
        inferred: The fields of Session that are concluded from others rather than sent.
    """

    vendor_filters: frozenset[str] = frozenset()
    wrapper_filters: frozenset[str] = frozenset()
    vendor_statuses: frozenset[Status] = frozenset()
    scope: Literal["history", "active"]
    paging: Literal["page", "token", "none"]
    get: Literal["detail", "search", "list"]
    inferred: frozenset[str] = frozenset()

    @property
    def unsupported_filters(self) -> frozenset[str]:
        """The filters that cannot be answered, since no session has the field."""
        return FILTERS - self.vendor_filters - self.wrapper_filters


@frozen
class Position:
    """Where in a list to read: a page's number, and the token that leads there where the vendor gave one."""

    page: int = 1
    token: str | None = None


@frozen(kw_only=True)
class Envelope:
    """A page as the vendor sent it, in terms that are the same for all.

    Attributes:
        records: The typed records, each with its place, such as ``data[3]``.
        invalid: The records that are not objects.
        total: How many sessions there are in all, as the vendor says.
        token: The token of the following page.
        has_more: Whether the vendor says that more follows (True) or that nothing does (False); None if neither.
        number: Its own number, as the vendor says.
        last_page: The number of the last page, as the vendor says.
        actual_page_size: How many records a page can have, as the vendor says.
        paged: Whether there can be another page at all.
        missing_field: Where the list of records should be, if it is not there; which is fine where there are none.
        invalid_fields: The values anywhere in the page that are not of their documented type, by their path.
        next_page_error: The field, and the reason, if what leads on to the next page could not be read.
        raw: The vendor's typed envelope.
    """

    records: tuple[tuple[str, VendorModel], ...]
    invalid: tuple[InvalidRecordError, ...] = ()
    total: int | None = None
    token: str | None = None
    has_more: bool | None = None
    number: int | None = None
    last_page: int | None = None
    actual_page_size: int | None = None
    paged: bool = True
    missing_field: str | None = None
    invalid_fields: Mapping[str, Any] = field(factory=dict[str, Any], repr=False)
    next_page_error: tuple[str, str] | None = None
    raw: VendorModel

    @property
    def length(self) -> int:
        """How many records the page has, readable or not."""
        return len(self.records) + len(self.invalid)


@frozen(kw_only=True)
class VendorError:
    """What the vendor says of a failure; `kind` where its own code tells the class of the error."""

    code: int | str | None = None
    message: str | None = None
    request_id: str | None = None
    kind: type[ApiError] | None = None


@frozen(kw_only=True)
class Request(Generic[T]):
    """One request: a generated endpoint, its arguments, and how its answer is read.

    Attributes:
        description: What is asked, for messages.
        endpoint: The endpoint's `asyncio_detailed`.
        arguments: Its arguments.
        parse: Reads the answer; may raise UnreadableError.
    """

    description: str
    endpoint: Callable[..., Awaitable[VendorResponse]]
    arguments: Mapping[str, Any]
    parse: Callable[[VendorResponse], T]


class UnreadableError(Exception):
    """A part of an answer is of the documented shape and yet cannot be understood; `path` says where."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason
