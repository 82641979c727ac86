# Generated from specs/anam by `nox -s generate -- anam`. Not to be edited: see CONTRIBUTING.md.
"""The errors that this package raises. It also raises httpx's errors, without the request's headers."""

from contextlib import suppress

import httpx


class UnexpectedStatus(Exception):
    """The response's status is undocumented, and the client has raise_on_unexpected_status set.

    Attributes:
        status_code: The HTTP status.
        content: The body, decompressed.
    """

    def __init__(self, status_code: int, content: bytes):
        self.status_code = status_code
        self.content = content
        # The message omits the body, because a body can hold credentials.
        super().__init__(f"The status {status_code} is not documented; see .content for the response's body.")

    def __reduce__(self) -> tuple[type["UnexpectedStatus"], tuple[int, bytes]]:
        return type(self), (self.status_code, self.content)


class DecodeError(ValueError):
    """A body is not JSON, or its top level has another JSON type than documented.

    Attributes:
        expected: The documented type, such as "an object".
        found: The received type, such as "a list"; never the value, which may be a secret.
        content: The whole body. None if it was not read completely, or if `from_json` or `from_dict` raised this error.
    """

    def __init__(self, expected: str, found: str):
        super().__init__(expected, found)
        self.expected = expected
        self.found = found
        self.content: bytes | None = None

    def __str__(self) -> str:
        return f"the body: expected {self.expected}, found {self.found}"


def without_secrets(error: BaseException) -> BaseException:
    """Remove the traceback frames and the request's headers from an error and its causes, and return it.

    Frames hold headers and bodies, and so the API key and other secrets. Some error reports show frames.
    """
    cause: BaseException | None = error
    while cause is not None:
        cause.__traceback__ = None
        if isinstance(cause, DecodeError):
            cause.__context__ = None  # a JSON decoder's error holds the whole body
        if isinstance(cause, httpx.RequestError):
            with suppress(RuntimeError):  # raised if the error has no request
                cause.request = httpx.Request(cause.request.method, cause.request.url)
        cause = cause.__cause__ or cause.__context__
    return error


__all__ = ["DecodeError", "UnexpectedStatus"]
