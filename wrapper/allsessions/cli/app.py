"""The command line as a whole: which commands there are, and what holds for all of them."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from .commands import count_sessions, demo, get_session, list_sessions, show_sources, simulate


class _Commands(TyperGroup):
    def invoke(self, ctx: Any) -> Any:
        from .outcome import reported  # brings much that --help does not need

        with reported():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    invoke_without_command=True,
    # Rich text would take longer to import than all else that --help needs.
    rich_markup_mode=None,
    # A traceback with the values of variables could show a key.
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"allsessions {version('allsessions')}")
        raise typer.Exit


@app.callback(epilog="Exit status: 0 complete, 1 something is missing, 2 wrong usage or configuration.")
def allsessions(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """The sessions of live avatars and AI agents at several vendors.

    The sources are those of --config, else of allsessions.toml in this directory, else of the environment: of every
    vendor that is set, by such as ANAM_API_KEY or ELIZAOS_BASE_URL. `allsessions demo` needs none.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _example(line: str) -> str:
    return f"Example: allsessions {line}"


app.command("list", epilog=_example("list --status active --created-after 2026-04-20 --format csv"))(list_sessions)
app.command("get", epilog=_example("get anam:1f9c3f5e-6d0a-4a63-9a53-0d3c1a6f4a57"))(get_session)
app.command("count", epilog=_example("count --status active --status pending"))(count_sessions)
app.command("sources", epilog=_example("sources --config allsessions.toml"))(show_sources)
app.command("simulate", epilog=_example("simulate --port 9000 --sessions 1000"))(simulate)
app.command("demo", epilog=_example("demo"))(demo)
