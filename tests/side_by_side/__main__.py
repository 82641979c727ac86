"""Run the corpus: `python -m tests.side_by_side [--documents FOLDER] [NAME…]`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.side_by_side.corpus import OPERATIONS, SCHEMAS
from tests.side_by_side.runner import Case, run
from tests.side_by_side.whole import check_documents

VARIABLE = "ALLSESSIONS_VENDOR_DOCUMENTS"


def main() -> int:
    chosen = parsed()

    def wanted(case: Case) -> bool:
        return not chosen.names or any(text in case.name for text in chosen.names)

    with tempfile.TemporaryDirectory() as folder:
        schemas, operations = list(filter(wanted, SCHEMAS)), list(filter(wanted, OPERATIONS))
        result = run(schemas, operations, Path(folder), processes=2, types=chosen.types)
    for outcome in result.failures:
        print(f"{outcome.name}: plain: {outcome.plain[:1] or 'no problem'} / ours: {outcome.ours}")
    print(result.counts())
    documents_failed = bool(chosen.documents) and check_documents(Path(chosen.documents))
    return int(bool(result.failures) or documents_failed)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.side_by_side", description=__doc__)
    parser.add_argument("names", nargs="*", help="only cases whose name has one of these texts in it")
    parser.add_argument("--documents", default=os.environ.get(VARIABLE), help=f"whole documents; else {VARIABLE}")
    parser.add_argument("--types", action="store_true", help="check the types of all our packages, too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
