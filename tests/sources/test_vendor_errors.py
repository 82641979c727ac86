"""Each vendor's error body becomes a VendorError: code, message, and the class where the code decides it."""

from collections.abc import Mapping
from typing import Any

import pytest

import akool_client.models as akool
import anam_client.models as anam
import elizaos_client.models as elizaos
import konpro_client.models as konpro
from allsessions import (
    ApiError,
    AuthenticationError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)
from allsessions.source import VendorError

from .records import SOURCES, VENDORS, record

AKOOL_KINDS: Mapping[int, type[ApiError] | None] = {
    1003: InvalidRequestError,
    1005: RateLimitError,
    **dict.fromkeys((1008, 1014, 1216), NotFoundError),
    **dict.fromkeys((1101, 1102, 1109), AuthenticationError),
    **dict.fromkeys((1009, 1200, 1213, 1221), PermissionDeniedError),
    1218: ServerError,
    # Quota, credit, payment; processing, busy, closed; and codes that no page names.
    **dict.fromkeys((1006, 1104, 1103, 1214, 1215, 1219, 0, -1, 9999)),
}
KONPRO_KINDS: Mapping[str | None, type[ApiError] | None] = {
    "MISSING_API_KEY": AuthenticationError,
    "INVALID_API_KEY": AuthenticationError,
    "VALIDATION_ERROR": InvalidRequestError,
    "RATE_LIMIT_EXCEEDED": RateLimitError,
    "RESOURCE_NOT_FOUND": NotFoundError,
    "NOT_FOUND": NotFoundError,
    "SOMETHING_NEW": None,
    None: None,
}


NO_DATA: list[dict[str, Any]] = [{}, {"data": None}, {"data": {}}]


def test_akool_fails_by_its_code_at_http_200() -> None:
    for code, kind in AKOOL_KINDS.items():
        for model in (akool.SessionListEnvelope, akool.SessionDetailEnvelope):
            for data in NO_DATA:
                parsed = model.from_dict({"code": code, "msg": "no", **data})
                error = SOURCES["akool"].vendor_error(200, parsed)
                assert error == VendorError(code=code, message="no", kind=kind), (code, model, data)


def test_akool_succeeds_by_code_1000_whatever_the_text() -> None:
    for model in (akool.SessionListEnvelope, akool.SessionDetailEnvelope):
        for msg in ("OK", "", "failed", None):
            assert SOURCES["akool"].vendor_error(200, model.from_dict({"code": 1000, "msg": msg})) is None


def test_akool_code_decides_at_http_400_and_at_no_other_status() -> None:
    for status in (400, 401, 403, 429, 500, 503):
        for code in (1000, 1003, 1008):
            error = SOURCES["akool"].vendor_error(status, akool.ApiResponse.from_dict({"code": code, "msg": "no"}))
            kind = AKOOL_KINDS.get(code) if status == 400 else None
            assert error == VendorError(code=code, message="no", kind=kind), (status, code)
    assert SOURCES["akool"].vendor_error(500, akool.ApiResponse.from_dict({"code": None})) == VendorError()


def test_konpro_code_decides_at_http_400_and_at_no_other_status() -> None:
    for code, kind in KONPRO_KINDS.items():
        inner = {"code": code, "message": "no", "details": None}
        for body in ({"error": inner, "request_id": "r1"}, {**inner, "request_id": "r1"}):
            for status in (400, 401, 403, 404, 422, 429, 500):
                error = SOURCES["konpro"].vendor_error(status, konpro.ErrorResponse.from_dict(body))
                expected = VendorError(code=code, message="no", request_id="r1", kind=kind if status == 400 else None)
                assert error == expected, (status, body)


SAID: list[tuple[str, dict[str, Any], VendorError]] = [
    ("anam", {"error": "Unauthorized", "message": "bad"}, VendorError(code="Unauthorized", message="bad")),
    ("anam", {"error": None, "message": None}, VendorError()),
    ("elizaos", {"error": "API key required", "message": "a"}, VendorError(code="API key required", message="a")),
    ("elizaos", {"error": "API key required"}, VendorError(message="API key required")),
    ("elizaos", {"error": {"code": "X", "message": "a", "stack": "at …"}}, VendorError(code="X", message="a")),
    ("elizaos", {"success": False, "error": {"code": 404, "message": "a"}}, VendorError(code=404, message="a")),
    ("elizaos", {"message": "broken"}, VendorError(message="broken")),
    ("konpro", {"error": "no such key"}, VendorError(message="no such key")),
    ("konpro", {"error": {}, "code": "B", "message": "b"}, VendorError(code="B", message="b")),
    (
        "konpro",
        {"error": {"code": "A", "message": "a"}, "code": "B", "message": "b", "request_id": "r"},
        VendorError(code="A", message="a", request_id="r"),
    ),
    ("konpro", {"error": "a", "code": "B"}, VendorError(code="B", message="a")),
    ("konpro", {"error": "a", "code": "B", "message": "b"}, VendorError(code="B", message="b")),
    ("konpro", {"error": {"code": "X", "details": {"field": ["a"]}}}, VendorError(code="X")),
    ("konpro", {"code": [1], "message": {"a": 1}, "request_id": 1.5}, VendorError()),
    ("konpro", {}, VendorError()),
]
MODELS: Mapping[str, Any] = {"anam": anam.Error, "elizaos": elizaos.Error, "konpro": konpro.ErrorResponse}


def test_code_and_message_are_read_from_each_shape_of_a_body() -> None:
    for vendor, body, expected in SAID:
        assert SOURCES[vendor].vendor_error(500, MODELS[vendor].from_dict(body)) == expected, (vendor, body)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_success_or_an_undocumented_body_is_not_an_error(vendor: str) -> None:
    successes: dict[str, list[object]] = {
        "akool": [akool.SessionListEnvelope.from_dict({"code": None})],
        "anam": [anam.SessionPage.from_dict({"data": []})],
        "elizaos": [elizaos.SessionList.from_dict({}), elizaos.SessionInfo.from_dict(record("elizaos"))],
        "konpro": [konpro.SessionHistory.from_dict({"data": []})],
    }
    for parsed in successes[vendor]:
        assert SOURCES[vendor].vendor_error(200, parsed) is None
    for status in (301, 401, 502):
        assert SOURCES[vendor].vendor_error(status, None) is None
