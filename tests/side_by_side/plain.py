"""Run the unmodified generator for many documents. It patches the generator, so it needs a process of its own."""

import contextlib
import functools
import io
import json
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache


def plain_name(key: str) -> str:
    return f"{key}_plain"


def compile_plain(documents: Mapping[str, Any], into: Path) -> dict[str, str]:
    """Compile each document into a package `<key>_plain`, and return the problems by the document's key."""
    generator: Any = import_module("openapi_python_client")
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as cache:
        # Cached, because compiling the templates takes most of the time. The templates are the generator's own.
        generator.Environment = functools.partial(Environment, bytecode_cache=FileSystemBytecodeCache(cache))
        for key, document in documents.items():
            path = into / f"{key}.json"
            path.write_text(json.dumps(document), encoding="utf-8")
            with contextlib.redirect_stdout(io.StringIO()):  # because the generator prints its progress
                found[key] = problems(generator, path, into / plain_name(key))
    return {key: problem for key, problem in found.items() if problem}


def problems(generator: Any, document: Path, package: Path) -> str:
    config: Any = import_module("openapi_python_client.config")
    settings = config.ConfigFile(package_name_override=package.name, post_hooks=[])
    try:
        whole = config.Config.from_sources(settings, config.MetaType.NONE, document, "utf-8", False, package)
        found = generator.generate(config=whole)
    except Exception as error:  # noqa: BLE001  # a crash is a result, too
        return f"{type(error).__name__}: {error}"
    return " ".join(f"{each.header} {each.detail}" for each in found)
