"""What can be read of an answer that as a whole is not of the documented shape."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import evolve

from ..errors import InvalidRecordError
from ..session import VendorModel
from .package import VendorDecodeError
from .terms import Envelope

if TYPE_CHECKING:
    from .base import Source

T = TypeVar("T")


def salvaged(
    source: "Source",
    document: Any,
    keys: Sequence[str],
    *,
    vital: Sequence[str] = (),
    leading: Collection[str | None] = (),
) -> Envelope:
    """Read a list answer record by record, and what stands beside the records field by field.

    Args:
        source: Whose answer it is.
        document: The answer as JSON.
        keys: The way to the list of records.
        vital: The paths of fields without which the answer is worth nothing; the list is one of them in any case.
        leading: The fields that tell whether more follows: the list is read up to where one could not be read.

    Raises the vendor's decode error where a vital field cannot be read.
    """
    place = ".".join(keys)
    rest, items = _without_records(document, keys)
    records: list[tuple[str, VendorModel]] = []
    invalid: list[InvalidRecordError] = []
    for number, item in enumerate(items):
        try:
            records.append((f"{place}[{number}]", source.record_class.from_dict(item)))
        except source.decode_error as error:
            wrong = cast(VendorDecodeError, error)
            invalid.append(source.invalid_record(item, f"{place}[{number}]", wrong.path, _reason(wrong)))
    read, left_out = without_odd_fields(source, rest, source.envelope_class.from_dict, (place, *vital))
    envelope = source.envelope(read)
    return evolve(
        envelope,
        records=tuple(records),
        invalid=tuple(invalid),
        left_out=left_out,
        lost=next((item for item in left_out.items() if item[0] in leading), envelope.lost),
    )


def without_odd_fields(
    source: "Source", document: Any, read: Callable[[Any], T], vital: Sequence[str]
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
