"""The command line application and its commands."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from allsessions import __version__

from .commands import (
    count_sessions,
    demo,
    end_sessions,
    export_sessions,
    get_session,
    init,
    list_sessions,
    report_sessions,
    show_sources,
    simulate,
    watch_sessions,
)
from .usage import usage_errors


class _Command(TyperCommand):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        with usage_errors(ctx.command_path):  # typer's error for an option without a value names no command
            return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        # typer puts required arguments in braces.
        return [piece.replace("{", "").replace("}", "") for piece in super().collect_usage_pieces(ctx)]


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
    # Rich markup needs imports that take longer than the rest of --help.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    # typer's tracebacks show the values of variables, which can be API keys.
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"allsessions {__version__}")
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
    epilog=f"{_FIRST_STEPS}\n\n"
    "Exit status: 0 complete, 1 incomplete, 2 wrong usage or configuration, 3 alert: --fail-if-any or --fail-above.",
)
def allsessions(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """List sessions of live avatars and AI agents at several vendors.

    A source is one account or server at a vendor. Sources come from the first of these that exists: --config,
    ./allsessions.toml, environment variables such as ANAM_API_KEY, or ~/.config/allsessions/config.toml.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


_COMMANDS: Final[Mapping[str, tuple[Callable[..., None], Sequence[str]]]] = {
    "list": (
        list_sessions,
        [
            "list --status pending,active --since 24h",
            "list --since yesterday --until today --format csv -o day.csv",
            "list --sort -created_at --limit 20 --columns ref,duration",
        ],
    ),
    "get": (
        get_session,
        [
            "get anam:1f9c3f5e-6d0a-4a63-9a53-0d3c1a6f4a57",
            "get akool:6698c9d69cf7b0d61d1b6420 --format json --raw",
        ],
    ),
    "end": (
        end_sessions,
        [
            "end anam:1f9c3f5e-6d0a-4a63-9a53-0d3c1a6f4a57",
            "list --running-longer-than 6h --format refs | allsessions end - --yes",
        ],
    ),
    "count": (count_sessions, ["count --status active", "count --since 7d --format json"]),
    "export": (
        export_sessions,
        ["export sessions.parquet --since 7d", "export sessions.duckdb --append", "export - --format csv"],
    ),
    "report": (
        report_sessions,
        [
            "report week.html",
            "report month.html --since 60d --until 30d",
            "report day.html --since 24h --rate anam=0.18",
        ],
    ),
    "sources": (
        show_sources,
        ["sources", "sources --check", "sources --config allsessions.toml --format json"],
    ),
    "watch": (watch_sessions, ["watch", "watch --source anam --every 2m", "watch --search support --failures 0"]),
    "init": (init, ["init", "init team.toml"]),
    "simulate": (simulate, ["simulate", "simulate --port 9000 --sessions 1000"]),
    "demo": (demo, ["demo", "demo --sessions 20"]),
}
"""The commands in the order in which --help lists them, each with its function and examples."""

for _name, (_function, _examples) in _COMMANDS.items():
    # In the list of commands, typer cuts a docstring to one line. It does not cut `short_help`.
    _short = (_function.__doc__ or "").partition("\n")[0]
    app.command(_name, cls=_Command, short_help=_short, epilog=_epilog("Examples", *_examples))(_function)
