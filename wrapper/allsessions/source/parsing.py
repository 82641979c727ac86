"""Convert values in the vendors' responses to values of Session and VendorError."""

import datetime
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

import msgspec
from attrs import AttrsInstance, define, field, fields

from ..session import Session, Status, VendorModel
from .envelope import UnreadableError, VendorError

if TYPE_CHECKING:
    from .base import Source

T = TypeVar("T")

_SUCCESS = frozenset({"", "0", "100", *map(str, range(200, 300)), "ok", "success", "successful"})


@define
class RecordReader:
    """Reads one record of a source, and converts the fields of the record to a Session."""

    _source: "Source"
    _record: VendorModel
    _unreadable: frozenset[str] = field(default=frozenset(), init=False)

    def session(self, id: object, status: Status, **fields: Any) -> Session:
        """Return the record as a Session with these fields. Raise UnreadableError if the identifier is not valid."""
        source = self._source
        text = self.id("id", source.id_field, id)
        if not text:
            raise UnreadableError(source.id_field, "the identifier is missing or not valid")
        return Session(
            source=source.name,
            vendor=source.vendor,
            id=text,
            status=status,
            unreadable=self._unreadable,
            raw=self._record,
            **fields,
        )

    def __call__(self, field: str, name: str, value: Any, convert: Callable[[Any], T]) -> T | None:
        """Return the converted value for a `field` of Session. `name` is the field's name in the record's JSON.

        None and UNSET count as missing, and so does an empty text, unless `convert` is `str`. If `convert` raises
        ValueError or OverflowError, the field is None, and `Session.unreadable` contains its name.
        """
        try:
            if value or value == 0 or (convert is str and value == ""):
                return convert(value)
            if name not in self._record.invalid_fields:
                return None
        except (ValueError, OverflowError, OSError):  # OSError: the system cannot convert a Unix time
            pass
        self._unreadable |= {field}
        return None

    def id(self, field: str, name: str, value: Any) -> str | None:
        """Return an identifier as text. Some vendors document text but send numbers, or vice versa."""
        if isinstance(value, str | UUID):
            return cast(str, msgspec.to_builtins(value))  # for a UUID, five times faster than str()
        if not value and type(sent := self._record.invalid_fields.get(name)) in (int, str) and sent != "":
            value = sent
        return self(field, name, value, str)

    def status(self, status: Status, *fields: str) -> Status:
        """Return the status, or UNKNOWN if one of the `fields` that decide the status is unreadable."""
        if self._unreadable.isdisjoint(fields):
            return status
        self._unreadable |= {"status"}
        return Status.UNKNOWN


def to_utc(value: datetime.datetime | str) -> datetime.datetime:
    """Convert a timestamp to UTC. A timestamp without a time zone counts as UTC."""
    if isinstance(value, str):  # the typed clients return an invalid timestamp as text
        raise ValueError("expected a timestamp in ISO 8601")  # noqa: TRY004  # the value is wrong, not the type
    return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


def from_unix(value: float) -> datetime.datetime:
    """Convert a Unix time in seconds to a datetime. Values above 10^11 (the year 5138) count as milliseconds."""
    return datetime.datetime.fromtimestamp(value / 1000 if abs(value) > 1e11 else value, datetime.UTC)


def from_seconds(value: float) -> datetime.timedelta:
    """Convert a number of seconds to a duration."""
    if value < 0:
        raise ValueError("a duration cannot be negative")
    return datetime.timedelta(seconds=value)


def from_milliseconds(value: float) -> datetime.timedelta:
    """Convert a number of milliseconds to a duration."""
    return from_seconds(value / 1000)


def reported_error(answer: VendorModel, *, without_data: bool = True) -> VendorError | None:
    """Return the error that a response with HTTP 200 reports, or None.

    The vendors do not document such errors, so this function searches the undocumented fields of the response.
    """
    for part in (answer, *(getattr(answer, each.name) for each in fields(cast("type[AttrsInstance]", type(answer))))):
        said: Mapping[str, Any] = getattr(part, "additional_properties", {})
        if said and _says_failure(said, without_data):
            return vendor_error_of({**answer.to_dict(), **said})
    return None


def check_success(response: Any) -> None:
    """Raise VendorError for an error at HTTP 200, UnreadableError for a body that is neither JSON nor plain text."""
    body: Any = response.parsed
    try:
        body = json.loads(body) if isinstance(body, str) else body.to_dict()
    except (ValueError, RecursionError):  # plain text can be a success
        if body.lstrip("\ufeff \t\r\n").startswith(("<", "{", "[")):
            raise UnreadableError("", "expected JSON or plain text") from None
    if isinstance(body, dict) and _says_failure(cast(Mapping[str, Any], body), without_data=True):
        raise vendor_error_of(cast(Mapping[str, Any], body))


def _says_failure(said: Mapping[str, Any], without_data: bool) -> bool:
    denied = any(str(said.get(name)).lower() in ("false", "0") for name in ("success", "ok"))
    if denied or str(said.get("status")).lower() in ("error", "fail", "failed", "failure"):
        return True
    for error in (said.get("error"), said.get("errors")):
        # In a response with data, `errors` can be a counter, and {"code": 0} means success.
        value = any(cast(Mapping[str, Any], error).values()) if isinstance(error, Mapping) else error
        if value and (without_data or type(value) not in (int, float)):
            return True
    top = vendor_error_of(said)
    if not top.message or top.code is None or _SUCCESS & {str(top.code).lower(), top.message.lower()}:
        return False
    # In a response with data, a code below 400 can mean success.
    return without_data or type(top.code) is not int or not 0 <= top.code < 400


def vendor_error_of(body: Mapping[str, Any]) -> VendorError:
    """Return the code and message of an error body, from `error`, the first item of `errors`, or the top level.

    A text in `error` is the code if the body also has a `message`. Otherwise, this text is the message.
    """
    error: object = body.get("error") or body.get("errors")
    if isinstance(error, list):
        error = next(iter(cast(list[object], error)), None)
    inside: Mapping[str, Any] = cast(Mapping[str, Any], error) if isinstance(error, Mapping) else {}
    code = inside.get("code") or body.get("code") or body.get("statusCode", body.get("code"))
    message = inside.get("message") or body.get("message") or body.get("msg")
    if isinstance(error, str):
        code, message = (code or error, message) if message else (code, error)
    request_id = body.get("request_id")
    return VendorError(
        code=code if isinstance(code, int | str) else None,
        message=message if isinstance(message, str) else None,
        request_id=request_id if isinstance(request_id, str) else None,
    )
