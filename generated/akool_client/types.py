# Generated from specs/akool by `nox -s generate -- akool`. Not to be edited: see CONTRIBUTING.md.
"""The types that models and endpoints share."""

from collections.abc import Mapping
from typing import IO, Any, BinaryIO, Generic, Literal, TypeVar

import httpx
from attrs import define, field

T = TypeVar("T")


class Unset:
    """The type of UNSET, the value of a field that is absent from the JSON."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()


def given(value: T | None | Unset) -> T | None:
    """Return the value of a field, or None if it is null or absent."""
    return None if isinstance(value, Unset) else value


FileContent = IO[bytes] | bytes | str
FileTypes = tuple[str | None, FileContent, str | None] | tuple[str | None, FileContent, str | None, Mapping[str, str]]
"""A part of a multipart form, as in httpx: file name, content, content type, headers."""
RequestFiles = list[tuple[str, FileTypes]]


@define
class File:
    """A file to send, or a binary body received.

    Attributes:
        payload: The bytes.
        file_name: The file's name to send to the server.
        mime_type: The content type, such as image/png.
    """

    payload: BinaryIO
    file_name: str | None = None
    mime_type: str | None = None

    def to_tuple(self) -> FileTypes:
        """Return the file as a tuple for httpx."""
        return self.file_name, self.payload, self.mime_type


@define
class Response(Generic[T]):
    """A response.

    Attributes:
        status_code: The HTTP status.
        content: The body, decompressed.
        headers: The headers.
        parsed: The typed value. None if the document gives no body for the status, or if an error's body is not as
            documented.
        invalid_fields: Values in the body that do not have their documented type, by their path, such as
            ``data[17].timeoutConfig``. Each model also has its own `invalid_fields`.
    """

    status_code: int
    content: bytes = field(repr=False)
    headers: httpx.Headers = field(repr=False)
    parsed: T | None
    invalid_fields: dict[str, Any] = field(factory=dict, repr=False)


__all__ = ["UNSET", "File", "FileTypes", "RequestFiles", "Response", "Unset", "given"]
