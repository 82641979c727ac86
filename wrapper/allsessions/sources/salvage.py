"""What can be read of an answer that as a whole is not of the documented shape."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from attrs import evolve, frozen

from ..errors import InvalidRecordError
from ..session import VendorModel
from .base import Envelope, Source, VendorDecodeError

T = TypeVar("T")


@frozen(kw_only=True)
class Salvaged:
    """A list answer, as far as it can be read.

    Attributes:
        envelope: The typed envelope without its records.
        records: The records that could be read, each with its place.
        invalid: Those that could not.
        left_out: The fields beside the records that could not be read, each with the reason.
    """

    envelope: Any
    records: tuple[tuple[str, VendorModel], ...]
    invalid: tuple[InvalidRecordError, ...]
    left_out: Mapping[str, str]


def salvaged(
    source: Source,
    document: Any,
    keys: Sequence[str],
    envelope: Callable[[Any], Any],
    record: Callable[[Any], VendorModel],
    vital: Sequence[str] = (),
) -> Salvaged:
    """Read a list answer record by record, and what stands beside the records field by field.

    Args:
        source: Whose answer it is.
        document: The answer as JSON.
        keys: The way to the list of records.
        envelope: Reads the answer, from which the records are taken out before.
        record: Reads one record.
        vital: The paths of fields without which the answer is worth nothing; the list is one of them in any case.

    Raises the vendor's decode error where one of those cannot be read.
    """
    place = ".".join(keys)
    rest, items = _without_records(document, keys)
    records: list[tuple[str, VendorModel]] = []
    invalid: list[InvalidRecordError] = []
    for number, item in enumerate(items):
        try:
            records.append((f"{place}[{number}]", record(item)))
        except source.decode_error as error:
            wrong = cast(VendorDecodeError, error)
            invalid.append(source.invalid_record(item, f"{place}[{number}]", wrong.path, _reason(wrong)))
    read, left_out = without_odd_fields(source, rest, envelope, (place, *vital))
    return Salvaged(envelope=read, records=tuple(records), invalid=tuple(invalid), left_out=left_out)


def without_odd_fields(
    source: Source, document: Any, read: Callable[[Any], T], vital: Sequence[str]
) -> tuple[T, Mapping[str, str]]:
    """Read an answer without the fields that cannot be read, and say which those are, and why.

    Raises the vendor's decode error where a vital one is among them.
    """
    left_out: dict[str, str] = {}
    while True:
        try:
            return read(document), left_out
        except source.decode_error as error:
            wrong = cast(VendorDecodeError, error)
            if not wrong.path or wrong.path in left_out or any(_touches(wrong.path, each) for each in vital):
                raise
            left_out[wrong.path] = _reason(wrong)
            document = _without(document, wrong.path.partition("[")[0].split("."))


def holding(envelope: Envelope, salvage: Salvaged) -> Envelope:
    """The envelope with what was salvaged beside it."""
    return evolve(envelope, records=salvage.records, invalid=salvage.invalid, left_out=salvage.left_out)


def _reason(error: VendorDecodeError) -> str:
    return f"expected {error.expected}, found {error.found}"


def _touches(path: str, other: str) -> bool:
    """Whether one of two paths leads to, through or into the other."""
    return (path + ".").startswith(other + ".") or path.startswith(other + "[") or other.startswith(path + ".")


def _without(document: Any, keys: Sequence[str]) -> Any:
    """A copy of the answer without one field."""
    key, *further = keys
    if not isinstance(document, dict):
        return document
    fields = cast(dict[str, Any], document)
    if further and key in fields:
        return {**fields, key: _without(fields[key], further)}
    return {name: value for name, value in fields.items() if name != key}


def _without_records(document: Any, keys: Sequence[str]) -> tuple[Any, list[Any]]:
    """A copy of the answer with an empty list in place of its records, and the records; none if there is no list."""
    key, *further = keys
    if not isinstance(document, dict) or key not in document:
        return cast(Any, document), []
    fields = cast(dict[str, Any], document)
    if further:
        inner, items = _without_records(fields[key], further)
        return {**fields, key: inner}, items
    if isinstance(fields[key], list):
        return {**fields, key: []}, fields[key]
    return fields, []
