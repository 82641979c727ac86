"""Every error body that a vendor documents or was seen to send: its class, its code and its words."""

from typing import Any

import pytest

from allsessions import (
    ApiError,
    AuthenticationError,
    Client,
    InvalidRequestError,
    NotFoundError,
    RateLimitError,
    ServerError,
    SourceError,
)

from ..client.scripted import ScriptedServer, answer
from ..client.vendors import PAGED, WIRES
from .case import Case, Turn
from .reading import TLS, each, holds
from .told import AKOOL, DATA, SILENT, TOLD, Told

SUBJECT = "vendors' error bodies"


def refusal(vendor: str, status: int, body: Any, *, retries: int = 0) -> ApiError:
    """The error that the list ends with where this is all the server says."""
    with ScriptedServer(lambda request: answer(body, status=status)) as server:
        with Client(WIRES[vendor].source(base_url=server.url), retries=retries, http={"verify": TLS}) as client:
            with pytest.raises(SourceError) as caught:
                list(client.pages(vendor))
    assert isinstance(caught.value, ApiError), caught.value
    return caught.value


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
@pytest.mark.parametrize("code", AKOOL)
def test_each_of_akools_codes_at_http_200_has_its_class(code: int, data: dict[str, Any]) -> None:
    error = refusal("akool", 200, {"code": code, "msg": "in its words", **data})
    assert type(error) is AKOOL[code]
    assert (error.status_code, error.code, error.message) == (200, code, "in its words")
    assert f"{code}, in its words" in str(error)


@pytest.mark.parametrize("code", AKOOL)
def test_akools_codes_that_can_pass_are_tried_again_and_no_others(code: int, waits: list[float]) -> None:
    error = refusal("akool", 200, {"code": code, "msg": "again"}, retries=3)
    assert error.attempts == (4 if AKOOL[code] in (RateLimitError, ServerError) else 1)


@pytest.mark.parametrize("code", AKOOL)
def test_akools_codes_at_400_decide_where_they_are_known(code: int) -> None:
    error = refusal("akool", 400, {"code": code, "msg": "in its words"})
    assert type(error) is (InvalidRequestError if AKOOL[code] is ApiError else AKOOL[code])
    assert error.code == code


@pytest.mark.parametrize("code", ["1101", 1101.0])
def test_akools_code_in_another_form_is_an_error_and_no_list(code: Any) -> None:
    with ScriptedServer(
        lambda request: answer({"code": code, "msg": "no", "data": {"count": 0, "result": []}})
    ) as server:
        with Client(WIRES["akool"].source(base_url=server.url), retries=0) as client, pytest.raises(SourceError):
            list(client.pages("akool"))


@pytest.mark.parametrize("told", TOLD, ids=lambda told: f"{told.vendor}-{told.status}-{told.code or told.message}")
def test_what_the_vendor_says_is_in_the_error(told: Told) -> None:
    error = refusal(told.vendor, told.status, told.body)
    assert type(error) is told.kind
    assert (error.status_code, error.code, error.message) == (told.status, told.code, told.message)
    assert error.request_id == told.request_id
    assert str(told.message or told.status) in str(error)


@pytest.mark.parametrize("vendor", WIRES)
@pytest.mark.parametrize("status", [400, 401, 404, 500])
@pytest.mark.parametrize("body", SILENT, ids=repr)
def test_a_body_that_says_nothing_leaves_the_class_to_the_status(vendor: str, status: int, body: Any) -> None:
    kinds = {400: InvalidRequestError, 401: AuthenticationError, 404: NotFoundError, 500: ServerError}
    assert type(refusal(vendor, status, body)) is kinds[status]


def failing_later(turn: Turn) -> Any:
    """Akool's failure in place of page 2, beside which the records are there."""
    return answer({**turn.envelope(), "code": 1101, "msg": "expired"} if turn.page == 2 else turn.envelope())


@each(
    [
        Case(
            name="a token that expires",
            says=failing_later,
            vendors=["akool"],
            yields=[0, 1],
            errors=[AuthenticationError],
        )
    ]
)
def test_a_failure_at_http_200_is_none_the_less_one_for_the_records_beside_it(
    case: Case, vendor: str, way: str
) -> None:
    holds(case, vendor, way)


@pytest.mark.parametrize("vendor", PAGED)
def test_an_error_body_at_http_200_is_no_empty_list(vendor: str) -> None:
    """Anam and KonPro know no such thing, and yet proxies do it."""
    body = {"akool": {"code": 1009, "msg": "no"}, "anam": {"error": "no"}, "konpro": {"error": {"code": "X"}}}[vendor]
    with ScriptedServer(lambda request: answer(body)) as server:
        with Client(WIRES[vendor].source(base_url=server.url), retries=0) as client, pytest.raises(SourceError):
            list(client.pages(vendor))
