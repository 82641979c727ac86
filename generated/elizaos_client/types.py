# Generated from specs/elizaos by `nox -s generate -- elizaos`. Not to be edited: see CONTRIBUTING.md.
"""The types that models and endpoints share."""

from collections.abc import Mapping
from typing import IO, Any, BinaryIO, Generic, Literal, TypeVar

import httpx
from attrs import define, field

T = TypeVar("T")


class Unset:
    """The type of UNSET: the field was not sent."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()


def given(value: T | None | Unset) -> T | None:
    """Return the value of a field, and None where it was null or not sent."""
    return None if isinstance(value, Unset) else value


FileContent = IO[bytes] | bytes | str
FileTypes = tuple[str | None, FileContent, str | None] | tuple[str | None, FileContent, str | None, Mapping[str, str]]
"""A part of a form, as httpx takes it: file name, content, content type, headers."""
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """A file to be sent, or a binary body that came.

    Attributes:
        payload: The bytes.
        file_name: The file's name, for the server.
        mime_type: Its content type, such as image/png.
    """

    payload: BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return it in httpx's form."""
        return self.file_name, self.payload, self.mime_type


@define
class Response(Generic[T]):
    """An answer.

    Attributes:
        status_code: The HTTP status.
        content: The body as it came, decompressed.
        headers: The headers.
        parsed: The typed value; None where the status has no documented one.
        invalid_fields: The values of the body that are not of their documented type, by their path, such as
            ``data[17].timeoutConfig``. Each model has its own, too.
    """

    status_code: int
    content: bytes = field(repr=False)
    headers: httpx.Headers = field(repr=False)
    parsed: T | None
    invalid_fields: dict[str, Any] = field(factory=dict, repr=False)


__all__ = ["UNSET", "File", "FileTypes", "RequestFiles", "Response", "Unset", "given"]
