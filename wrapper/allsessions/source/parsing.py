"""Convert the vendors' values to those of Session, Envelope and VendorError."""

import contextlib
import datetime
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import AttrsInstance, fields

from ..session import Session, Status, VendorModel
from .envelope import UnreadableError, VendorError, VendorResponse

if TYPE_CHECKING:
    from .base import Source

T = TypeVar("T")

_SUCCESS = frozenset({"", "0", "100", "200", "201", "ok", "success", "successful"})


class RecordReader:
    """Reads the fields of one record of a source, and returns them as a Session.

    Attributes:
        unreadable: The fields of Session that could not be understood; each is None.
    """

    __slots__ = ("_record", "_source", "unreadable")  # one is made for each record

    def __init__(self, source: "Source", record: VendorModel) -> None:
        self._source, self._record = source, record
        self.unreadable: frozenset[str] = frozenset()

    def session(self, id: object, status: Status, **fields: Any) -> Session:
        """Return the record as a Session with these fields; raise UnreadableError if it has no identifier."""
        source = self._source
        text = self.id("id", source.id_field, id)
        if not text:
            raise UnreadableError(source.id_field, "is missing or not a valid identifier")
        return Session(
            source=source.name,
            vendor=source.vendor,
            id=text,
            status=status,
            unreadable=self.unreadable,
            raw=self._record,
            **fields,
        )

    def __call__(self, field: str, name: str, value: Any, convert: Callable[[Any], T]) -> T | None:
        """Return the converted value for a field of Session.

        Args:
            field: The name of Session's field.
            name: The name of the record's field in JSON.
            value: The record's value. None, UNSET and an empty string count as missing.
            convert: Returns Session's value, or raises ValueError or OverflowError.
        """
        try:
            if value or value == 0:
                return convert(value)
            if name not in self._record.invalid_fields:
                return None
        except (ValueError, OverflowError, OSError):  # OSError: a Unix time that the system's calendar does not have
            pass
        self.unreadable |= {field}
        return None

    def text(self, field: str, name: str, value: Any) -> str | None:
        """Return text as the vendor sent it, even if it is empty."""
        return str(value) if isinstance(value, str) else self(field, name, value, str)

    def id(self, field: str, name: str, value: Any) -> str | None:
        """Return an identifier as text. Vendors send numbers where they document text, and vice versa."""
        if isinstance(value, str | UUID):
            return str(value)
        if not value and type(sent := self._record.invalid_fields.get(name)) in (int, str):
            value = sent
        return self(field, name, value, str)

    def status(self, status: Status, *fields: str) -> Status:
        """Return the status, or UNKNOWN if one of the fields of Session that it depends on is unreadable."""
        if self.unreadable.isdisjoint(fields):
            return status
        self.unreadable |= {"status"}
        return Status.UNKNOWN


def to_utc(value: datetime.datetime | str) -> datetime.datetime:
    """Return a timestamp in UTC. A timestamp without a time zone is in UTC."""
    if isinstance(value, str):  # the typed clients keep text that is not a timestamp
        raise ValueError("expected a timestamp in ISO 8601")  # noqa: TRY004  # its type is as documented
    return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


def from_unix(value: float) -> datetime.datetime:
    """Return a Unix time in seconds. A value past 10^11 (the year 5138) can only be milliseconds."""
    return datetime.datetime.fromtimestamp(value / 1000 if abs(value) > 1e11 else value, datetime.UTC)


def from_seconds(value: float) -> datetime.timedelta:
    """Return a duration in seconds."""
    if value < 0:
        raise ValueError("a duration cannot be negative")
    return datetime.timedelta(seconds=value)


def from_milliseconds(value: float) -> datetime.timedelta:
    """Return a duration in milliseconds."""
    return from_seconds(value / 1000)


def reported_error(answer: VendorModel, *, without_data: bool = True) -> VendorError | None:
    """Return the failure that an answer reports at HTTP 200, or None.

    The vendors do not document one, so it is in undocumented fields, of the answer or of its parts.
    """
    for part in (answer, *(getattr(answer, each.name) for each in fields(cast("type[AttrsInstance]", type(answer))))):
        said: Mapping[str, Any] = getattr(part, "additional_properties", {})
        if said and _says_failure(said, without_data):
            return vendor_error_of({**answer.to_dict(), **said})
    return None


def check_ended(response: VendorResponse) -> None:
    """Raise the failure that the answer to the end of a session reports at HTTP 200. It can be JSON in text."""
    body: Any = response.parsed
    with contextlib.suppress(ValueError):
        body = json.loads(body) if isinstance(body, str) else body.to_dict()
    if isinstance(body, dict) and _says_failure(cast(Mapping[str, Any], body), without_data=True):
        raise vendor_error_of(cast(Mapping[str, Any], body))


def _says_failure(said: Mapping[str, Any], without_data: bool) -> bool:
    if said.get("success") is False or said.get("ok") is False or said.get("status") in ("error", "failed", "failure"):
        return True
    for error in (said.get("error"), said.get("errors")):
        # Next to data, a number is a counter, and {"code": 0} a success.
        value = any(cast(Mapping[str, Any], error).values()) if isinstance(error, Mapping) else error
        if value and (without_data or not _is_number(value)):
            return True
    code, message = said.get("code"), said.get("message")
    if not message or not isinstance(code, int | str) or _SUCCESS & {str(code).lower(), str(message).lower()}:
        return False
    # Next to data, a small number can be a success.
    return without_data or not _is_number(code) or not 0 <= int(code) < 400


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def vendor_error_of(body: Mapping[str, Any]) -> VendorError:
    """Return the code and the message of an error's body: inside `error` or the first of `errors`, or next to them.

    Text in `error` is the message, or the code if there is a message next to it.
    """
    error: object = body.get("error") or body.get("errors")
    if isinstance(error, list):
        error = next(iter(cast(list[object], error)), None)
    inside: Mapping[str, Any] = cast(Mapping[str, Any], error) if isinstance(error, Mapping) else {}
    code, message = (inside.get(name) or body.get(name) for name in ("code", "message"))
    if isinstance(error, str):
        code, message = (code or error, message) if message else (code, error)
    request_id = body.get("request_id")
    return VendorError(
        code=code if isinstance(code, int | str) else None,
        message=message if isinstance(message, str) else None,
        request_id=request_id if isinstance(request_id, str) else None,
    )
