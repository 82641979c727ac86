"""Every operation of every vendor: what is documented, its generated endpoint, and arguments to call it with."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import UUID

from attrs import frozen

import akool_client.models as akool
import anam_client.models as anam
import elizaos_client.models as elizaos
import konpro_client.models as konpro
from codegen.rooms import package_name, vendors
from tests.contract.prisms import document

KEY_ID = UUID("0b3f7a4e-8c67-4d1e-9a55-2f6f0c9d1e42")
PERSONA_ID = UUID("9d0f0f5a-3f52-4b87-8f0c-6f1f6f3f2a10")


@frozen(kw_only=True)
class Use:
    """How a test calls an operation.

    Attributes:
        answer: The model that its 200 is read as, or str for text.
        arguments: Of one call each; all together use every parameter, and every value of every enum.
    """

    answer: type[Any]
    arguments: tuple[dict[str, Any], ...]


USES = {
    "akool.end_session": Use(
        answer=akool.ApiResponse, arguments=({"body": akool.EndSessionBody(id="6698c9d69cf7b0d61d1b6420")},)
    ),
    "akool.get_session": Use(
        answer=akool.SessionDetailEnvelope, arguments=({"id": "6698c9d69cf7b0d61d1b6420"}, {"id": "a b&c=d/ü"})
    ),
    "akool.list_sessions": Use(
        answer=akool.SessionListEnvelope,
        arguments=({}, {"page": 2, "size": 1}, *({"status": status} for status in akool.SessionStatus)),
    ),
    "anam.end_session": Use(answer=anam.EndSessionAnswer, arguments=({"id": KEY_ID},)),
    "anam.get_concurrency": Use(answer=anam.ConcurrencyStatus, arguments=({},)),
    "anam.list_sessions": Use(
        answer=anam.SessionPage,
        arguments=(
            {},
            {"page": 3, "per_page": 100, "search": "kiosk & co", "api_key_id": KEY_ID, "persona_id": PERSONA_ID},
        ),
    ),
    "elizaos.end_session": Use(
        answer=elizaos.EndSessionAnswer, arguments=({"session_id": str(KEY_ID)}, {"session_id": "a/ü?#"})
    ),
    "elizaos.get_session": Use(
        answer=elizaos.SessionInfo, arguments=({"session_id": str(KEY_ID)}, {"session_id": "a/ü?#"})
    ),
    "elizaos.list_sessions": Use(answer=elizaos.SessionList, arguments=({},)),
    "konpro.end_session": Use(answer=str, arguments=({"body": konpro.EndSessionBody(session_id="kp-1")},)),
    "konpro.list_sessions": Use(
        answer=konpro.SessionHistory,
        arguments=(
            {},
            {"page": 2, "page_size": 5, "date_from": "2026-01-31T00:00:00Z", "date_to": "2026-02-28T23:59:59Z"},
            {"token": "bmV4dA=="},
            *({"status": status} for status in konpro.ListSessionsStatus),
        ),
    ),
}


def endpoints() -> dict[str, ModuleType]:
    """The module of each operation in the generated packages, by `vendor.name`."""
    return {f"{vendor}.{path.rpartition('.')[2]}": import_module(path) for vendor in vendors() for path in _of(vendor)}


def _of(vendor: str) -> list[str]:
    api = import_module(f"{package_name(vendor)}.api")
    return [module.name for module in pkgutil.walk_packages(api.__path__, f"{api.__name__}.") if not module.ispkg]


def documented() -> dict[str, dict[str, Any]]:
    """Each operation of the contracts, by `vendor.name`."""
    return {
        f"{vendor}.{operation['operationId']}": operation
        for vendor in vendors()
        for operations in document(vendor)["paths"].values()
        for operation in operations.values()
    }
