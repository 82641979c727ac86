"""Run all measures and write RESULTS.md, or run the named measures and print their results."""

import argparse
import os
import sys
import time
from importlib import import_module

from . import results
from .measures import NAMES
from .outcome import Outcome


def main() -> None:
    # With this variable set, each measured process would compile all modules that it imports.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=f"one of {', '.join(NAMES)}")
    chosen = parser.parse_args()
    if unknown := set(chosen.measures) - set(NAMES):
        parser.error(f"unknown measure {', '.join(sorted(unknown))}; expected one of {', '.join(NAMES)}")
    outcomes = {name: _measured(name) for name in NAMES if name in (chosen.measures or NAMES)}
    if chosen.measures:
        print("\n\n".join([outcome.text for outcome in outcomes.values()] + [results.verdicts(outcomes)]))
    else:
        results.write(outcomes)
        print(results.verdicts(outcomes))


def _measured(name: str) -> Outcome:
    began = time.perf_counter()
    print(f"{name}: ", end="", file=sys.stderr, flush=True)
    outcome: Outcome = import_module(f"benchmarks.measures.{name}").measure()
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return outcome


if __name__ == "__main__":
    main()
