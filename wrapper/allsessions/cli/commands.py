"""The commands and their help. Each command imports its code when it runs, to keep --help fast."""

from collections.abc import Mapping
from pathlib import Path

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
    DryRun,
    End,
    Every,
    ExportFormatOption,
    FailAbove,
    FailIfAny,
    Failures,
    Format,
    FormatOption,
    Limit,
    Limits,
    ListFormat,
    ListFormatOption,
    ListOrder,
    LongerThan,
    NewConfig,
    NoHeaders,
    Out,
    Output,
    Port,
    Rates,
    Raw,
    RawColumn,
    Ref,
    Refs,
    Replace,
    ReportOut,
    Search,
    Since,
    Sort,
    SortOption,
    SourceNames,
    Statuses,
    Strict,
    Title,
    Until,
    User,
    WatchFormat,
    WatchFormatOption,
    Yes,
    check_raw,
    stream_format,
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
    running_longer_than: LongerThan = None,
    strict: Strict = False,
    sort: ListOrder = None,
    columns: Columns = None,
    format: ListFormatOption = ListFormat.TABLE,
    no_headers: NoHeaders = False,
    raw: Raw = False,
    output: Output = None,
    fail_if_any: FailIfAny = False,
) -> None:
    """List sessions, source by source in each vendor's order, or sorted with --sort.

    The table has local times. The formats json, jsonl and csv have times in UTC and, without --columns, all fields.
    The command prints sessions as they arrive. In --since and --until, 1d always means 24 hours.
    """
    from .choices import Selection, check_ages, parse_age, parse_columns, parse_filters, parse_order
    from .configuration import choose_sources, connect
    from .outcome import Tally, exit_with_alert
    from .printing import print_list
    from .terminal import output_to

    check_raw(raw, format)
    shown, filters = parse_columns(columns), parse_filters(status, since, until, agent, user, search)
    if (age := parse_age(running_longer_than, filters["status"])) is not None:
        filters["status"] = ["active"]  # with this filter, the client reports unreadable statuses as errors
    chosen, tally = Selection(parse_order(sort), age, limit), Tally()
    with connect(config) as client:
        names = choose_sources(client, source, filters, strict=strict)
        listed = client.list(sources=names, limit=chosen.vendors_limit, **filters)
        found = tally.over(listed if age is None else check_ages(listed))
        with output_to(output):
            printed = print_list(chosen.of(found), tally, format, names=shown, raw=raw, header=not no_headers)
    if fail_if_any and printed.total:
        exit_with_alert(printed.summary(), tally.missing)
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
    strict: Strict = False,
    append: Append = False,
    replace: Replace = False,
    format: ExportFormatOption = None,
    raw: RawColumn = False,
) -> None:
    """Write sessions to a file: Parquet, CSV, JSON Lines, DuckDB, SQLite or Excel.

    The command replaces an existing file only if the new file has all sessions of the existing file. Otherwise,
    use --append to keep the missing sessions, or --replace to delete them. If a source fails, the command does not
    change the existing file, and writes the sessions that arrived to a second file, such as
    sessions.incomplete.parquet. With --append, it adds these sessions to the existing file instead.
    """
    from .choices import parse_filters
    from .configuration import choose_sources, connect
    from .exporting import export_list, export_stream, known_total

    filters = parse_filters(status, since, until, agent, user, search)
    streamed = stream_format(out, format, append=append, replace=replace)
    with connect(config) as client:
        names = choose_sources(client, source, filters, strict=strict)
        found = client.list(sources=names, limit=limit, **filters)
        if streamed:
            export_stream(found, streamed, raw=raw)
            return
        total = None if any(filters.values()) else known_total(client, names, limit)
        export_list(found, out, total=total, raw=raw, append=append, replace=replace)


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
    """Write a report on a period as one self-contained HTML page.

    The report shows sessions in progress, starts, durations, statuses, agents and cost. The command reads all sessions
    and includes those that ran in any part of the period. If sessions are missing, the top of the page says so.
    """
    from .configuration import choose_sources, connect
    from .reporting import parse_limits, parse_rates, report
    from .times import period

    limits, rates, chosen = parse_limits(concurrency_limit), parse_rates(rate), period(since, until, created=False)
    with connect(config) as client:
        report(
            client,
            choose_sources(client, source, {}),
            out,
            chosen,
            limits=limits,
            rates=rates,
            currency=currency,
            title=title,
        )


def get_session(ref: Ref, config: Config = None, format: FormatOption = Format.TABLE, raw: Raw = False) -> None:
    """Get one session."""
    from .configuration import connect
    from .printing import print_session
    from .terminal import spinner_while

    check_raw(raw, format)
    with connect(config) as client, spinner_while(lambda: f"getting {ref}"):
        session = client.get(ref)
    print_session(session, format, raw=raw)


def end_sessions(refs: Refs, config: Config = None, yes: Yes = False, dry_run: DryRun = False) -> None:
    """End sessions that are running.

    The command asks for confirmation first. A session that has already ended is not an error. If the command cannot
    end a session, it prints the error on stderr, ends the others, and exits with status 1.
    """
    from .ending import end_all

    end_all(refs, config, yes=yes, dry_run=dry_run)


def count_sessions(
    config: Config = None,
    source: SourceNames = None,
    status: Statuses = None,
    since: Since = None,
    until: Until = None,
    agent: Agent = None,
    user: User = None,
    search: Search = None,
    strict: Strict = False,
    format: CountFormatOption = CountFormat.TABLE,
    fail_above: FailAbove = None,
) -> None:
    """Count sessions by source. If a vendor's total does not respect the filters, the command reads the list."""
    from allsessions import IncompleteListingError

    from .choices import parse_filters
    from .configuration import choose_sources, connect
    from .outcome import Tally, exit_with_alert
    from .printing import print_counts
    from .terminal import spinner_while

    filters = parse_filters(status, since, until, agent, user, search)
    missing: IncompleteListingError | None = None
    with connect(config) as client:
        names = choose_sources(client, source, filters, strict=strict)
        try:
            with spinner_while(lambda: "counting"):
                counts: Mapping[str, int | None] = client.count(sources=names, **filters)
        except IncompleteListingError as error:
            counts, missing = error.counts, error
    print_counts(counts, format)
    known = {name: count for name, count in counts.items() if count}
    if fail_above is not None and sum(known.values()) > fail_above:
        exit_with_alert(f"more than {fail_above:,}: {Tally.of(known).summary()}", missing)
    if missing is not None:
        raise missing


def show_sources(config: Config = None, check: Check = False, format: FormatOption = Format.TABLE) -> None:
    """Show the configuration and the capabilities of each source, without secrets.

    --check sends one small request to each source, concurrently. Without --check, the command sends no request.
    """
    from .configuration import connect, file_in_use
    from .printing import print_checks, print_sources
    from .terminal import spinner_while

    file = file_in_use(config)
    with connect(config) as client:
        sources = client.sources
    if not check:
        print_sources(sources, file, format)
        return
    from .checking import check_sources, exit_if_failed

    with spinner_while(lambda: "checking each source"):
        checks = check_sources(sources)
    print_checks(checks, file, format)
    exit_if_failed(checks)


def watch_sessions(
    config: Config = None,
    source: SourceNames = None,
    every: Every = "30s",
    failures: Failures = 10,
    agent: Agent = None,
    user: User = None,
    search: Search = None,
    strict: Strict = False,
    sort: SortOption = Sort.AGE,
    format: WatchFormatOption = WatchFormat.TABLE,
) -> None:
    """Watch active and pending sessions at each source, and the newest failures, until q or Ctrl-C.

    The command reads each source independently, within its rate limit. If stdout is not a terminal, the command writes
    lines instead of a screen: the numbers of sessions and any error after each read, and each newly failed session.
    """
    from .choices import parse_filters
    from .configuration import choose_sources, connect
    from .times import parse_interval
    from .watch.asking import WatchOptions
    from .watch.lines import Lines
    from .watch.run import watch

    filters = parse_filters(None, None, None, agent, user, search)
    seconds = parse_interval(every, "--every")
    with connect(config) as client:
        names = choose_sources(client, source, filters, strict=strict)
        client.list(sources=names, **filters)  # checks the filters without a request
        sources = [each for each in client.sources if names is None or each.name in names]
    lines = Lines(as_json=True) if format is WatchFormat.JSONL else None
    watch(sources, WatchOptions(filters=filters, failures=failures, sort=sort), seconds, lines)


def init(out: NewConfig = Path("allsessions.toml")) -> None:
    """Write a configuration file, with comments, for the vendors whose environment variables are set."""
    from .configuration import write_file

    write_file(out)


def simulate(port: Port = 8765, sessions: Amount = 250) -> None:
    """Simulate the four vendors on loopback, with made-up sessions, until Ctrl-C.

    The command prints environment variables that point programs to the simulator.
    """
    from .simulation import run_simulator

    run_simulator(port, sessions)


def demo(sessions: Amount = 250) -> None:
    """Show a demo that needs no account: list made-up sessions of the four vendors."""
    from .simulation import show_all

    show_all(sessions)
