"""What a source is: one account or instance at a vendor, and the vendor's ways as data and pure functions.

A source does no I/O. It says which endpoint of the vendor's client package to call with which arguments, and reads what
comes back: an envelope into records, a record into a Session, an error body into code and message. What is the same at
most vendors is done here, from what the class says of itself; what is another way at a vendor, its class overrides.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

import httpx
from attrs import Factory, evolve, field, frozen, validators

from ..errors import ConfigurationError, InvalidRecordError
from ..filters import Filters
from ..session import Session, VendorModel
from .envelope import Capabilities, Envelope, Position, Request, UnreadableError, VendorError
from .options import SECRETS, at_least_one, encrypted, usable_name, usable_page_size, usable_rate, usable_url
from .package import ClientPackage, Endpoint, Model, VendorResponse
from .parsing import RecordReader, to_count, vendor_error_of


@frozen(kw_only=True)
class Source(ABC):
    """One account or instance at a vendor.

    A vendor's class is decorated with @frozen(kw_only=True). It sets what has no default here, has its credentials as
    fields `api_key` or `token` if it needs any, and says with `arguments`, `envelope` and `session` how its list is
    asked for and read.

    Attributes:
        name: What its sessions are called by; unique within a client.
        base_url: Where it answers.
        page_size: Records a request.
        concurrency: Requests in flight at once.
        rate_limit: Such as ``"100/minute"``; None: only as the vendor answers.
        allow_http: Whether credentials may go over http without encryption to another machine.
    """

    vendor: ClassVar[str]
    """The vendor's word: small letters, digits and underscores."""
    default_url: ClassVar[str]
    needs_credentials: ClassVar[bool] = True
    largest_page: ClassVar[int | None] = None
    """The most records that the vendor gives a page, where that is documented."""
    capabilities: ClassVar[Capabilities]
    client_package: ClassVar[ClientPackage]
    """The vendor's client package."""
    list_endpoint: ClassVar[Endpoint]
    """Its endpoint for a page of the list."""
    envelope_class: ClassVar[type[Model]]
    """Its model of a page."""
    record_class: ClassVar[type[Model]]
    """Its model of a record of the list."""
    error_class: ClassVar[type[Model] | None] = None
    """Its model of an error's body, where the vendor documents one."""
    records_at: ClassVar[tuple[str, ...]]
    """The way to the list of records in a page, by the names in its JSON."""
    next_field: ClassVar[str | None] = None
    """Where a page has the token of the next one, at a vendor that pages by token. The list ends in an error where that
    cannot be read, or is not there though the vendor says that more follows."""
    page_numbers: ClassVar[bool] = True
    """Whether a vendor that pages by token also gives the same pages by their numbers. Then they can be fetched side by
    side, where the vendor says of each page its `number`, and of the list its `total`."""
    id_field: ClassVar[str]
    """Where a record has its identifier, by the name in its JSON."""

    name: str = field(default=Factory(lambda self: self.vendor, takes_self=True), validator=usable_name)
    base_url: str = field(default=Factory(lambda self: self.default_url, takes_self=True), validator=usable_url)
    page_size: int = field(default=100, validator=usable_page_size)
    concurrency: int = field(default=8, validator=at_least_one)
    rate_limit: str | None = field(default=None, validator=usable_rate)
    allow_http: bool = field(default=False, validator=[validators.instance_of(bool), encrypted])

    def check_page_size(self, size: object) -> None:
        """ConfigurationError unless the vendor's pages can have this size."""
        if not isinstance(size, int) or size < 1 or size > (self.largest_page or size):
            most = f" to {self.largest_page}" if self.largest_page else ""
            raise ConfigurationError(f"{self.name}: page_size must be from 1{most}, not {size!r}")

    # What a vendor's class has to say

    @abstractmethod
    def arguments(self, filters: Filters, at: Position, size: int) -> dict[str, Any]:
        """What the list's endpoint is asked with, for one page."""

    @abstractmethod
    def envelope(self, parsed: Any) -> Envelope:
        """A page in terms that are the same for all, mostly by `page`; may raise UnreadableError."""

    @abstractmethod
    def session(self, record: Any) -> Session:
        """Return a typed record as a Session, mostly by a RecordReader; raise UnreadableError without an identifier."""

    # What it says in other words, where the vendor has other ways

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not show in any text."""
        return tuple(secret for name in SECRETS if (secret := getattr(self, name, None)))

    @property
    def decode_error(self) -> type[Exception]:
        """The error that the client package raises for an answer of another shape."""
        return self.client_package.DecodeError

    def connect(self, http: httpx.AsyncClient) -> Any:
        """The vendor's client (a VendorClient) over this httpx client, with the credentials if there are any."""
        if self.secrets:
            client = self.client_package.AuthenticatedClient(self.base_url, token=self.secrets[0])
        else:
            client = self.client_package.Client(self.base_url)
        return client.set_async_httpx_client(http)

    def list_request(self, filters: Filters, at: Position, size: int) -> Request[Envelope]:
        """The request for one page of the list."""
        return Request(
            description="listing sessions"
            if self.capabilities.paging == "none"
            else f"listing sessions, page {at.page}",
            endpoint=self.list_endpoint.asyncio_detailed,
            arguments=self.arguments(filters, at, size),
            parse=self._envelope,
        )

    def _envelope(self, response: VendorResponse) -> Envelope:
        envelope = self.envelope(response.parsed)
        return evolve(envelope, invalid_fields=response.invalid_fields) if response.invalid_fields else envelope

    def vendor_error(self, status_code: int, parsed: Any) -> VendorError | None:
        """What the typed body of an answer says of a failure; None if it is no failure."""
        if self.error_class is None or not isinstance(parsed, self.error_class):
            return None
        return vendor_error_of(parsed.to_dict())

    def get_request(self, id: str) -> Request[Session] | None:
        """The request for one session, where the vendor has a detail endpoint."""
        return None

    def filters_to_find(self, id: str) -> Filters:
        """The filters that narrow the list down for one session, where there is no detail endpoint."""
        return Filters()

    def filters_in_total(self, filters: Filters) -> frozenset[str] | None:
        return None if filters.used & self.capabilities.vendor_filters else frozenset()

    # With what it says so

    def page(
        self,
        parsed: VendorModel,
        records: Sequence[VendorModel] | None,
        *,
        holder: VendorModel | None = None,
        total: float | None = None,
        token: str | None = None,
        has_more: bool | None = None,
        number: float | None = None,
        last_page: float | None = None,
        actual_page_size: float | None = None,
    ) -> Envelope:
        """Return an Envelope of the vendor's typed one and what it holds; None where it does not say.

        Args:
            parsed: The vendor's typed envelope.
            records: The list of records; None where it is not there.
            holder: What holds that list, if not the envelope itself.
        """
        place = ".".join(self.records_at)
        placed, invalid = self.placed(place, records or (), holder or parsed)
        return Envelope(
            records=placed,
            invalid=invalid,
            total=to_count(total),
            token=token or None,
            has_more=has_more,
            number=to_count(number),
            last_page=to_count(last_page),
            actual_page_size=to_count(actual_page_size),
            paged=self.capabilities.paging != "none",
            missing_field=place if records is None else None,
            next_page_error=self.list_error(parsed, holder or parsed)
            or self._token_error(parsed, has_more=has_more, token=token),
            raw=parsed,
        )

    def placed(
        self, place: str, records: Sequence[VendorModel], holder: VendorModel
    ) -> tuple[tuple[tuple[str, VendorModel], ...], tuple[InvalidRecordError, ...]]:
        """Return the records of a list, each with its place, and an error for each item that is not an object."""
        name = place.rpartition(".")[2]
        before = place.removesuffix(name)
        others = {before + path: item for path, item in holder.invalid_fields.items() if path.startswith(f"{name}[")}
        places = (f"{place}[{index}]" for index in range(len(records) + len(others)))
        placed = zip((each for each in places if each not in others), records, strict=True)
        invalid = (self.invalid_record(item, path, "", "expected an object") for path, item in others.items())
        return tuple(placed), tuple(invalid)

    def list_error(self, parsed: VendorModel, holder: VendorModel) -> tuple[str, str] | None:
        """Return the place of the records and a reason if something else than a list is there."""
        first, *_, last = self.records_at[0], self.records_at[-1]
        odd = first in parsed.invalid_fields or last in holder.invalid_fields
        return (".".join(self.records_at), "expected a list of sessions") if odd else None

    def _token_error(self, parsed: VendorModel, *, has_more: bool | None, token: str | None) -> tuple[str, str] | None:
        name = self.next_field
        if name is None:
            return None
        if name in parsed.invalid_fields:
            return name, "is not of its documented type"
        return (name, "is missing, though the vendor says that more follows") if has_more and not token else None

    def identifier(self, read: RecordReader, value: object) -> str:
        """Return a record's identifier as text; raise UnreadableError where it has none."""
        id = read.id("id", self.id_field, value)
        if not id:
            raise UnreadableError(self.id_field, "is missing, or not an identifier")
        return id

    def invalid_record(self, record: Any, place: str, path: str, reason: str) -> InvalidRecordError:
        """The error for one record that cannot be read."""
        full = f"{place}.{path}" if path else place
        text = f"{full}: {reason}; the record is left out of the list, and is this error's .record"
        return InvalidRecordError(
            text, source=self.name, vendor=self.vendor, path=full, record=record, secrets=self.secrets
        )
