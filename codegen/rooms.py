"""The paths of the vendors' documents and of the generated packages."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPECS = ROOT / "specs"
TEMPLATES = SPECS / "templates"
GENERATED = ROOT / "generated"


def vendors(specs: Path = SPECS) -> list[str]:
    return sorted(path.parent.name for path in specs.glob("*/openapi.yaml"))


def package_name(vendor: str) -> str:
    return f"{vendor}_client"


def files(package: Path) -> dict[str, bytes]:
    paths = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(package).as_posix(): path.read_bytes() for path in paths}


def relative(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
