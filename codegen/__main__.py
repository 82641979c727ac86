"""`python -m codegen generate|drift [VENDOR…]`: what `nox -s generate` and `nox -s drift` run."""

import argparse
import sys

from .compare import drift
from .compile import compile_client
from .overlay import SpecError
from .rooms import GENERATED, vendors


def main(arguments: list[str] | None = None) -> int:
    """Run one task for the vendors named, or for all; 0 if all is well, 1 for drift, 2 for an unusable document."""
    parser = argparse.ArgumentParser(prog="codegen", description=__doc__)
    parser.add_argument("task", choices=["generate", "drift"])
    parser.add_argument("vendor", nargs="*", help=f"one or more of: {', '.join(vendors())}; all by default")
    chosen = parser.parse_args(arguments)
    if unknown := [vendor for vendor in chosen.vendor if vendor not in vendors()]:
        parser.error(f"no such vendor: {', '.join(unknown)}; choose from {', '.join(vendors())}")
    try:
        return (_generate if chosen.task == "generate" else _drift)(chosen.vendor or vendors())
    except SpecError as error:
        print(error, file=sys.stderr)
        return 2


def _generate(names: list[str]) -> int:
    for vendor in names:
        print(compile_client(vendor, GENERATED))
    return 0


def _drift(names: list[str]) -> int:
    differences = "".join(drift(vendor) for vendor in names)
    if differences:
        print(differences, end="")
        print("\nThe clients are not what specs/ compiles to: run `nox -s generate` and commit what it changes.")
        return 1
    print(f"No drift: {', '.join(names)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
