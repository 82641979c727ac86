"""What a vendor says of a failure: its code, its words, and the class of the error where the code tells it."""

from collections.abc import Callable
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

from .records import SOURCES, record

AKOOL_KINDS: list[tuple[int, type[ApiError] | None]] = [
    (1003, InvalidRequestError),
    (1005, RateLimitError),
    (1008, NotFoundError),
    (1014, NotFoundError),
    (1216, NotFoundError),
    (1009, PermissionDeniedError),
    (1101, AuthenticationError),
    (1102, AuthenticationError),
    (1109, AuthenticationError),
    (1200, PermissionDeniedError),
    (1213, PermissionDeniedError),
    (1221, PermissionDeniedError),
    (1218, ServerError),
    # Quota, credit, payment; processing, busy, closed; and what no page names: no class of their own.
    *((code, None) for code in (1006, 1104, 1103, 1214, 1215, 1219, 1, 0, -1, 9999)),
]

KONPRO_KINDS: list[tuple[str | None, type[ApiError] | None]] = [
    ("MISSING_API_KEY", AuthenticationError),
    ("INVALID_API_KEY", AuthenticationError),
    ("VALIDATION_ERROR", InvalidRequestError),
    ("RATE_LIMIT_EXCEEDED", RateLimitError),
    ("RESOURCE_NOT_FOUND", NotFoundError),
    ("NOT_FOUND", NotFoundError),
    ("SOMETHING_NEW", None),
    (None, None),
]


def akool_error(status: int, body: dict[str, Any], read: Callable[[Any], Any]) -> VendorError | None:
    return SOURCES["akool"].vendor_error(status, read(body))


@pytest.mark.parametrize("read", [akool.SessionListEnvelope.from_dict, akool.SessionDetailEnvelope.from_dict])
@pytest.mark.parametrize("more", [{}, {"data": None}, {"data": {}}], ids=["no data", "null", "empty"])
@pytest.mark.parametrize(("code", "kind"), AKOOL_KINDS)
def test_akool_fails_by_its_code_at_http_200(
    code: int, kind: type[ApiError] | None, more: dict[str, Any], read: Callable[[Any], Any]
) -> None:
    vendor_error = akool_error(200, {"code": code, "msg": "no", **more}, read)
    assert vendor_error == VendorError(code=code, message="no", kind=kind)


@pytest.mark.parametrize("read", [akool.SessionListEnvelope.from_dict, akool.SessionDetailEnvelope.from_dict])
@pytest.mark.parametrize("msg", ["OK", "ok", "", "failed", None])
def test_akool_succeeds_by_code_1000_whatever_the_text(msg: str | None, read: Callable[[Any], Any]) -> None:
    assert akool_error(200, {"code": 1000, "msg": msg}, read) is None


@pytest.mark.parametrize("status", [400, 401, 429, 500, 503])
def test_akool_code_1000_is_no_success_at_another_status(status: int) -> None:
    vendor_error = akool_error(status, {"code": 1000, "msg": "OK"}, akool.ApiResponse.from_dict)
    assert vendor_error == VendorError(code=1000, message="OK", kind=None)


@pytest.mark.parametrize("body", [{}, {"code": None, "msg": None}])
def test_akool_without_a_code_says_nothing_at_another_status(body: dict[str, Any]) -> None:
    assert akool_error(500, body, akool.ApiResponse.from_dict) == VendorError()


@pytest.mark.parametrize("code", [1003, 1008])
@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_akool_code_does_not_overrule_a_status_that_tells(status: int, code: int) -> None:
    vendor_error = akool_error(status, {"code": code, "msg": "no"}, akool.ApiResponse.from_dict)
    assert vendor_error == VendorError(code=code, message="no", kind=None)


@pytest.mark.parametrize(("code", "kind"), KONPRO_KINDS)
@pytest.mark.parametrize("shape", ["nested", "flat"])
def test_konpro_codes_tell_the_class_at_http_400(shape: str, code: str | None, kind: type[ApiError] | None) -> None:
    said = {"code": code, "message": "no", "details": None}
    body = {"error": said, "request_id": "r1"} if shape == "nested" else {**said, "request_id": "r1"}
    vendor_error = SOURCES["konpro"].vendor_error(400, konpro.ErrorResponse.from_dict(body))
    assert vendor_error == VendorError(code=code, message="no", request_id="r1", kind=kind)


@pytest.mark.parametrize("status", [401, 403, 404, 422, 429, 500])
@pytest.mark.parametrize(("code", "_kind"), KONPRO_KINDS)
def test_konpro_codes_overrule_no_other_status(status: int, code: str | None, _kind: object) -> None:
    body = {"error": {"code": code, "message": "no"}}
    assert SOURCES["konpro"].vendor_error(status, konpro.ErrorResponse.from_dict(body)) == VendorError(
        code=code, message="no"
    )


@pytest.mark.parametrize(
    ("body", "vendor_error"),
    [
        ({}, VendorError()),
        ({"error": None, "code": None, "message": None}, VendorError()),
        ({"error": "no such key"}, VendorError(message="no such key")),
        ({"error": {}, "code": "OUTER", "message": "outer"}, VendorError(code="OUTER", message="outer")),
        (
            {"error": {"code": "INNER", "message": "inner"}, "code": "OUTER", "message": "outer"},
            VendorError(code="INNER", message="inner"),
        ),
        ({"error": {"code": "X", "details": {"field": ["a"]}}}, VendorError(code="X")),
    ],
)
def test_konpro_other_forms(body: dict[str, Any], vendor_error: VendorError) -> None:
    assert SOURCES["konpro"].vendor_error(400, konpro.ErrorResponse.from_dict(body)) == vendor_error


@pytest.mark.parametrize("status", [400, 401, 402, 403, 429, 500])
def test_anam_error_is_the_code_and_its_status_the_class(status: int) -> None:
    body = {"error": "Unauthorized", "message": "Invalid token"}
    vendor_error = SOURCES["anam"].vendor_error(status, anam.Error.from_dict(body))
    assert vendor_error == VendorError(code="Unauthorized", message="Invalid token")


@pytest.mark.parametrize("body", [{}, {"error": None, "message": None}])
def test_anam_may_say_nothing(body: dict[str, Any]) -> None:
    assert SOURCES["anam"].vendor_error(500, anam.Error.from_dict(body)) == VendorError()


@pytest.mark.parametrize(
    ("status", "body", "vendor_error"),
    [
        (
            401,
            {"error": "API key required", "message": "Send it"},
            VendorError(code="API key required", message="Send it"),
        ),
        (401, {"error": "API key required"}, VendorError(message="API key required")),
        (
            404,
            {"error": {"code": "SESSION_NOT_FOUND", "message": "gone", "timestamp": "2026", "stack": "at …"}},
            VendorError(code="SESSION_NOT_FOUND", message="gone"),
        ),
        (
            429,
            {"success": False, "error": {"code": "RATE_LIMIT_EXCEEDED", "message": "slow down"}},
            VendorError(code="RATE_LIMIT_EXCEEDED", message="slow down"),
        ),
        (
            404,
            {"success": False, "error": {"message": "no such route", "code": 404}},
            VendorError(code=404, message="no such route"),
        ),
        (500, {"message": "broken"}, VendorError(message="broken")),
        (500, {"error": None}, VendorError()),
        (500, {}, VendorError()),
    ],
)
def test_elizaos_forms(status: int, body: dict[str, Any], vendor_error: VendorError) -> None:
    assert SOURCES["elizaos"].vendor_error(status, elizaos.Error.from_dict(body)) == vendor_error


@pytest.mark.parametrize(
    ("vendor", "parsed"),
    [
        ("anam", anam.SessionPage.from_dict({"data": []})),
        ("elizaos", elizaos.SessionList.from_dict({"sessions": []})),
        ("elizaos", elizaos.SessionInfo.from_dict(record("elizaos"))),
        ("konpro", konpro.SessionHistory.from_dict({"data": []})),
    ],
)
def test_a_success_is_no_vendor_error(vendor: str, parsed: object) -> None:
    assert SOURCES[vendor].vendor_error(200, parsed) is None


@pytest.mark.parametrize("vendor", SOURCES)
@pytest.mark.parametrize("status", [301, 401, 502])
def test_a_body_that_no_document_describes_is_no_vendor_error(vendor: str, status: int) -> None:
    assert SOURCES[vendor].vendor_error(status, None) is None
