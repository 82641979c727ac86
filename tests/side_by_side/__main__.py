"""Run the corpus: `python -m tests.side_by_side [--documents FOLDER] [NAME…]`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.side_by_side.corpus import OPERATIONS, SCHEMAS
from tests.side_by_side.runner import Result, run
from tests.side_by_side.whole import check_documents

VARIABLE = "ALLSESSIONS_VENDOR_DOCUMENTS"


def main() -> int:
    arguments = parsed()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        result = run(
            [case for case in SCHEMAS if wanted(case.name, arguments.names)],
            [case for case in OPERATIONS if wanted(case.name, arguments.names)],
            Path(arguments.keep or folder),
            processes=arguments.processes,
            types=arguments.types,
        )
    show(result, verbose=arguments.verbose)
    print(f"{time.perf_counter() - started:.0f} s")
    failed = bool(result.failures)
    if not arguments.documents:
        print(f"whole documents: skipped; give their folder by --documents FOLDER or {VARIABLE}")
    else:
        failed |= check_documents(Path(arguments.documents))
    return int(failed)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.side_by_side", description=__doc__)
    parser.add_argument("names", nargs="*", help="only cases whose name has one of these texts in it")
    parser.add_argument("--documents", default=os.environ.get(VARIABLE), help=f"whole documents; else {VARIABLE}")
    parser.add_argument("--keep", help="a new folder for the compiled packages; else a temporary one")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--types", action="store_true", help="check the types of all our packages, too")
    parser.add_argument("--verbose", action="store_true", help="show what plain does wrong in every case")
    return parser.parse_args()


def wanted(name: str, texts: list[str]) -> bool:
    return not texts or any(text in name for text in texts)


def show(result: Result, *, verbose: bool) -> None:
    for outcome in (*result.schemas, *result.operations):
        if outcome.ours or (verbose and outcome.plain):
            print(f"{outcome.name}: plain {told(outcome.plain)} / ours {told(outcome.ours)}")
    print(result.counts())


def told(problems: tuple[str, ...]) -> str:
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{problems[0]}{more}" if problems else "has no problem"


if __name__ == "__main__":
    sys.exit(main())
