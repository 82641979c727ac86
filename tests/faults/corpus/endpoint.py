"""The six operations that the corpus answers: where a list's records are, and which numbers go with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from attrs import frozen

from codegen.rooms import package_name
from tests.clients.contracts import OPERATIONS, Operation


@frozen(kw_only=True)
class Endpoint:
    """One operation of a vendor.

    Attributes:
        keys: The way from the top of an answer to the list of records, or to the one record.
        id_key: The name of the record's identifier.
        id_attribute: The same as an attribute of the typed record.
        model: The name of the record's class in the client package.
        numbers: What an honest list answer says of itself beside a number of records: the value at each place.
        without: What is not in an honest answer, though the document knows it.
    """

    vendor: str
    detail: bool = False
    keys: tuple[str, ...]
    id_key: str
    id_attribute: str = "session_id"
    model: str
    numbers: Callable[[int, int], dict[tuple[str, ...], object]] = lambda count, page: {}
    without: str = ""

    @property
    def operation(self) -> Operation:
        name = f"{self.vendor}-{'get_session' if self.detail else 'list_sessions'}"
        return next(operation for operation in OPERATIONS if str(operation) == name)

    def read_alone(self, record: Any) -> Any:
        """The record as the vendor's typed client reads it when it is given nothing else."""
        return getattr(import_module(f"{package_name(self.vendor)}.models"), self.model).from_dict(record)

    def place(self, number: int) -> str:
        """Where the record is, as errors say it."""
        return ".".join(self.keys) + ("" if self.detail else f"[{number}]")

    def records(self, document: Any) -> Any:
        """What is where the list, or the one record, should be; KeyError or TypeError if there is nothing."""
        for key in self.keys:
            document = document[key]
        return document

    def empty_page(self, count: int, page: int) -> dict[str, Any]:
        """What follows the only page of a list of so many records, for whoever asks."""
        document: dict[str, Any] = {}
        put(document, self.keys, [])
        for place, value in self.numbers(count, page).items():
            put(document, place, value)
        return document

    def __str__(self) -> str:
        return f"{self.vendor} {'detail' if self.detail else 'list'}"


def put(document: dict[str, Any], place: Sequence[str], value: object) -> None:
    for step in place[:-1]:
        document = document.setdefault(step, {})
    document[place[-1]] = value


def _akool_list(count: int, page: int) -> dict[tuple[str, ...], object]:
    return {("code",): 1000, ("msg",): "OK", ("data", "count"): count}


def _akool_detail(count: int, page: int) -> dict[tuple[str, ...], object]:
    return {("code",): 1000, ("msg",): "OK"}


def _anam(count: int, page: int) -> dict[tuple[str, ...], object]:
    numbers = {
        "total": count,
        "lastPage": 1,
        "currentPage": page,
        "perPage": 100,
        "prev": page - 1 or None,
        "next": None,
    }
    return {("meta", name): value for name, value in numbers.items()}


def _konpro(count: int, page: int) -> dict[tuple[str, ...], object]:
    return {("total",): count, ("page",): page, ("page_size",): 100, ("next_pagination_token",): None}


def _elizaos(count: int, page: int) -> dict[tuple[str, ...], object]:
    stats = {"totalSessions": count, "activeSessions": count, "expiredSessions": 0}
    return {("total",): count, **{("stats", name): value for name, value in stats.items()}}


LISTS = (
    Endpoint(vendor="akool", keys=("data", "result"), id_key="_id", model="SessionResponse", numbers=_akool_list),
    Endpoint(vendor="anam", keys=("data",), id_key="id", id_attribute="id", model="Session", numbers=_anam),
    Endpoint(
        vendor="konpro", keys=("data",), id_key="session_id", model="Session", numbers=_konpro, without="sessions"
    ),
    Endpoint(vendor="elizaos", keys=("sessions",), id_key="sessionId", model="SessionInfo", numbers=_elizaos),
)
DETAILS = (
    Endpoint(vendor="akool", detail=True, keys=("data",), id_key="_id", model="SessionDetail", numbers=_akool_detail),
    Endpoint(vendor="elizaos", detail=True, keys=(), id_key="sessionId", model="SessionInfo"),
)
ENDPOINTS = LISTS + DETAILS
