"""Every error body that the vendors document or were seen to send, and what each is to be read as."""

from typing import Any

from attrs import frozen

from allsessions import (
    ApiError,
    AuthenticationError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)


@frozen
class Told:
    """An error body, and what it is read as."""

    vendor: str
    status: int
    body: Any
    kind: type[ApiError]
    code: int | str | None = None
    message: str | None = None
    request_id: str | None = None


AKOOL: dict[int, type[ApiError]] = {
    1003: InvalidRequestError,  # parameters
    1005: RateLimitError,  # too frequent
    1006: ApiError,  # quota; asking again does not help, as with 402
    1008: NotFoundError,
    1009: PermissionDeniedError,
    1014: NotFoundError,
    1101: AuthenticationError,  # invalid or expired
    1102: AuthenticationError,  # empty
    1103: ApiError,  # payment
    1104: ApiError,  # credit
    1109: AuthenticationError,  # no such account
    1200: PermissionDeniedError,  # suspended
    1213: PermissionDeniedError,  # no subscription
    1214: ApiError,  # processing
    1215: ApiError,  # busy
    1216: NotFoundError,  # no such session
    1218: ServerError,  # error of the live avatar
    1219: ApiError,  # closed
    1221: PermissionDeniedError,  # no subscription
    # No document knows these.
    0: ApiError,
    -1: ApiError,
    999: ApiError,
    1001: ApiError,
    2000: ApiError,
    500: ApiError,
    10**12: ApiError,
}
DATA: dict[str, dict[str, Any]] = {
    "no data": {},
    "null data": {"data": None},
    "an empty object": {"data": {}},
    "a list": {"data": []},
    "a text": {"data": "not found"},
    "an empty page": {"data": {"count": 0, "result": []}},
    "a broken page": {"data": {"count": "none", "result": 5}},
}
STACK = {
    "code": "SESSION_NOT_FOUND",
    "message": "no such session",
    "timestamp": "2026-04-20T09:00:00.000Z",
    "stack": "Error: at …",
}

TOLD = [
    # Anam: {error, message}
    Told(
        "anam",
        400,
        {"error": "Bad Request", "message": "page must be positive"},
        InvalidRequestError,
        "Bad Request",
        "page must be positive",
    ),
    Told(
        "anam",
        401,
        {"error": "Unauthorized", "message": "Invalid API key"},
        AuthenticationError,
        "Unauthorized",
        "Invalid API key",
    ),
    Told("anam", 402, {"error": "Payment Required", "message": "No plan"}, ApiError, "Payment Required", "No plan"),
    Told(
        "anam",
        403,
        {"error": "Forbidden", "message": "Not your organization"},
        PermissionDeniedError,
        "Forbidden",
        "Not your organization",
    ),
    Told(
        "anam",
        404,
        {"error": "Not Found", "message": "Session not found"},
        NotFoundError,
        "Not Found",
        "Session not found",
    ),
    Told("anam", 429, {"error": "Too Many Requests", "message": "slow"}, RateLimitError, "Too Many Requests", "slow"),
    Told(
        "anam", 500, {"error": "Internal Server Error", "message": "oops"}, ServerError, "Internal Server Error", "oops"
    ),
    Told("anam", 401, {"error": "Unauthorized"}, AuthenticationError, None, "Unauthorized"),
    Told("anam", 401, {"message": "Unauthorized"}, AuthenticationError, None, "Unauthorized"),
    Told("anam", 503, {}, ServerError),
    # KonPro: nested, or at the top level
    Told(
        "konpro",
        401,
        {"error": {"code": "MISSING_API_KEY", "message": "give one", "details": None}, "request_id": "r-9"},
        AuthenticationError,
        "MISSING_API_KEY",
        "give one",
        "r-9",
    ),
    Told(
        "konpro",
        401,
        {"error": {"code": "INVALID_API_KEY", "message": "wrong", "details": {}}},
        AuthenticationError,
        "INVALID_API_KEY",
        "wrong",
    ),
    Told(
        "konpro",
        400,
        {"error": {"code": "INVALID_API_KEY", "message": "wrong"}},
        AuthenticationError,
        "INVALID_API_KEY",
        "wrong",
    ),
    Told(
        "konpro",
        400,
        {"error": {"code": "VALIDATION_ERROR", "message": "page", "details": [{"field": "page"}]}},
        InvalidRequestError,
        "VALIDATION_ERROR",
        "page",
    ),
    Told(
        "konpro",
        422,
        {"error": {"code": "VALIDATION_ERROR", "message": "page"}},
        InvalidRequestError,
        "VALIDATION_ERROR",
        "page",
    ),
    Told(
        "konpro",
        429,
        {"error": {"code": "RATE_LIMIT_EXCEEDED", "message": "slow"}},
        RateLimitError,
        "RATE_LIMIT_EXCEEDED",
        "slow",
    ),
    Told(
        "konpro", 400, {"code": "RATE_LIMIT_EXCEEDED", "message": "slow"}, RateLimitError, "RATE_LIMIT_EXCEEDED", "slow"
    ),
    Told(
        "konpro",
        404,
        {"error": {"code": "RESOURCE_NOT_FOUND", "message": "none"}},
        NotFoundError,
        "RESOURCE_NOT_FOUND",
        "none",
    ),
    Told("konpro", 404, {"code": "NOT_FOUND", "message": "none"}, NotFoundError, "NOT_FOUND", "none"),
    Told("konpro", 400, {"error": {"code": "NOT_FOUND", "message": "none"}}, NotFoundError, "NOT_FOUND", "none"),
    Told(
        "konpro",
        400,
        {"error": {"code": "SOMETHING_NEW", "message": "new"}},
        InvalidRequestError,
        "SOMETHING_NEW",
        "new",
    ),
    Told("konpro", 403, {"error": "no plan"}, PermissionDeniedError, None, "no plan"),
    Told(
        "konpro",
        500,
        {"error": {"code": "INTERNAL", "message": "oops"}, "request_id": "r-1"},
        ServerError,
        "INTERNAL",
        "oops",
        "r-1",
    ),
    Told("konpro", 502, {"message": "Bad gateway"}, ServerError, None, "Bad gateway"),
    Told("konpro", 401, {"error": None, "message": None, "code": None}, AuthenticationError),
    # ElizaOS 1.7.2
    Told(
        "elizaos",
        401,
        {"error": "API key required", "message": "Please provide a valid X-API-KEY header"},
        AuthenticationError,
        "API key required",
        "Please provide a valid X-API-KEY header",
    ),
    Told("elizaos", 404, {"error": STACK}, NotFoundError, "SESSION_NOT_FOUND", "no such session"),
    Told(
        "elizaos",
        410,
        {"error": {**STACK, "code": "SESSION_EXPIRED"}},
        NotFoundError,
        "SESSION_EXPIRED",
        "no such session",
    ),
    Told(
        "elizaos",
        429,
        {"success": False, "error": {"code": "RATE_LIMIT_EXCEEDED", "message": "Too many"}},
        RateLimitError,
        "RATE_LIMIT_EXCEEDED",
        "Too many",
    ),
    Told(
        "elizaos",
        404,
        {"success": False, "error": {"message": "API endpoint not found", "code": 404}},
        NotFoundError,
        404,
        "API endpoint not found",
    ),
    Told(
        "elizaos",
        400,
        {"error": {"code": "INVALID_METADATA", "message": "bad", "details": {"a": 1}}},
        InvalidRequestError,
        "INVALID_METADATA",
        "bad",
    ),
    # and older ones
    Told("elizaos", 401, {"error": "Unauthorized"}, AuthenticationError, None, "Unauthorized"),
    Told("elizaos", 404, {"error": "Session not found"}, NotFoundError, None, "Session not found"),
    Told("elizaos", 404, {"success": False, "error": "Not found"}, NotFoundError, None, "Not found"),
    Told(
        "elizaos",
        500,
        {"error": "Failed to list sessions", "details": "Error: …"},
        ServerError,
        None,
        "Failed to list sessions",
    ),
    Told(
        "elizaos",
        500,
        {"success": False, "error": {"code": 500, "message": "Error", "details": "…"}},
        ServerError,
        500,
        "Error",
    ),
    Told("elizaos", 500, {"success": False, "message": "Error"}, ServerError, None, "Error"),
    Told("elizaos", 500, {"error": {}}, ServerError),
]
# Bodies that say nothing that can be understood leave the class to the status.
SILENT: list[Any] = [
    None,
    [],
    "no",
    5,
    True,
    {"error": 5},
    {"error": []},
    {"error": {"code": [], "message": {}}},
    {"code": {}, "msg": 5},
]
