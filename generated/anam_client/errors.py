# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
"""The errors that this package raises by itself; httpx's come through without what they know of the request's headers."""

from contextlib import suppress

import httpx


class UnexpectedStatus(Exception):
    """The answer's status is not documented, and the client was told to raise at such a one."""

    def __init__(self, status_code: int, content: bytes):
        self.status_code = status_code
        self.content = content
        # The body stays out of the message: bodies of this API can hold credentials.
        super().__init__(f"The status {status_code} is not documented; see .content for the answer's body.")

    def __reduce__(self) -> tuple[type["UnexpectedStatus"], tuple[int, bytes]]:
        return type(self), (self.status_code, self.content)


class DecodeError(ValueError):
    """A body is not JSON, or another JSON type than the document promises for the whole of it.

    Attributes:
        expected: What the document promises.
        found: What came: a JSON type, never the value itself, which may be a secret.
        content: The whole body; None where a dict was read, or where the body could not be decompressed.
    """

    def __init__(self, expected: str, found: str):
        super().__init__(expected, found)
        self.expected = expected
        self.found = found
        self.content: bytes | None = None

    def __str__(self) -> str:
        return f"the body: expected {self.expected}, found {self.found}"


def without_secrets(error: BaseException) -> BaseException:
    """The error, and those behind it, without their frames and the request's headers.

    The frames hold headers and bodies, and with them the key and what else is secret; some reports show them.
    """
    behind: BaseException | None = error
    while behind is not None:
        behind.__traceback__ = None
        if isinstance(behind, DecodeError):
            behind.__context__ = None  # a JSON decoder's error holds the whole body
        if isinstance(behind, httpx.RequestError):
            with suppress(RuntimeError):  # it may know of no request
                behind.request = httpx.Request(behind.request.method, behind.request.url)
        behind = behind.__cause__ or behind.__context__
    return error


__all__ = ["DecodeError", "UnexpectedStatus"]
