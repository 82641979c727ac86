"""Generate the clients, check that they are up to date, or merge a vendor's new documents into `specs/`.

`nox -s generate`, `nox -s drift` and `nox -s spec_update` run this command. The exit status is 0 for success, 1 if the
clients are out of date or a vendor changed more than its document's wording, and 2 for unusable files or arguments.
"""

import argparse
import re
import sys
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from .compile import compile_clients
from .documents import SpecError, SpecWarning
from .drift import drift, strays
from .intake import report
from .intake.selection import Operation
from .intake.update import prepare
from .rooms import GENERATED, vendors


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one task, and return the exit status."""
    chosen = _parser().parse_args(arguments)
    with warnings.catch_warnings():
        warnings.simplefilter("always", SpecWarning)
        # By default, Python prints a line of code with each warning, but these warnings are about documents.
        warnings.showwarning = _print_warning
        try:
            return int(chosen.run(chosen))
        except SpecError as error:
            print(error, file=sys.stderr)
            return 2


def _print_warning(message: Warning | str, *_: object, **__: object) -> None:
    print(f"warning: {message}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="codegen", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    tasks = parser.add_subparsers(required=True, metavar="TASK")

    def add(task: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        added = tasks.add_parser(task, help=about, description=about)
        added.set_defaults(run=run)
        return added

    for each in (
        add("generate", _generate, "compile specs/ into generated/"),
        add("drift", _drift, "check that generated/ is up to date with specs/"),
    ):
        each.add_argument("vendors", nargs="*", type=_vendor, metavar="VENDOR", help="all by default")
    update = add("spec_update", _spec_update, "compare a vendor's files with specs/VENDOR; --write merges the changes")
    update.add_argument("vendor", metavar="VENDOR", help="a folder of specs/, or a new vendor's name")
    update.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a Markdown page, or an OpenAPI document")
    update.add_argument("--write", action="store_true", help="write the changes into specs/VENDOR")
    update.add_argument("--json", action="store_true", help="print the report as JSON")
    update.add_argument("--whole", action="store_true", help="accept files that may be truncated")
    only = "for a new vendor: use only this operation; may be repeated"
    update.add_argument("--operation", action="append", default=[], metavar="'GET /PATH'", help=only)
    return parser


def _vendor(text: str) -> str:
    if text not in vendors():
        raise argparse.ArgumentTypeError(f"unknown vendor {text!r}; expected one of {', '.join(vendors())}")
    return text


def _generate(chosen: argparse.Namespace) -> int:
    print(*compile_clients(chosen.vendors or vendors(), GENERATED), sep="\n")
    return 0


def _drift(chosen: argparse.Namespace) -> int:
    names = chosen.vendors or vendors()
    if differences := drift(names) + ("" if chosen.vendors else strays()):
        print(differences, end="")
        print("\ngenerated/ is out of date: run `nox -s generate` and commit the changes.")
        return 1
    print(f"No drift: {', '.join(names)}")
    return 0


def _spec_update(chosen: argparse.Namespace) -> int:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", chosen.vendor) or chosen.vendor == "templates":
        advice = "use lowercase letters, digits and underscores ('templates' is reserved)"
        raise SpecError(f"{chosen.vendor!r} is not a valid vendor name; {advice}")
    wanted = list(map(Operation.written, chosen.operation))
    update = prepare(chosen.vendor, chosen.files, wanted=wanted, whole=chosen.whole)
    written = update.write() if chosen.write else []
    print((report.as_json if chosen.json else report.as_text)(update, written))
    return 1 if update.structural else 0


if __name__ == "__main__":
    sys.exit(main())
