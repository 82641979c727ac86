"""Akool Live Avatar. Source: docs.akool.com, the pages Get Session List, Get Session Detail and the error codes."""

import datetime
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

import httpx
from attrs import field, frozen

import akool_client
from akool_client.api.sessions import get_session, list_sessions
from akool_client.models import (
    ApiResponse,
    SessionDetail,
    SessionDetailEnvelope,
    SessionListEnvelope,
    SessionListResponse,
    SessionResponse,
    SessionStatus,
)
from akool_client.types import given

from ..errors import (
    ApiError,
    AuthenticationError,
    ConfigurationError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)
from ..filters import Filters
from ..session import Session, Status
from ..source import (
    Capabilities,
    Envelope,
    Position,
    RecordReader,
    Request,
    Source,
    UnreadableError,
    VendorError,
    from_unix,
    optional_credential,
)

SUCCESS = 1000

_OBJECT_ID = re.compile("[0-9a-fA-F]{24}")

_STATUS: Mapping[int | None, Status] = {
    SessionStatus.QUEUEING: Status.PENDING,
    SessionStatus.PROCESSING: Status.ACTIVE,
    SessionStatus.COMPLETED: Status.ENDED,
    SessionStatus.FAILED: Status.FAILED,
}
_VENDOR_STATUS = {_STATUS[number]: number for number in SessionStatus}

_KINDS: Mapping[int, type[ApiError]] = {
    1003: InvalidRequestError,
    1005: RateLimitError,
    1008: NotFoundError,
    1009: PermissionDeniedError,
    1014: NotFoundError,
    1101: AuthenticationError,
    1102: AuthenticationError,
    1109: AuthenticationError,
    1200: PermissionDeniedError,
    1213: PermissionDeniedError,
    1216: NotFoundError,
    1218: ServerError,
    1221: PermissionDeniedError,
}


@frozen(kw_only=True)
class Akool(Source):
    """An Akool account, by its API key or by a token; if both are given, the token is sent.

    Attributes:
        api_key: Sent as x-api-key.
        token: Sent as Authorization: Bearer.
    """

    vendor: ClassVar = "akool"
    default_url: ClassVar = "https://openapi.akool.com"
    capabilities: ClassVar = Capabilities(
        vendor_filters=frozenset({"status"}),
        wrapper_filters=frozenset({"created_after", "created_before", "user_id", "search"}),
        vendor_statuses=frozenset({Status.PENDING, Status.ACTIVE, Status.ENDED, Status.FAILED}),
        scope="history",
        paging="page",
        get="detail",
        inferred=frozenset({"created_at"}),
    )
    client_package: ClassVar = akool_client
    list_endpoint: ClassVar = list_sessions
    envelope_class: ClassVar = SessionListEnvelope
    record_class: ClassVar = SessionResponse
    records_at: ClassVar = ("data", "result")
    id_field: ClassVar = "_id"

    api_key: str | None = field(default=None, repr=False, validator=optional_credential)
    token: str | None = field(default=None, repr=False, validator=optional_credential)

    def __attrs_post_init__(self) -> None:
        if self.api_key is None and self.token is None:
            raise ConfigurationError(f"{self.name}: no credentials; give api_key or token")

    def connect(self, http: httpx.AsyncClient) -> Any:
        if self.token is None:
            return super().connect(http)
        client = akool_client.AuthenticatedClient(
            self.base_url, token=self.token, prefix="Bearer", auth_header_name="Authorization"
        )
        return client.set_async_httpx_client(http)

    def arguments(self, filters: Filters, at: Position, size: int) -> dict[str, Any]:
        number = _number(filters)
        return {"page": at.page, "size": size, **({} if number is None else {"status": number})}

    def envelope(self, parsed: SessionListEnvelope) -> Envelope:
        _check_success(given(parsed.code))
        data = given(parsed.data) or SessionListResponse()
        return self.page(parsed, given(data.result), holder=data, total=given(data.count))

    def get_request(self, id: str) -> Request[Session]:
        return Request(
            description=f"getting session {id}",
            endpoint=get_session.asyncio_detailed,
            arguments={"id": id},
            parse=lambda response: self.session(_detail(response.parsed)),
        )

    def filters_in_total(self, filters: Filters) -> frozenset[str] | None:
        return frozenset({"status"}) if _number(filters) is not None else frozenset()

    def session(self, record: SessionResponse | SessionDetail) -> Session:
        read = RecordReader(record)
        id = self.identifier(read, record.session_id)
        status = given(record.status)
        return Session(
            source=self.name,
            vendor=self.vendor,
            raw=record,
            id=id,
            status=read.unknown_status() if read.is_unreadable("status") else _STATUS.get(status, Status.UNKNOWN),
            vendor_status=read("vendor_status", "status", status, int),
            created_at=_created_at(id),
            user_id=read.id("user_id", "uid", record.uid),
            transport=read.text("transport", "stream_type", record.stream_type),
            unreadable=read.unreadable,
        )

    def vendor_error(self, status_code: int, parsed: Any) -> VendorError | None:
        if not isinstance(parsed, ApiResponse | SessionListEnvelope | SessionDetailEnvelope):
            return None
        code = given(parsed.code)
        if status_code == HTTPStatus.OK and code in (SUCCESS, None):
            return None
        # Any other status than these tells the class by itself.
        told_by_code = status_code in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST)
        kind = _KINDS.get(code) if code is not None and told_by_code else None
        return VendorError(code=code, message=given(parsed.msg), kind=kind)


def _detail(parsed: SessionDetailEnvelope) -> SessionDetail:
    _check_success(given(parsed.code))
    data = given(parsed.data)
    if data is None:
        raise UnreadableError("data", "is missing, though the code says success")
    return data


def _check_success(code: int | None) -> None:
    # Other codes are the vendor's complaints and never come here.
    if code != SUCCESS:
        raise UnreadableError("code", "is missing, so that success cannot be told from failure")


def _number(filters: Filters) -> SessionStatus | None:
    """The vendor's filter takes one number; for several the wrapper filters alone."""
    if filters.status is None or len(filters.status) != 1:
        return None
    return _VENDOR_STATUS.get(next(iter(filters.status)))


def _created_at(id: str) -> datetime.datetime | None:
    # A MongoDB ObjectId: 12 bytes, of which the first four are the Unix time of its making.
    return from_unix(int(id[:8], 16)) if _OBJECT_ID.fullmatch(id) else None
