"""The unmodified generator, for many documents in one process: `python -m tests.side_by_side.plain`.

Reads the arguments of one run a line from stdin, as JSON, and writes for each its exit status and what it printed.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import sys
import tempfile
from importlib import import_module
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache


def main() -> None:
    generator: Any = import_module("openapi_python_client")
    app: Any = import_module("openapi_python_client.cli").app
    with tempfile.TemporaryDirectory() as cache:
        # Compiling the templates takes most of the time of a run. Their text is the generator's own.
        generator.Environment = functools.partial(Environment, bytecode_cache=FileSystemBytecodeCache(cache))
        for line in sys.stdin:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                status = _status(app, json.loads(line))
            sys.stdout.write(json.dumps((status, printed.getvalue())) + "\n")


def _status(app: Any, arguments: list[str]) -> int:
    try:
        return int(app(arguments, standalone_mode=False) or 0)
    except (SystemExit, Exception) as error:  # noqa: BLE001  # whatever it is, it is the result
        print(f"{type(error).__name__}: {error}")
        return 1


if __name__ == "__main__":
    main()
