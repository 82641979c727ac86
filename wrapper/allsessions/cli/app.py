"""The command line application and its commands."""

from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from .commands import (
    count_sessions,
    demo,
    export_sessions,
    get_session,
    list_sessions,
    report_sessions,
    show_sources,
    simulate,
    watch_sessions,
)
from .usage import usage_errors


class _Command(TyperCommand):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        with usage_errors(ctx.command_path):  # the error of an option without its value has no context
            return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        # typer puts required arguments in braces.
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


class _Commands(TyperGroup):
    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        with usage_errors():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        from .outcome import reported  # slow to import, and --help does not need it

        with usage_errors(), reported():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands,
    invoke_without_command=True,
    # Importing rich text takes longer than everything else that --help needs.
    rich_markup_mode=None,
    # typer's tracebacks show the values of variables, which can be keys.
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"allsessions {version('allsessions')}")
        raise typer.Exit


def _epilog(title: str, *lines: str) -> str:
    # \b stops click from wrapping the paragraph.
    return "\n".join(["\b", f"{title}:", *(f"  allsessions {line}" for line in lines)])


_FIRST_STEPS = _epilog(
    "First steps",
    "demo                  list made-up sessions, without an account",
    "sources --check       check your keys and URLs",
    "list --status active  list active sessions",
    "count --since 24h     count the sessions of the last day",
)


@app.callback(
    epilog=f"{_FIRST_STEPS}\n\nExit status: 0 complete, 1 something is missing, 2 wrong usage or configuration.",
)
def allsessions(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """List sessions of live avatars and AI agents at several vendors.

    The sources come from --config, else from allsessions.toml in this directory, else from environment variables such
    as ANAM_API_KEY or ELIZAOS_BASE_URL. `allsessions demo` needs no sources.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _examples(*lines: str) -> str:
    return _epilog("Examples" if len(lines) > 1 else "Example", *lines)


app.command(
    "list",
    cls=_Command,
    epilog=_examples(
        "list --status pending,active --since 24h",
        "list --since 2026-04-01 --until 2026-05-01 --format csv",
        "list --source anam --columns ref,agent_id,duration",
    ),
)(list_sessions)
app.command(
    "get",
    cls=_Command,
    epilog=_examples(
        "get anam:1f9c3f5e-6d0a-4a63-9a53-0d3c1a6f4a57",
        "get akool:6698c9d69cf7b0d61d1b6420 --format json --raw",
    ),
)(get_session)
app.command("count", cls=_Command, epilog=_examples("count --status active", "count --since 7d --format json"))(
    count_sessions
)
app.command(
    "export",
    cls=_Command,
    epilog=_examples("export sessions.parquet --since 7d", "export sessions.duckdb --append", "export all.csv --raw"),
)(export_sessions)
app.command(
    "report",
    cls=_Command,
    epilog=_examples(
        "report week.html",
        "report month.html --since 60d --until 30d",
        "report day.html --since 24h --rate anam=0.18",
    ),
)(report_sessions)
app.command(
    "sources",
    cls=_Command,
    epilog=_examples("sources", "sources --check", "sources --config allsessions.toml --format json"),
)(show_sources)
app.command(
    "watch",
    cls=_Command,
    epilog=_examples("watch", "watch --source anam --every 2m", "watch --search support --failures 0"),
)(watch_sessions)
app.command("simulate", cls=_Command, epilog=_examples("simulate", "simulate --port 9000 --sessions 1000"))(simulate)
app.command("demo", cls=_Command, epilog=_examples("demo", "demo --sessions 20"))(demo)
