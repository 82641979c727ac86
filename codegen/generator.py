"""openapi-python-client's command line, for several clients in one process: most of the time that it takes is to start.

`python -m codegen.generator` reads command lines from stdin, each a line of JSON, and writes for each what it printed
if it failed, or null. A process of its own, so that the order of Python's sets can be the same everywhere.
"""

import contextlib
import functools
import io
import json
import sys
from types import CodeType
from typing import Any, cast

# Neither is there where types are checked, see pyproject.toml.
import openapi_python_client  # pyright: ignore
from jinja2 import BytecodeCache, Environment  # pyright: ignore
from openapi_python_client.cli import app  # pyright: ignore


class _Compiled(BytecodeCache):  # type: ignore[misc, unused-ignore]  # its class is not known where types are checked
    """Templates are compiled once for all vendors: that takes four fifths of the time that one vendor does."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Any) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Any) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


def main() -> None:
    """Run every command line."""
    cast(Any, openapi_python_client).Environment = functools.partial(Environment, bytecode_cache=_Compiled())
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_run(json.loads(line))) + "\n")


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
