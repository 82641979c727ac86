"""Run the unmodified generator for many documents in one process: `python -m tests.side_by_side.plain`.

Each line of stdin is a job in JSON: the paths of a document and of its package. For each job, it prints the problems.
"""

import contextlib
import functools
import json
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache


def main() -> None:
    generator: Any = import_module("openapi_python_client")
    with tempfile.TemporaryDirectory() as cache:
        # Cached, because compiling the templates takes most of the time. The templates are the generator's own.
        generator.Environment = functools.partial(Environment, bytecode_cache=FileSystemBytecodeCache(cache))
        for line in sys.stdin:
            with contextlib.redirect_stdout(sys.stderr):  # because the generator prints its progress
                found = problems(generator, *map(Path, json.loads(line)))
            print(json.dumps(found))


def problems(generator: Any, document: Path, package: Path) -> str:
    config: Any = import_module("openapi_python_client.config")
    settings = config.ConfigFile(package_name_override=package.name, post_hooks=[])
    try:
        whole = config.Config.from_sources(settings, config.MetaType.NONE, document, "utf-8", False, package)
        found = generator.generate(config=whole)
    except Exception as error:  # noqa: BLE001  # a crash is a result, too
        return f"{type(error).__name__}: {error}"
    return " ".join(f"{each.header} {each.detail}" for each in found)


if __name__ == "__main__":
    main()
