"""Errors for extras that are not installed. This module imports only the standard library."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

_PACKAGES = {
    "cli": {"rich", "typer"},
    "report": {"altair", "jinja2", "markupsafe", "vl_convert"},
    "simulator": {"starlette", "uvicorn"},
}


@contextmanager
def extra(name: str) -> Generator[None]:
    """Wrap imports that need an extra. If a package is missing, print the pip command and exit with status 2."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _PACKAGES[name]:
            raise
        sys.stderr.write(f'error: {package} is not installed; pip install "allsessions[{name}]"\n')
        sys.exit(2)
