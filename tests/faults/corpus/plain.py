"""Client packages as the unmodified generator makes them: from the same contracts, without our templates."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from codegen.overlay import contract
from codegen.rooms import SPECS, package_name
from tests.faults.corpus.endpoint import Endpoint


def plain_name(vendor: str) -> str:
    return f"plain_{package_name(vendor)}"


def generate_plain(vendor: str, into: Path) -> None:
    """Make the package in the folder."""
    document = into / f"{vendor}.json"
    document.write_text(json.dumps(contract(vendor)), encoding="utf-8")
    settings = (SPECS / vendor / "generator.yaml").read_text(encoding="utf-8")
    config = into / f"{vendor}.yaml"
    config.write_text(settings.replace(package_name(vendor), plain_name(vendor)), encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += [f"--path={document}", f"--config={config}", f"--output-path={into / plain_name(vendor)}"]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr


def plain_endpoint(endpoint: Endpoint) -> tuple[ModuleType, ModuleType]:
    """The operation's module in the unmodified package, and that package."""
    ours = endpoint.operation.endpoint.__name__
    module = import_module(ours.replace(package_name(endpoint.vendor), plain_name(endpoint.vendor), 1))
    import_module(f"{plain_name(endpoint.vendor)}.errors")
    return module, import_module(plain_name(endpoint.vendor))
