"""What is only there if an extra is installed. Imports nothing that is not always there."""

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
    """Around imports that need an extra: exits with status 2 and what to install if it is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in _PACKAGES[name]:
            raise
        sys.stderr.write(f'error: {package} is not installed; pip install "allsessions[{name}]"\n')
        sys.exit(2)
