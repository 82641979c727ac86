"""What a source is: one account or instance at a vendor, and the vendor's ways as data and pure functions.

A source does no I/O. It says which endpoint of the vendor's generated client to call with which arguments, and reads
what comes back: an envelope into records, a record into a Session, an error body into code and message.
"""

import datetime
import ipaddress
import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar

import httpx
from attrs import Attribute, Factory, field, frozen, validators

from ..errors import ApiError, ConfigurationError, InvalidRecordError
from ..filters import Filters
from ..session import Session, VendorModel

T = TypeVar("T")

FILTERS = frozenset({"status", "created_after", "created_before", "agent_id", "user_id", "search"})


@frozen(kw_only=True)
class Capabilities:
    """What a vendor's list can do.

    Attributes:
        vendor_filters: The filters that the vendor applies, at least for some values.
        wrapper_filters: The filters that the wrapper applies to every record.
        unsupported_filters: The filters that cannot be answered, since no session has the field.
        scope: Whether the list is the whole history or only the active sessions.
        paging: How the list is read: by page number, by a token (and page number), or all at once.
        get: How one session is got: by the vendor's detail endpoint, by its search, or by reading the list.
        inferred: The fields of Session that are concluded from others rather than sent.
    """

    vendor_filters: frozenset[str]
    wrapper_filters: frozenset[str]
    scope: Literal["history", "active"]
    paging: Literal["page", "token", "none"]
    get: Literal["detail", "search", "list"]
    inferred: frozenset[str]

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
        invalid: The records that are not of the documented shape.
        total: How many sessions there are in all, as the vendor says.
        token: The token of the following page.
        promised: Whether the vendor says that more follows (True) or that nothing does (False); None if neither.
        last_page: The number of the last page, as the vendor says.
        size: How many records a page can have, as the vendor says.
        paged: Whether there can be another page at all.
        missing: Where the list of records should be, if it is not there; which is fine where there are none.
        left_out: The fields beside the records that could not be read, each with the reason.
        lost: The field, and the reason, if what leads on to the next page could not be read.
        raw: The vendor's typed envelope.
    """

    records: tuple[tuple[str, VendorModel], ...]
    invalid: tuple[InvalidRecordError, ...] = ()
    total: int | None = None
    token: str | None = None
    promised: bool | None = None
    last_page: int | None = None
    size: int | None = None
    paged: bool = True
    missing: str | None = None
    left_out: Mapping[str, str] = field(factory=dict[str, str])
    lost: tuple[str, str] | None = None
    raw: VendorModel

    @property
    def length(self) -> int:
        """How many records the page has, readable or not."""
        return len(self.records) + len(self.invalid)


@frozen(kw_only=True)
class Complaint:
    """What the vendor says of a failure; `kind` where its own code tells the class of the error."""

    code: int | str | None = None
    message: str | None = None
    request_id: str | None = None
    kind: type[ApiError] | None = None


class VendorResponse(Protocol):
    """What the generated packages' responses have in common."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> httpx.Headers: ...
    @property
    def parsed(self) -> Any: ...


class VendorDecodeError(Protocol):
    """What the generated packages' decode errors have in common."""

    path: str
    expected: str
    found: str
    content: bytes | None


@frozen(kw_only=True)
class Call(Generic[T]):
    """One request: a generated endpoint, its arguments, and how its answer is read.

    Attributes:
        about: What is asked, for messages.
        endpoint: The endpoint's `asyncio_detailed`.
        arguments: Its arguments.
        read: Reads the typed answer; may raise UnreadableError.
        salvage: Reads what can be read of the JSON value of an answer that as a whole is not of the documented shape.
    """

    about: str
    endpoint: Callable[..., Awaitable[VendorResponse]]
    arguments: Mapping[str, Any]
    read: Callable[[Any], T]
    salvage: Callable[[Any], T] | None = None


class UnreadableError(Exception):
    """A part of an answer is of the documented shape and yet cannot be understood; `path` says where."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


def _usable_url(source: "Source", attribute: "Attribute[str]", value: str) -> None:
    try:
        url = httpx.URL(value)
    except (httpx.InvalidURL, TypeError, ValueError):
        raise ConfigurationError(f"{source.name}: base_url is no URL") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise ConfigurationError(f"{source.name}: base_url must begin with https:// or http:// and a host")
    if url.port is not None and not 0 < url.port < 65536:
        raise ConfigurationError(f"{source.name}: base_url has a port that there is none of")
    # httpx takes an empty query or user for none at all, but what is added to the text of the URL would become one.
    if url.userinfo or any(mark in value for mark in "?#@\\"):
        raise ConfigurationError(f"{source.name}: base_url must not hold a user, a query or a fragment")


def is_loopback(host: str) -> bool:
    """Whether what is sent to this host stays on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _encrypted(source: "Source", attribute: "Attribute[bool]", value: bool) -> None:
    url = httpx.URL(source.base_url)
    if url.scheme == "http" and source.secrets and not value and not is_loopback(url.host):
        raise ConfigurationError(
            f"{source.name}: over http, {url.host} would get the credentials unencrypted; "
            "use https, or give allow_http=True if the way there is safe"
        )


def _usable_name(source: "Source", attribute: "Attribute[str]", value: str) -> None:
    if not re.fullmatch(r"[^\s:]+", value):
        raise ConfigurationError(f"{value!r}: a source's name has neither spaces nor colons (a ref is name:id)")


def _at_least_one(source: "Source", attribute: "Attribute[int]", value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ConfigurationError(f"{source.name}: {attribute.name} must be a whole number, not {value!r}")
    if value < 1:
        raise ConfigurationError(f"{source.name}: {attribute.name} must be at least 1, not {value}")


def _usable_page_size(source: "Source", attribute: "Attribute[int]", value: object) -> None:
    _at_least_one(source, attribute, value)
    source.check_page_size(value)


def _usable_rate(source: "Source", attribute: "Attribute[str | None]", value: str | None) -> None:
    if value is not None:
        requests_and_seconds(value, source.name)


def requests_and_seconds(rate: str, name: str) -> tuple[int, float]:
    """``"100/minute"`` as 100 requests in 60.0 seconds."""
    seconds = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}
    match = re.fullmatch(r"([1-9]\d*)/(second|minute|hour|day)", rate)
    if match is None:
        raise ConfigurationError(f'{name}: rate_limit is written like "100/minute", per second, minute, hour or day')
    return int(match[1]), seconds[match[2]]


def required_credential(source: "Source", attribute: "Attribute[str]", value: str) -> None:
    """A credential that cannot be left out, and can be sent in a header; the message never shows it."""
    optional_credential(source, attribute, value or "")


def optional_credential(source: "Source", attribute: "Attribute[Any]", value: object) -> None:
    """A credential that is None or can be sent in a header; the message never shows it."""
    if value == "":
        raise ConfigurationError(f"{source.name}: no credentials; give {attribute.name}")
    if value is not None and not (isinstance(value, str) and re.fullmatch(r"[!-~]+", value)):
        raise ConfigurationError(
            f"{source.name}: {attribute.name} has characters that no key has, such as a space or a line break"
        )


@frozen(kw_only=True)
class Source(ABC):
    """One account or instance at a vendor.

    Attributes:
        name: What its sessions are called by; unique within a client.
        base_url: Where it answers.
        page_size: Records a request.
        concurrency: Requests in flight at once.
        rate_limit: Such as ``"100/minute"``; None: only as the vendor answers.
        allow_http: Whether credentials may go over http without encryption to another machine.
    """

    vendor: ClassVar[str]
    default_url: ClassVar[str]
    needs_credentials: ClassVar[bool] = True
    largest_page: ClassVar[int | None] = None
    """The most records that the vendor gives a page, where that is documented."""
    capabilities: ClassVar[Capabilities]
    id_field: ClassVar[str]
    """Where a record has its identifier."""
    decode_error: ClassVar[type[Exception]]
    """The error that the vendor's generated package raises for an answer of another shape."""

    name: str = field(default=Factory(lambda self: self.vendor, takes_self=True), validator=_usable_name)
    base_url: str = field(default=Factory(lambda self: self.default_url, takes_self=True), validator=_usable_url)
    page_size: int = field(default=100, validator=_usable_page_size)
    concurrency: int = field(default=8, validator=_at_least_one)
    rate_limit: str | None = field(default=None, validator=_usable_rate)
    allow_http: bool = field(default=False, validator=[validators.instance_of(bool), _encrypted])

    def check_page_size(self, size: object) -> None:
        """ConfigurationError unless the vendor's pages can have this size."""
        if not isinstance(size, int) or size < 1 or size > (self.largest_page or size):
            most = f" to {self.largest_page}" if self.largest_page else ""
            raise ConfigurationError(f"{self.name}: page_size must be from 1{most}, not {size!r}")

    @property
    @abstractmethod
    def secrets(self) -> tuple[str, ...]:
        """What must not show in any text."""

    @abstractmethod
    def connect(self, http: httpx.AsyncClient) -> Any:
        """The vendor's generated client, over this httpx client."""

    @abstractmethod
    def document(self, content: bytes) -> Any:
        """The JSON value of a body, as the vendor's generated package reads it."""

    @abstractmethod
    def list_call(self, filters: Filters, at: Position, size: int) -> Call[Envelope]:
        """The request for one page of the list."""

    @abstractmethod
    def session(self, record: Any) -> Session:
        """A typed record as a Session; raises UnreadableError."""

    @abstractmethod
    def complaint(self, status_code: int, parsed: Any) -> Complaint | None:
        """What the typed body of an answer says of a failure; None if it is no failure."""

    def complaint_in(self, document: Any) -> Complaint | None:
        """What an answer at HTTP 200 says of a failure, where as a whole it is not of the documented shape."""
        return None

    def get_call(self, id: str) -> Call[Session] | None:
        """The request for one session, where the vendor has a detail endpoint."""
        return None

    def filters_to_find(self, id: str) -> Filters:
        """The filters that narrow the list down for one session, where there is no detail endpoint."""
        return Filters()

    def total_is_exact(self, filters: Filters) -> bool:
        """Whether the vendor's total counts exactly what matches these filters."""
        return not filters.used

    def invalid_record(self, record: Any, place: str, path: str, reason: str) -> InvalidRecordError:
        """The error for one record that cannot be read."""
        full = f"{place}.{path}" if path else place
        text = f"{full}: {reason}; the record is left out of the list, and is this error's .record"
        return InvalidRecordError(
            text, source=self.name, vendor=self.vendor, path=full, record=record, secrets=self.secrets
        )


def when(value: datetime.datetime | str | None, path: str) -> datetime.datetime | None:
    """A timestamp in UTC. One without a zone is taken as UTC, which is what all four vendors write."""
    if isinstance(value, str):
        raise UnreadableError(path, "expected a timestamp in ISO 8601")
    if value is None:
        return None
    try:
        return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)
    except OverflowError:
        raise UnreadableError(path, "is outside the years 1 to 9999") from None


def unix_time(value: float, path: str) -> datetime.datetime:
    """A Unix time in seconds; a value past 10^11 (the year 5138) can only be milliseconds."""
    try:
        return datetime.datetime.fromtimestamp(value / 1000 if abs(value) > 1e11 else value, datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise UnreadableError(path, "is no Unix time of this age") from None


def length(path: str, **amount: float) -> datetime.timedelta:
    """A duration from seconds= or milliseconds=."""
    try:
        duration = datetime.timedelta(**amount)
    except (ValueError, OverflowError):
        duration = None
    if duration is None or duration < datetime.timedelta():
        raise UnreadableError(path, "is no duration that a session can have")
    return duration


def text(value: object) -> str | None:
    """An identifier as text."""
    return None if value is None else str(value)


def amount(value: float | None) -> int | None:
    """How many there are, as a vendor says; None where it says nothing that can be true."""
    # The remainder is something for a fraction, for infinity and for what is no number.
    return None if value is None or value < 0 or value % 1 else int(value)
