"""The commands and their help. Each imports its code when it runs, to keep --help fast."""

from collections.abc import Mapping

from .options import (
    Agent,
    Amount,
    Append,
    Begin,
    Check,
    Columns,
    Config,
    CountFormat,
    CountFormatOption,
    Currency,
    End,
    Every,
    Failures,
    Format,
    FormatOption,
    Limit,
    Limits,
    ListFormat,
    ListFormatOption,
    Out,
    Port,
    Rates,
    Raw,
    RawColumn,
    Ref,
    ReportOut,
    Search,
    Since,
    SourceNames,
    Statuses,
    Title,
    Until,
    User,
    check_raw,
    configuration,
    connect,
)


def list_sessions(
    config: Config = None,
    source: SourceNames = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    agent: Agent = None,
    user: User = None,
    search: Search = None,
    limit: Limit = None,
    columns: Columns = None,
    format: ListFormatOption = ListFormat.TABLE,
    raw: Raw = False,
) -> None:
    """List sessions, source by source, each in its vendor's order.

    The table has local times. json, jsonl and csv have all fields unless --columns names some, with times in UTC, and
    are written as sessions come. A day of --since and --until is 24 hours, whatever the clocks do.
    """
    from .choices import parse_columns, parse_filters
    from .outcome import Tally
    from .printing import print_list

    check_raw(raw, format)
    shown, filters = parse_columns(columns), parse_filters(status, since, until, agent, user, search)
    tally = Tally()
    with connect(config) as client:
        found = client.list(sources=source, limit=limit, **filters)
        print_list(tally.over(found), tally, format, columns=shown, raw=raw)
    tally.raise_missing()


def export_sessions(
    out: Out,
    config: Config = None,
    source: SourceNames = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    agent: Agent = None,
    user: User = None,
    search: Search = None,
    limit: Limit = None,
    append: Append = False,
    raw: RawColumn = False,
) -> None:
    """Write sessions into a file: Parquet, CSV, JSON lines, DuckDB or SQLite.

    An older file is replaced when the new one is complete. If something is missing, it stays, and what could be had is
    in one beside it, such as sessions.incomplete.parquet; with --append, it is added.
    """
    from .choices import parse_filters
    from .exporting import export_list, known_total

    filters = parse_filters(status, since, until, agent, user, search)
    with connect(config) as client:
        found = client.list(sources=source, limit=limit, **filters)
        total = None if any(filters.values()) else known_total(client, source, limit)
        export_list(found, out, total=total, raw=raw, append=append)


def report_sessions(
    out: ReportOut,
    config: Config = None,
    source: SourceNames = None,
    since: Begin = None,
    until: End = None,
    concurrency_limit: Limits = None,
    rate: Rates = None,
    currency: Currency = "",
    title: Title = None,
) -> None:
    """Write a report of a period as one HTML page, which needs no network.

    It shows what was in progress, starts, durations, how sessions ended, agents, and cost. All sessions are read, and
    those that ran in any part of the period count. If something is missing, the page says so at its top.
    """
    from .reporting import parse_limits, parse_rates, report
    from .times import period

    limits, rates, chosen = parse_limits(concurrency_limit), parse_rates(rate), period(since, until, created=False)
    with connect(config) as client:
        report(client, source, out, chosen, limits=limits, rates=rates, currency=currency, title=title)


def get_session(ref: Ref, config: Config = None, format: FormatOption = Format.TABLE, raw: Raw = False) -> None:
    """Get one session."""
    from .printing import print_session
    from .terminal import spinner_while

    check_raw(raw, format)
    with connect(config) as client, spinner_while(lambda: f"getting {ref}"):
        session = client.get(ref)
    print_session(session, format, raw=raw)


def count_sessions(
    config: Config = None,
    source: SourceNames = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    agent: Agent = None,
    user: User = None,
    search: Search = None,
    format: CountFormatOption = CountFormat.TABLE,
) -> None:
    """Count sessions by source, by the vendor's own total where it has one for these filters."""
    from allsessions import IncompleteListingError

    from .choices import parse_filters
    from .printing import print_counts
    from .terminal import spinner_while

    filters = parse_filters(status, since, until, agent, user, search)
    missing: IncompleteListingError | None = None
    with connect(config) as client, spinner_while(lambda: "counting"):
        try:
            counts: Mapping[str, int | None] = client.count(sources=source, **filters)
        except IncompleteListingError as error:
            counts, missing = error.counts, error
    print_counts(counts, format)
    if missing is not None:
        raise missing


def show_sources(config: Config = None, check: Check = False, format: FormatOption = Format.TABLE) -> None:
    """Show the sources, and what each one's list can do. No secret is shown.

    With --check, one small request goes to each of them, all at once; else none does.
    """
    from .printing import print_checks, print_sources
    from .terminal import spinner_while

    with connect(config) as client:
        sources = client.sources
    if not check:
        print_sources(sources, format)
        return
    from .checking import check_sources, exit_if_failed

    with spinner_while(lambda: "asking each source"):
        checks = check_sources(sources)
    print_checks(checks, configuration(config), format)
    exit_if_failed(checks)


def watch_sessions(
    config: Config = None,
    source: SourceNames = None,
    every: Every = "30s",
    failures: Failures = 10,
    agent: Agent = None,
    user: User = None,
    search: Search = None,
) -> None:
    """Watch what runs and waits at each source, and the newest failures, until q or Ctrl-C.

    Each source is asked by itself, never faster than its rate limit allows. Where stdout is no terminal, lines are
    written: each time one for the source, one for what is wrong with it, and one for each failure that is new.
    """
    from .choices import parse_filters
    from .times import parse_interval
    from .watch.asking import Wanted
    from .watch.run import watch

    filters = parse_filters(None, None, None, agent, user, search)
    seconds = parse_interval(every, "--every")
    with connect(config) as client:
        client.list(sources=source, **filters)  # checks the filters without a request
        sources = [each for each in client.sources if not source or each.name in source]
    watch(sources, Wanted(filters=filters, failures=failures), seconds)


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
