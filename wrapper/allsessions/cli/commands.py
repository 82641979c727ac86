"""The commands: what each takes and what it is for. What one does is imported when it runs: --help needs none of it."""

from collections.abc import Mapping

from .options import (
    Agent,
    Amount,
    Config,
    CountFormat,
    CountFormatOption,
    CreatedAfter,
    CreatedBefore,
    Format,
    FormatOption,
    Limit,
    ListFormat,
    ListFormatOption,
    Port,
    Raw,
    Ref,
    Search,
    SourceNames,
    Statuses,
    User,
    check_raw,
    connect,
)


def list_sessions(
    config: Config = None,
    source: SourceNames = None,
    status: Statuses = None,
    created_after: CreatedAfter = None,
    created_before: CreatedBefore = None,
    agent: Agent = None,
    user: User = None,
    search: Search = None,
    limit: Limit = None,
    format: ListFormatOption = ListFormat.TABLE,
    raw: Raw = False,
) -> None:
    """List sessions, source by source, each in its vendor's order.

    The table has local times. json, jsonl and csv have all fields, with times in UTC, and are written as sessions come.
    """
    from .outcome import Tally
    from .printing import print_list

    check_raw(raw, format)
    tally = Tally()
    with connect(config) as client:
        found = client.list(
            sources=source,
            status=status,
            created_after=created_after,
            created_before=created_before,
            agent_id=agent,
            user_id=user,
            search=search,
            limit=limit,
        )
        print_list(tally.over(found), tally, format, raw=raw)
    tally.settle()


def get_session(ref: Ref, config: Config = None, format: FormatOption = Format.TABLE, raw: Raw = False) -> None:
    """Get one session."""
    from .printing import print_session
    from .terminal import working

    check_raw(raw, format)
    with connect(config) as client, working(lambda: f"getting {ref}"):
        session = client.get(ref)
    print_session(session, format, raw=raw)


def count_sessions(
    config: Config = None,
    source: SourceNames = None,
    status: Statuses = None,
    created_after: CreatedAfter = None,
    created_before: CreatedBefore = None,
    agent: Agent = None,
    user: User = None,
    search: Search = None,
    format: CountFormatOption = CountFormat.TABLE,
) -> None:
    """Count sessions by source, by the vendor's own total where it has one for these filters."""
    from allsessions import IncompleteListingError

    from .printing import print_counts
    from .terminal import working

    missing: IncompleteListingError | None = None
    with connect(config) as client, working(lambda: "counting"):
        try:
            counts: Mapping[str, int | None] = client.count(
                sources=source,
                status=status,
                created_after=created_after,
                created_before=created_before,
                agent_id=agent,
                user_id=user,
                search=search,
            )
        except IncompleteListingError as error:
            counts, missing = error.counts, error
    print_counts(counts, format)
    if missing is not None:
        raise missing


def show_sources(config: Config = None, format: FormatOption = Format.TABLE) -> None:
    """Show the sources, and what each one's list can do. No secret is shown."""
    from .printing import print_sources

    with connect(config) as client:
        print_sources(client.sources, format)


def simulate(port: Port = 8765, sessions: Amount = 250) -> None:
    """Run the four vendors on loopback, with made-up sessions, until Ctrl-C.

    It prints what to export, so that whatever reads these variables asks the simulator.
    """
    from .simulation import run_simulator

    run_simulator(port, sessions)


def demo(sessions: Amount = 250) -> None:
    """Show all of it without an account: list the four vendors from a simulator on loopback."""
    from .simulation import show_all

    show_all(sessions)
