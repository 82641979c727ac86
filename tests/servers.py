"""A real HTTP server on loopback, whose answers are a function of the request. The function may block."""

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from attrs import frozen

from .client import scripted
from .client.scripted import Answer, answer

__all__ = ["Answer", "FunctionServer", "Request", "answer"]

json_answer = answer


@frozen
class Request:
    """A request: its path, the values of each parameter, and its headers by their names in lower case."""

    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]


class FunctionServer:
    """Answers each request with the result of a function, which runs in a thread, during its `with` block."""

    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        self.requests: list[Request] = []
        self._answer = answer
        self._failures: list[Exception] = []
        self._server = scripted.ScriptedServer(self._script, blocking=True)

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def connections(self) -> int:
        return self._server.connections

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.__exit__(kind, error, trace)
        if error is None and self._failures:
            raise self._failures[0]

    def _script(self, asked: scripted.Request) -> Answer:
        query = parse_qs(urlsplit(asked.line.split(" ")[1]).query, keep_blank_values=True)
        request = Request(asked.path, query, asked.headers)
        self.requests.append(request)
        try:
            return self._answer(request)
        except Exception as error:
            self._failures.append(error)
            raise
