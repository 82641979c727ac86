"""Each vendor's error body becomes a VendorError: code, message, and the class where the code decides it."""

from collections.abc import Mapping
from typing import Any

import akool_client.models as akool
import allsessions
import anam_client.models as anam
import elizaos_client.models as elizaos
import konpro_client.models as konpro
from allsessions import ApiError
from allsessions.source import VendorError

from .records import SOURCES, VENDORS, record

AKOOL_KINDS: Mapping[int, type[ApiError] | None] = {
    1003: allsessions.InvalidRequestError,
    1005: allsessions.RateLimitError,
    **dict.fromkeys((1008, 1014, 1216), allsessions.NotFoundError),
    **dict.fromkeys((1101, 1102, 1109), allsessions.AuthenticationError),
    **dict.fromkeys((1009, 1200, 1213, 1221), allsessions.PermissionDeniedError),
    1218: allsessions.ServerError,
    # Quota, credit, payment; processing, busy, closed; and codes that no page names.
    **dict.fromkeys((1006, 1104, 1103, 1214, 1215, 1219, 0, -1, 10**12)),
}
KONPRO_KINDS: Mapping[str | None, type[ApiError] | None] = {
    **dict.fromkeys(("MISSING_API_KEY", "INVALID_API_KEY"), allsessions.AuthenticationError),
    **dict.fromkeys(("RESOURCE_NOT_FOUND", "NOT_FOUND"), allsessions.NotFoundError),
    "VALIDATION_ERROR": allsessions.InvalidRequestError,
    "RATE_LIMIT_EXCEEDED": allsessions.RateLimitError,
    **dict.fromkeys(("SOMETHING_NEW", None)),
}
ENVELOPES = (akool.SessionListEnvelope, akool.SessionDetailEnvelope)
STATUSES = (400, 401, 403, 404, 422, 429, 500, 503)


def test_akool_fails_by_its_code_at_http_200_and_400() -> None:
    read, nothing = SOURCES["akool"].vendor_error, list[dict[str, Any]]([{}, {"data": None}, {"data": {}}])
    for code, kind in AKOOL_KINDS.items():
        for body in ({"code": code, "msg": "no", **data} for data in nothing):
            errors = [read(200, model.from_dict(body)) for model in ENVELOPES]
            assert errors == [VendorError(code=code, message="no", kind=kind)] * 2, body
        for status in STATUSES:
            error = read(status, akool.ApiResponse.from_dict({"code": code, "msg": "no"}))
            assert error == VendorError(code=code, message="no", kind=kind if status == 400 else None), status
    assert read(400, akool.ApiResponse.from_dict({"code": 1000, "msg": "no"})) == VendorError(code=1000, message="no")
    assert read(500, akool.ApiResponse.from_dict({"code": None})) == VendorError()
    for model in ENVELOPES:
        for msg in ("OK", "", "failed", None):
            assert read(200, model.from_dict({"code": 1000, "msg": msg})) is None, "whatever the text"


def test_akool_closes_a_session_that_is_closed() -> None:
    read = SOURCES["akool"].vendor_error
    for code, kind in AKOOL_KINDS.items():
        error = read(200, akool.ApiResponse.from_dict({"code": code, "msg": "no"}))
        assert error == (None if code == 1219 else VendorError(code=code, message="no", kind=kind))


def test_konpro_code_decides_at_http_400_and_at_no_other_status() -> None:
    for code, kind in KONPRO_KINDS.items():
        inner = {"code": code, "message": "no", "details": None}
        for body in ({"error": inner, "request_id": "r1"}, {**inner, "request_id": "r1"}):
            for status in STATUSES:
                error = SOURCES["konpro"].vendor_error(status, konpro.ErrorResponse.from_dict(body))
                expected = VendorError(code=code, message="no", request_id="r1", kind=kind if status == 400 else None)
                assert error == expected, (status, body)


A, B = {"code": "A", "message": "a"}, {"code": "B", "message": "b"}
SHAPES: list[tuple[str, dict[str, Any], VendorError]] = [
    ("anam", {"error": "A", "message": "a"}, VendorError(code="A", message="a")),
    ("elizaos", {"error": "A", "message": "a"}, VendorError(code="A", message="a")),
    ("elizaos", {"error": "API key required"}, VendorError(message="API key required")),
    ("elizaos", {"error": {**A, "stack": "at …"}}, VendorError(code="A", message="a")),
    ("elizaos", {"success": False, "error": {"code": 404, "message": "a"}}, VendorError(code=404, message="a")),
    ("elizaos", {"message": "broken"}, VendorError(message="broken")),
    ("konpro", {"error": "no such key"}, VendorError(message="no such key")),
    ("konpro", {"error": {}, **B}, VendorError(code="B", message="b")),
    ("konpro", {"error": A, **B, "request_id": "r"}, VendorError(code="A", message="a", request_id="r")),
    ("konpro", {"error": "a", "code": "B"}, VendorError(code="B", message="a")),
    ("konpro", {"error": "a", **B}, VendorError(code="B", message="b")),
    ("konpro", {"error": {"code": "X", "details": {"field": ["a"]}}}, VendorError(code="X")),
    ("konpro", {"code": [1], "message": {"a": 1}, "request_id": 1.5}, VendorError()),
]
MODELS: Mapping[str, Any] = {"anam": anam.Error, "elizaos": elizaos.Error, "konpro": konpro.ErrorResponse}


def test_code_and_message_are_read_from_each_shape_of_a_body() -> None:
    for vendor, body, expected in SHAPES:
        assert SOURCES[vendor].vendor_error(500, MODELS[vendor].from_dict(body)) == expected, (vendor, body)


def test_a_success_or_an_undocumented_body_is_not_an_error() -> None:
    successes: list[tuple[str, object]] = [
        ("akool", akool.SessionListEnvelope.from_dict({"code": None})),
        ("anam", anam.SessionPage.from_dict({"data": []})),
        ("elizaos", elizaos.SessionList.from_dict({})),
        ("elizaos", elizaos.SessionInfo.from_dict(record("elizaos"))),
        ("konpro", konpro.SessionHistory.from_dict({"data": []})),
        *((vendor, None) for vendor in VENDORS),
    ]
    for vendor, parsed in successes:
        for status in [200] if parsed is not None else [301, 401, 502]:
            assert SOURCES[vendor].vendor_error(status, parsed) is None, vendor
