"""Akool Live Avatar (docs.akool.com: 'Get Session List', 'Get Session Detail', 'Close Session' and 'error codes')."""

import re
from typing import Any, ClassVar

from attrs import field, frozen

import akool_client
from akool_client import given, models
from akool_client.api.sessions import end_session, get_session, list_sessions

from .. import errors
from ..session import Session, Status
from ..source import Capabilities, Envelope, Filters, Position, Request, Source, UnreadableError, VendorError
from ..source.parsing import RecordReader, from_unix, reported_error, vendor_error_of

# The vendor's names of these numbers are queueing, processing, completed and failed.
_STATUS: dict[int | None, Status] = {1: Status.PENDING, 2: Status.ACTIVE, 3: Status.ENDED, 4: Status.FAILED}
# The vendor's filter accepts one status. For several statuses, only the wrapper filters.
_FILTER: dict[Any, models.SessionStatus] = {frozenset({_STATUS[each]}): each for each in models.SessionStatus}


@frozen(kw_only=True)
class Akool(Source):
    """An Akool account, with `api_key` (sent as x-api-key) or `token` (sent as Authorization: Bearer).

    If `api_key` and `token` are both set, the client sends only the token.
    """

    vendor: ClassVar = "akool"
    default_url: ClassVar = "https://openapi.akool.com"
    capabilities: ClassVar = Capabilities(
        vendor_filters=frozenset({"status"}),
        wrapper_filters=frozenset({"created_after", "created_before", "user_id", "search"}),
        vendor_statuses=frozenset(_STATUS.values()),
        scope="history",
        paging="page",
        get="detail",
        end="closed",
        inferred=frozenset({"created_at"}),
    )
    client_package: ClassVar = akool_client
    list_endpoint: ClassVar = list_sessions
    error_kinds: ClassVar = {
        1003: errors.InvalidRequestError,
        1005: errors.RateLimitError,
        1218: errors.ServerError,
        **dict.fromkeys((1008, 1014, 1216), errors.NotFoundError),
        **dict.fromkeys((1101, 1102, 1109), errors.AuthenticationError),
        **dict.fromkeys((1009, 1200, 1213, 1221), errors.PermissionDeniedError),
    }
    id_field: ClassVar = "_id"

    token: str | None = field(default=None, repr=False)

    def arguments(self, filters: Filters, at: Position, size: int) -> dict[str, Any]:
        return {"page": at.page, "size": size, "status": _FILTER.get(filters.status)}

    def filters_in_total(self, filters: Filters) -> frozenset[str]:
        return frozenset({"status"} if filters.status in _FILTER else ())

    def envelope(self, parsed: models.SessionListEnvelope) -> Envelope:
        data = given(parsed.data) or models.SessionListResponse()
        return Envelope(records={"data.result": given(data.result)}, total=given(data.count))

    def get_request(self, id: str) -> Request[Session]:
        return Request(f"getting session {id}", get_session, arguments={"id": id}, parse=self._detail)

    def end_request(self, id: str) -> Request[None]:
        # Idempotent: the vendor accepts the request for a session that is already closed.
        body = models.EndSessionBody(id=id)
        return Request(f"ending session {id}", end_session, arguments={"body": body}, parse=lambda response: None)

    def _detail(self, response: Any) -> Session:
        return self.session(given(response.parsed.data) or models.SessionDetail())

    def session(self, record: models.SessionResponse | models.SessionDetail) -> Session:
        read = RecordReader(self, record)
        id = str(record.session_id)
        number = read("vendor_status", "status", record.status, int)
        return read.session(
            record.session_id,
            read.status(_STATUS.get(number, Status.UNKNOWN), "vendor_status"),
            vendor_status=number,
            # A MongoDB ObjectId: the first 4 of its 12 bytes are the Unix time of its creation.
            created_at=from_unix(int(id[:8], 16)) if re.fullmatch("[0-9a-fA-F]{24}", id) else None,
            user_id=read.id("user_id", "uid", record.uid),
            transport=read("transport", "stream_type", record.stream_type, str),
        )

    def vendor_error(self, status_code: int, parsed: Any) -> VendorError | None:
        if status_code != 200:
            return super().vendor_error(status_code, parsed)
        if (code := given(parsed.code)) is None:
            raise reported_error(parsed) or UnreadableError("code", "the field is missing; the request may have failed")
        if isinstance(parsed, models.ApiResponse) and code in (1000, 1219):  # 1219: end_request for a closed session
            return reported_error(parsed)
        return None if code == 1000 else vendor_error_of(parsed.to_dict())
