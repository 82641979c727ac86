"""The error bodies that the vendors document or were seen to send: class, code, message, and whether to try again."""

from typing import Any

import pytest

from allsessions import (
    ApiError,
    AuthenticationError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    SourceError,
    UnexpectedResponseError,
)

from ..client.scripted import answer
from .case import VENDORS, Case, Turn
from .reading import hold, read, serving

AKOOL: dict[int, type[ApiError]] = {
    **dict.fromkeys((1003,), InvalidRequestError),
    **dict.fromkeys((1005,), RateLimitError),
    **dict.fromkeys((1008, 1014, 1216), NotFoundError),
    **dict.fromkeys((1009, 1200, 1213, 1221), PermissionDeniedError),
    **dict.fromkeys((1101, 1102, 1109), AuthenticationError),
    1218: ServerError,
    # Quota, payment, credit, processing, busy, closed, and codes that no document has.
    **dict.fromkeys((1006, 1103, 1104, 1214, 1215, 1219, 0, -1, 500, 10**12), ApiError),
}
UNCLEAR: list[Any] = [None, [], "no", 5, {"error": 5}, {"error": {"code": [], "message": {}}}, {"code": {}, "msg": 5}]

# A vendor, a status, a body, and its class, code, message and request id.
BODIES: list[tuple[str, int, Any, type[ApiError], Any, str | None, str | None]] = [
    ("anam", 402, {"error": "Payment Required", "message": "no"}, ApiError, "Payment Required", "no", None),
    ("anam", 401, {"error": "Unauthorized"}, AuthenticationError, None, "Unauthorized", None),
    # KonPro: nested, or at the top. At 400 its code decides the class.
    ("konpro", 400, {"error": {"code": "NOT_FOUND"}, "request_id": "r"}, NotFoundError, "NOT_FOUND", None, "r"),
    ("konpro", 400, {"code": "RATE_LIMIT_EXCEEDED"}, RateLimitError, "RATE_LIMIT_EXCEEDED", None, None),
    ("konpro", 400, {"error": {"code": "NEW", "message": "new"}}, InvalidRequestError, "NEW", "new", None),
    ("konpro", 403, {"error": "no plan"}, PermissionDeniedError, None, "no plan", None),
    # ElizaOS 1.7.2, and older ones.
    ("elizaos", 401, {"error": "key", "message": "send it"}, AuthenticationError, "key", "send it", None),
    (
        "elizaos",
        410,
        {"error": {"code": "EXPIRED", "message": "no"}},
        NotFoundError,
        "EXPIRED",
        "no",
        None,
    ),
    ("elizaos", 404, {"error": {"message": "no route", "code": 404}}, NotFoundError, 404, "no route", None),
    ("elizaos", 500, {"error": "Failed", "details": "Error: …"}, ServerError, None, "Failed", None),
]


def refusal(vendor: str, status: int, body: Any, *, retries: int = 0) -> ApiError:
    """Return the error of a list whose server answers only this."""
    with serving(lambda request: answer(body, status=status), vendor, retries=retries) as (client, _):
        (error,) = read(client, vendor, "pages").errors
    assert isinstance(error, ApiError), error
    return error


@pytest.mark.parametrize("code", AKOOL)
def test_akools_code_decides_the_class_at_http_200_and_400(code: int) -> None:
    for data in ({}, {"data": None}, {"data": {"count": "none", "result": 5}}, {"data": {"count": 0, "result": []}}):
        error = refusal("akool", 200, {"code": code, "msg": "why", **data}, retries=3)
        assert (type(error), error.status_code, error.code, error.message) == (AKOOL[code], 200, code, "why")
        assert f"{code}, why" in str(error)
        assert error.attempts == (4 if AKOOL[code] in (RateLimitError, ServerError) else 1)
    kind = InvalidRequestError if AKOOL[code] is ApiError else AKOOL[code]
    assert type(refusal("akool", 400, {"code": code, "msg": "why"})) is kind


@pytest.mark.parametrize(
    ("vendor", "status", "body", "kind", "code", "message", "request_id"),
    BODIES,
    ids=[f"{vendor}-{status}-{code or message}" for vendor, status, _, _, code, message, _ in BODIES],
)
def test_the_error_has_the_vendors_words(
    vendor: str, status: int, body: Any, kind: type[ApiError], code: Any, message: str | None, request_id: str | None
) -> None:
    error = refusal(vendor, status, body)
    assert (type(error), error.status_code, error.code, error.message) == (kind, status, code, message)
    assert error.request_id == request_id
    assert str(message or status) in str(error)


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_unclear_body_leaves_the_class_to_the_status(vendor: str) -> None:
    kinds = {400: InvalidRequestError, 401: AuthenticationError, 404: NotFoundError, 500: ServerError}
    for status, kind in kinds.items():
        for body in UNCLEAR:
            assert type(refusal(vendor, status, body)) is kind, (status, body)


def test_a_failure_next_to_records_is_a_failure() -> None:
    def says(turn: Turn) -> Any:
        return answer({**turn.envelope(), **({"code": 1101, "msg": "expired"} if turn.page == 2 else {})})

    hold(Case(vendors=["akool"], says=says, yields=[0, 1], errors=[AuthenticationError]))


@pytest.mark.parametrize(
    ("vendor", "body", "kind"),
    [
        ("akool", {"code": "1101", "msg": "no", "data": {"count": 0, "result": []}}, UnexpectedResponseError),
        ("akool", {"msg": "no", "data": {"count": 0, "result": []}}, UnexpectedResponseError),
        ("anam", {"error": "no"}, ApiError),
        ("konpro", {"error": {"code": "X"}}, ApiError),
        ("elizaos", {"success": False, "error": "no"}, ApiError),
    ],
)
def test_an_error_body_at_http_200_is_not_an_empty_list(vendor: str, body: Any, kind: type[SourceError]) -> None:
    hold(Case(vendors=[vendor], says=lambda turn: answer(body), yields=[], errors=[kind], requests=1))
