"""The ways in which an answer is read: by the wrapper, and by a typed client, ours or one as the generator makes it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import httpx

from allsessions import AllSessionsError, Client
from tests.clients.contracts import CERTIFICATES
from tests.faults.corpus.answer import Hostile
from tests.faults.corpus.corpus import CORPUS
from tests.faults.corpus.endpoint import Endpoint
from tests.faults.corpus.outcome import Outcome
from tests.faults.corpus.server import KEY, SECONDS, name


def by_wrapper(client: Client, number: int) -> Outcome:
    """An answer of the corpus."""
    return read_by_wrapper(client, name(number), CORPUS[number])


def read_by_wrapper(client: Client, source: str, answer: Hostile) -> Outcome:
    """The list page by page, or the one session; `value` holds the sessions and the errors of single records."""
    outcome = Outcome(answer=answer, allowed=(AllSessionsError,), value=([], []))
    sessions, invalid = outcome.value
    with outcome.noting():
        if answer.endpoint.detail:
            sessions.append(client.get(f"{source}:{answer.asked}"))
        else:
            for page in client.pages(source):
                sessions += page.sessions
                invalid += page.invalid
    outcome.given = [session.id for session in sessions]
    outcome.reported = [error.path for error in invalid]
    return outcome


def by_typed_client(
    endpoint: ModuleType, package: ModuleType, http: httpx.Client, url: str, number: int, *, strict: bool
) -> Outcome:
    """One call of the operation; `value` is what it returned. `strict` raises at statuses that are not documented."""
    answer = CORPUS[number]
    errors = [getattr(package.errors, kind, None) for kind in ("DecodeError", "UnexpectedStatus")]
    outcome = Outcome(answer=answer, allowed=(httpx.HTTPError, *filter(None, errors)))
    client = package.AuthenticatedClient(f"{url}/{number}", token=KEY, raise_on_unexpected_status=strict)
    http.base_url = httpx.URL(f"{url}/{number}")  # which the generator's own client relies on
    client.set_httpx_client(http)
    arguments = {"id": answer.asked} if answer.endpoint.vendor == "akool" else {"session_id": answer.asked}
    with outcome.noting():
        outcome.value = endpoint.sync_detailed(client=client, **(arguments if answer.endpoint.detail else {}))
        outcome.given = _identifiers(answer.endpoint, outcome.value.parsed)
    return outcome


def http_client() -> httpx.Client:
    return httpx.Client(verify=CERTIFICATES, timeout=SECONDS, follow_redirects=False)


def _identifiers(endpoint: Endpoint, value: Any) -> list[str]:
    for key in endpoint.keys:
        value = getattr(value, key, None)
    records: list[Any] = [value] if endpoint.detail else value if isinstance(value, list) else []
    return [str(getattr(record, endpoint.id_attribute)) for record in records if hasattr(record, endpoint.id_attribute)]
