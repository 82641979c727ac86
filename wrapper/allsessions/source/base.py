"""The base class of the vendors' sources, with the code that most vendors share, and checks of options. No I/O."""

import contextlib
import ipaddress
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any, ClassVar, TypeVar, cast

import httpx
from attrs import Factory, evolve, field, frozen

from ..errors import ApiError, ConfigurationError, SourceError
from ..filters import Filters
from ..session import Concurrency, Session, VendorModel
from .envelope import Capabilities, Envelope, Position, Request, VendorError
from .parsing import reported_error, vendor_error_of

E = TypeVar("E", bound=SourceError)

SECRETS = ("api_key", "token")  # the names of the secret options, for all vendors


@frozen(kw_only=True)
class Source(ABC):
    """One account or instance at a vendor.

    For a new vendor, write a subclass with the decorator @frozen(kw_only=True). Set the class attributes that have no
    default, and define `arguments`, `envelope` and `session`. If the vendor also accepts a bearer token, add the field
    `token`, which the client sends as Authorization: Bearer.

    Attributes:
        name: The source's name, which is unique within a client and begins each session's ref.
        base_url: The URL of the vendor's API.
        page_size: Number of records per request.
        concurrency: Maximum number of requests at the same time.
        rate_limit: Maximum number of requests per period, such as ``"100/minute"``; None for no limit.
        api_key: The API key or the server's token, which the client package sends as documented.
        allow_http: True to allow the client to send credentials to another machine over unencrypted http.
        vendor: The vendor's name, in lowercase letters, digits and underscores.
        default_url: The `base_url` that the vendor documents.
        needs_credentials: False if a source can have no `api_key`.
        largest_page: Maximum number of records per page, if the vendor documents it.
        capabilities: The features of the vendor's API.
        client_package: The generated client of the vendor, with `Client`, `AuthenticatedClient` and `DecodeError`.
        list_endpoint: The module of `client_package` whose function `asyncio_detailed` requests a page of the list.
        error_kinds: The error classes for the vendor's own codes. At HTTP 200 and 400, they decide the error class.
        next_field: The JSON field that contains the token of the next page, if the vendor has tokens.
        id_field: The JSON field that contains a record's identifier.
    """

    vendor: ClassVar[str]
    default_url: ClassVar[str]
    needs_credentials: ClassVar[bool] = True
    largest_page: ClassVar[int | None] = None
    capabilities: ClassVar[Capabilities]
    client_package: ClassVar[ModuleType]
    list_endpoint: ClassVar[ModuleType]
    error_kinds: ClassVar[Mapping[object, type[ApiError]]] = {}
    next_field: ClassVar[str | None] = None
    id_field: ClassVar[str]

    name: str = Factory(lambda self: self.vendor, takes_self=True)
    base_url: str = Factory(lambda self: self.default_url, takes_self=True)
    page_size: int = 100
    concurrency: int = 8
    rate_limit: str | None = None
    api_key: str | None = field(default=None, repr=False)
    # The last field has the validator, which needs all fields. A plugin could replace __attrs_post_init__.
    allow_http: bool = field(default=False, validator=lambda self, _attribute, _value: self._validate())

    @abstractmethod
    def arguments(self, filters: Filters, at: Position, size: int) -> dict[str, Any]:
        """Return the arguments for `list_endpoint` to request one page."""

    @abstractmethod
    def envelope(self, parsed: Any) -> Envelope:
        """Convert a typed page to an Envelope. Can raise UnreadableError."""

    @abstractmethod
    def session(self, record: Any) -> Session:
        """Convert a typed record to a Session, with a RecordReader. Raise UnreadableError for a missing identifier."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The credentials, which no message or log may contain."""
        return tuple(secret for name in SECRETS if (secret := getattr(self, name, None)))

    def _validate(self) -> None:
        name, allow_http = cast(object, self.name), cast(object, self.allow_http)
        # A session's ref has a colon after the name.
        if not isinstance(name, str) or not re.fullmatch(r"[^\s:]+", name):
            raise ConfigurationError(f"{self.vendor}: name must be text without spaces or colons, not {name!r}")
        validate_url(f"{name}: base_url", self.base_url)
        positive_int(f"{name}: page_size", self.page_size, most=self.largest_page or math.inf)
        positive_int(f"{name}: concurrency", self.concurrency)
        if self.rate_limit is not None:
            parse_rate(f"{name}: rate_limit", self.rate_limit)
        if not isinstance(allow_http, bool):
            raise ConfigurationError(f"{name}: allow_http must be True or False, not {allow_http!r}")
        if self.capabilities.paging == "token" and self.next_field is None:
            raise ConfigurationError(f"{name}: the class lacks next_field, so an incomplete list could look complete")
        self._validate_credentials()

    def _validate_credentials(self) -> None:
        given = {name: getattr(self, name) for name in SECRETS if hasattr(self, name)}
        if "" in given.values() or (self.needs_credentials and not self.secrets):
            raise ConfigurationError(f"{self.name}: no credentials; set {' or '.join(given)}")
        for name, value in given.items():
            # An HTTP header must be able to contain the value. The errors do not show it.
            if value is not None and not (isinstance(value, str) and re.fullmatch(r"[!-~]+", value)):
                raise ConfigurationError(f"{self.name}: {name} must be ASCII text without spaces or line breaks")
        url = httpx.URL(self.base_url)
        if url.scheme == "http" and self.secrets and not self.allow_http and not is_loopback(url.host):
            text = f"http would send the credentials to {url.host} unencrypted"
            raise ConfigurationError(f"{self.name}: {text}; use https, or set allow_http=True if the network is safe")

    def connect(self, http: httpx.AsyncClient) -> Any:
        """Return the vendor's client, which uses this httpx client and the source's credentials, if any."""
        package, url = self.client_package, self.base_url
        client = package.AuthenticatedClient(url, token=self.secrets[0]) if self.secrets else package.Client(url)
        if token := getattr(self, "token", None):
            client = package.AuthenticatedClient(url, token=token, prefix="Bearer", auth_header_name="Authorization")
        return client.set_async_httpx_client(http)

    def get_request(self, id: str) -> Request[Session] | None:
        """Return the request for one session; None if the vendor has no endpoint for one session."""
        return None

    def end_request(self, id: str) -> Request[None]:
        """Return the request that ends one session."""
        raise ConfigurationError(f"{self.name}: the vendor has no operation that ends a session")

    def concurrency_request(self) -> Request[Concurrency]:
        """Return the request for the number of sessions in use and the limit."""
        raise ConfigurationError(f"{self.name}: the vendor does not report a session limit")

    def filters_in_total(self, filters: Filters) -> frozenset[str] | None:
        """Return the names of the filters that the vendor applies to its total; None if the vendor does not say."""
        return None if filters.used & self.capabilities.vendor_filters else frozenset()

    def vendor_error(self, status_code: int, parsed: Any) -> VendorError | None:
        """Return the error that a response's body reports; None if it reports none. Can raise UnreadableError."""
        return vendor_error_of(parsed.to_dict()) if status_code >= 300 and hasattr(parsed, "to_dict") else None

    def list_request(self, filters: Filters, at: Position, size: int) -> Request[Envelope]:
        """Return the request for one page of the list."""
        arguments = self.arguments(filters, at, size)
        return Request(f"listing sessions, page {at.page}", self.list_endpoint, arguments=arguments, parse=self._page)

    def _page(self, response: Any) -> Envelope:
        envelope, items = self.envelope(response.parsed), dict[str, VendorModel | None]()
        for place, records in envelope.records.items():
            items |= _items(place, records or (), response.invalid_fields)
        without_data = not items and None in envelope.records.values()
        error = reported_error(response.parsed, without_data=without_data)
        if error is not None and not items:
            raise error
        partial = ("", "the vendor returned sessions together with an error; try again later") if error else None
        problem = partial or self._next_page_error(envelope, response.invalid_fields)
        return evolve(envelope, token=envelope.token or None, items=items, next_page_error=problem, response=response)

    def _next_page_error(self, envelope: Envelope, invalid_fields: Mapping[str, Any]) -> tuple[str, str] | None:
        if missing := [place for place, records in envelope.records.items() if records is None]:
            return missing[0], "expected a list of sessions"
        token = self.next_field
        if token and (token in invalid_fields or (envelope.has_more and not envelope.token)):
            return token, "the token of the next page is missing or not valid"
        return None

    def error(self, kind: type[E], text: str, **details: Any) -> E:
        """Return an error of this source."""
        return kind(text, source=self.name, vendor=self.vendor, **details)


def _items(place: str, records: Sequence[VendorModel], invalid_fields: Iterable[str]) -> dict[str, VendorModel | None]:
    # The client package moves an item that is not an object from the list to `invalid_fields`.
    invalid = {path for path in invalid_fields if re.fullmatch(rf"{re.escape(place)}\[\d+\]", path)}
    left, places = iter(records), [f"{place}[{number}]" for number in range(len(records) + len(invalid))]
    return {at: None if at in invalid else next(left) for at in places}


def positive_int(name: str, value: object, least: int = 1, most: float = math.inf) -> None:
    """Check a whole number from `least` to `most`. In all checks, `name` is the name of the option in messages."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        expected = f", {least} or more" if most == math.inf else f" from {least} to {most}"
        raise ConfigurationError(f"{name} must be a whole number{expected}, not {value!r}")


def positive_seconds(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise ConfigurationError(f"{name} must be a number of seconds greater than 0, not {value!r}")


def parse_rate(name: str, value: object) -> tuple[int, float]:
    """Return a rate's number of requests and number of seconds, such as (100, 60.0) for ``"100/minute"``."""
    periods = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}
    match = re.fullmatch(r"([1-9][0-9]*)/(second|minute|hour|day)", value) if isinstance(value, str) else None
    if match is None:
        raise ConfigurationError(f'{name} must be text such as "100/minute" (per second, minute, hour or day)')
    return int(match[1]), periods[match[2]]


def validate_url(name: str, value: Any) -> None:
    """Check that a value is an http or https URL to which a path can be added. The error does not show the URL."""
    with contextlib.suppress(httpx.InvalidURL, ValueError, TypeError):
        url = httpx.URL(value)
        # httpx decodes the host here, and may fail.
        usable = url.host != "" and (url.port is None or 0 < url.port < 65536)
        # Search the text, because httpx ignores the "?" in "https://host?". A path added to it would become a query.
        if usable and re.fullmatch(r"(?i:https?)://[^?#@\\]+", value):
            return
    raise ConfigurationError(f"{name} must be a URL such as https://host:8443/path, without user, query and fragment")


def is_loopback(host: str) -> bool:
    """Return True if requests to this host stay on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
