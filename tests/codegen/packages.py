"""Looking at a client package as files."""

from pathlib import Path


def files(package: Path) -> dict[str, bytes]:
    """Every file by its path in the package."""
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in package.rglob("*") if path.is_file()}
