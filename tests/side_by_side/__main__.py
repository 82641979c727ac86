"""Run the corpus: `python -m tests.side_by_side [--types] [--documents FOLDER]`."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.side_by_side.corpus import OPERATIONS, SCHEMAS
from tests.side_by_side.runner import run
from tests.side_by_side.whole import check_documents


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.side_by_side", description=__doc__)
    parser.add_argument("--documents", help="a folder with whole documents")
    parser.add_argument("--types", action="store_true", help="check the types of all our packages, too")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = run(SCHEMAS, OPERATIONS, Path(folder), types=chosen.types)
    for outcome in result.failures:
        print(f"{outcome.name}: plain: {outcome.plain[:1] or 'no problem'} / ours: {outcome.ours}")
    print(result.counts())
    documents_failed = bool(chosen.documents) and check_documents(Path(chosen.documents))
    return int(bool(result.failures) or documents_failed)


if __name__ == "__main__":
    sys.exit(main())
