"""KonPro, as its pages on listing, stopping and errors document it. This code is not tested with the live service."""

import contextlib
import datetime
from typing import Any, ClassVar

from attrs import frozen

import konpro_client
from konpro_client import Unset, given, models
from konpro_client.api.sessions import end_session, list_sessions

from .. import errors
from ..session import Session, Status
from ..source import Capabilities, Envelope, Filters, Position, Request, Source
from ..source.parsing import RecordReader, check_success, from_seconds, from_unix

_STATUS: dict[str | None, Status] = {"new": Status.PENDING, "connecting": Status.PENDING, "closed": Status.ENDED}
_ACTIVE = frozenset({Status.ACTIVE})


@frozen(kw_only=True)
class KonPro(Source):
    """A KonPro account. The client sends its `api_key` as x-api-key."""

    vendor: ClassVar = "konpro"
    default_url: ClassVar = "https://api.konpro.ai"
    capabilities: ClassVar = Capabilities(
        vendor_filters=frozenset({"status", "created_after", "created_before"}),
        wrapper_filters=frozenset({"agent_id", "search"}),
        scope="history",
        paging="page",
        get="list",
        end="closed",
        inferred=frozenset({"status"}),
    )
    client_package: ClassVar = konpro_client
    list_endpoint: ClassVar = list_sessions
    # The vendor documents HTTP 400 for every error of the list, so its code decides the error class.
    error_kinds: ClassVar = {
        "VALIDATION_ERROR": errors.InvalidRequestError,
        "RATE_LIMIT_EXCEEDED": errors.RateLimitError,
        **dict.fromkeys(("MISSING_API_KEY", "INVALID_API_KEY"), errors.AuthenticationError),
        **dict.fromkeys(("RESOURCE_NOT_FOUND", "NOT_FOUND"), errors.NotFoundError),
    }
    next_field: ClassVar = "next_pagination_token"
    id_field: ClassVar = "session_id"

    def arguments(self, filters: Filters, at: Position, size: int) -> dict[str, Any]:
        # Ended sessions can be `connected`, too. So the wrapper filters again, and no value selects all ended sessions.
        return {
            "page": at.page,
            "page_size": size,
            "token": at.token,
            "status": models.ListSessionsStatus.CONNECTED if filters.status == _ACTIVE else None,
            "date_from": filters.created_after and _whole_second(filters.created_after, -datetime.timedelta.resolution),
            "date_to": filters.created_before and _whole_second(filters.created_before, datetime.timedelta(seconds=1)),
        }

    def filters_in_total(self, filters: Filters) -> frozenset[str] | None:
        by_vendor = filters.status == _ACTIVE or filters.used & {"created_after", "created_before"}
        return None if by_vendor else frozenset()

    def envelope(self, parsed: models.SessionHistory) -> Envelope:
        token = given(parsed.next_pagination_token)
        # The vendor documents two forms of response: pages of `data`, or `sessions` without paging.
        lists = {"data": given(parsed.data), "sessions": given(parsed.sessions)}
        records = {name: each for name, each in lists.items() if each is not None or name in parsed.invalid_fields}
        # A null token means that no page follows. A missing token means the same if the response has `sessions`, but
        # neither a total nor page numbers. Otherwise, a missing token gives no information.
        numbers = (parsed.data, parsed.total, parsed.page, parsed.page_size)
        numbered = any(given(each) is not None for each in numbers) or "total" in parsed.invalid_fields
        silent = isinstance(parsed.next_pagination_token, Unset) and ("sessions" not in records or numbered)
        return Envelope(
            records=records or {"data": None},
            total=given(parsed.total),
            token=token,
            has_more=None if silent else bool(token),
            page_size=given(parsed.page_size),
        )

    def end_request(self, id: str) -> Request[None]:
        # Not idempotent: the vendor does not document the response to a second request.
        arguments = {"body": models.EndSessionBody(session_id=id)}
        return Request(f"ending session {id}", end_session, arguments=arguments, parse=check_success, idempotent=False)

    def session(self, record: models.Session) -> Session:
        read = RecordReader(self, record)
        word = read("vendor_status", "status", record.status, str)
        duration = read("duration", "duration", record.duration, from_seconds)
        if word == "connected":
            status = read.status(Status.ENDED if duration else Status.ACTIVE, "duration")
        else:
            status = read.status(_STATUS.get(word, Status.UNKNOWN), "vendor_status")
        return read.session(
            record.session_id,
            status,
            vendor_status=word,
            created_at=read("created_at", "created_at", record.created_at, from_unix),
            duration=duration,
            agent_id=read.id("agent_id", "avatar_id", record.avatar_id),
        )


def _whole_second(time: datetime.datetime, away: datetime.timedelta) -> str:
    # The vendor does not document if the interval includes its ends, so request a longer interval. The wrapper filters
    # the sessions again.
    with contextlib.suppress(OverflowError):  # raised at the first or last moment that datetime supports
        time += away
    return time.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
