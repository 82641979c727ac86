"""openapi-python-client's command line, for several clients in one process: most of the time that it takes is to start.

`python -m codegen.generator` reads a list of command lines from stdin, as JSON, and writes a list of what each of them
printed if it failed, or null. A process of its own, so that the order of Python's sets can be the same everywhere.
"""

import contextlib
import io
import json
import sys
from typing import Any, cast

from openapi_python_client.cli import app  # pyright: ignore  # not there where types are checked, see pyproject.toml


def main() -> None:
    """Run every command line."""
    json.dump([_run(arguments) for arguments in json.load(sys.stdin)], sys.stdout)


def _run(arguments: list[str]) -> str | None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            status = cast(Any, app)(arguments, standalone_mode=False)
        except (SystemExit, Exception) as error:  # noqa: BLE001  # told, whatever it is
            print(error)
            status = 1
    return printed.getvalue() if status else None


if __name__ == "__main__":
    main()
