"""The public interface as users write it. Never executed: the type checkers read it."""

import datetime
from collections.abc import Iterator
from typing import assert_type

from allsessions import (
    Akool,
    Anam,
    AsyncClient,
    Client,
    ElizaOS,
    IncompleteListingError,
    KonPro,
    Page,
    Session,
    SourceError,
    Status,
)

SOURCES = [Akool(token="…"), Anam(api_key="…"), KonPro(api_key="…", name="two"), ElizaOS(rate_limit="100/minute")]


def listing() -> None:
    with Client(SOURCES, timeout=5, retries=1, http={"proxy": "http://localhost:8080"}) as client:
        assert_type(client, Client)
        sessions = client.list(
            status=[Status.ACTIVE, "ended"], created_after=datetime.datetime.now(datetime.UTC), limit=3
        )
        assert_type(sessions, Iterator[Session])
        for session in sessions:
            assert_type(session.status, Status)
            assert_type(session.created_at, datetime.datetime | None)
            assert_type(session.duration, datetime.timedelta | None)
            assert_type(session.ref, str)
        assert_type(client.get("akool:1"), Session)
        assert_type(client.count(search="x"), dict[str, int | None])
        try:
            list(client.list(sources=["akool", SOURCES[1]], user_id=7))
        except IncompleteListingError as incomplete:
            assert_type(incomplete.errors, tuple[SourceError, ...])
        for page in client.pages("anam", cursor=None, page_size=10, agent_id="a"):
            assert_type(page, Page)
            assert_type(page.sessions, tuple[Session, ...])
            assert_type(page.cursor, str | None)


async def asynchronous() -> None:
    async with AsyncClient.from_env(retries=0) as client:
        async for session in client.list():
            assert_type(session, Session)
        async for page in client.pages(SOURCES[0]):
            assert_type(page, Page)
        assert_type(await client.count(), dict[str, int | None])
