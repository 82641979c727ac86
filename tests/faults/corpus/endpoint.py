"""The six operations: their honest answers, and where the records are in them."""

from collections.abc import Sequence
from copy import deepcopy
from importlib import import_module
from types import ModuleType
from typing import Any

from attrs import frozen

from tests.client.scripted import Request
from tests.client.vendors import WIRES
from tests.sources.records import RECORDS as SAMPLES

RECORDS = 4
"""Records in an honest list."""


@frozen(kw_only=True)
class Endpoint:
    """One operation of a vendor.

    Attributes:
        keys: The path to the list of records, or to the one record.
        attributes: The same in the typed answer.
        id_attribute: The identifier in a typed record.
    """

    vendor: str
    detail: bool = False
    keys: tuple[str, ...]
    id_attribute: str = "session_id"

    @property
    def id_key(self) -> str:
        return WIRES[self.vendor].id_key

    @property
    def place(self) -> str:
        return ".".join(self.keys)

    def module(self, prefix: str = "") -> ModuleType:
        """Return the operation's module in the client package with this prefix."""
        name = "get_session" if self.detail else "list_sessions"
        return import_module(f"{prefix}{self.vendor}_client.api.sessions.{name}")

    def package(self, prefix: str = "") -> Any:
        """Return the client package with this prefix."""
        import_module(f"{prefix}{self.vendor}_client.errors")
        return import_module(f"{prefix}{self.vendor}_client")

    def record(self, number: int) -> dict[str, Any]:
        """Return a whole record with an identifier of its own."""
        return {**deepcopy(SAMPLES[self.vendor]), self.id_key: WIRES[self.vendor].ids(number + 1)[number]}

    def honest(self) -> dict[str, Any]:
        """Return an answer as documented."""
        if self.detail:
            record = self.record(0)
            return {"code": 1000, "msg": "OK", "data": record} if self.keys else record
        return self._list([self.record(number) for number in range(RECORDS)], page=1)

    def empty_page(self, count: int, page: int) -> dict[str, Any]:
        """Return the page after the only one of a list of so many records."""
        return self._list([self.record(0)] * count, page)

    def records(self, document: Any) -> Any:
        for key in self.keys:
            document = document[key]
        return document

    def _list(self, records: Sequence[Any], page: int) -> dict[str, Any]:
        size = str(max(100, len(records)))
        query = {"page": str(page), "size": size, "perPage": size, "page_size": size}
        return WIRES[self.vendor].envelope(records, Request("", query, {}))

    def __str__(self) -> str:
        return f"{self.vendor} {'detail' if self.detail else 'list'}"


LISTS = (
    Endpoint(vendor="akool", keys=("data", "result")),
    Endpoint(vendor="anam", keys=("data",), id_attribute="id"),
    Endpoint(vendor="konpro", keys=("data",)),
    Endpoint(vendor="elizaos", keys=("sessions",)),
)
DETAILS = (
    Endpoint(vendor="akool", detail=True, keys=("data",)),
    Endpoint(vendor="elizaos", detail=True, keys=()),
)
ENDPOINTS = LISTS + DETAILS
