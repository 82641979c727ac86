"""The headers by which a source authenticates."""

import httpx
import pytest

from allsessions import Akool, Anam, Client, ElizaOS, KonPro, NotFoundError, Source, UnexpectedResponseError

SENT = [
    (Akool(api_key="k"), {"x-api-key": "k"}),
    (Akool(token="t"), {"authorization": "Bearer t"}),
    (Akool(api_key="k", token="t"), {"authorization": "Bearer t"}),  # the vendor prefers it
    (Anam(api_key="k"), {"authorization": "Bearer k"}),
    (KonPro(api_key="k"), {"x-api-key": "k"}),
    (ElizaOS(api_key="k"), {"x-api-key": "k"}),
    (ElizaOS(), {}),
]


@pytest.mark.parametrize(("source", "headers"), SENT, ids=lambda each: each.vendor if isinstance(each, Source) else "")
def test_every_request_has_the_vendors_header(source: Source, headers: dict[str, str]) -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(404)

    with Client(source, retries=0, http={"transport": httpx.MockTransport(answer)}) as client:
        for call in (client.get, client.end):
            with pytest.raises((NotFoundError, UnexpectedResponseError)):
                call(f"{source.name}:6b005fef522d767ea46a90cd")
    assert {request.method for request in sent} >= {"GET", "DELETE" if source.vendor == "elizaos" else "POST"}
    for request in sent:
        found = {name: request.headers[name] for name in ("authorization", "x-api-key") if name in request.headers}
        assert found == headers
