"""Where things are: the vendors, their documents, and the packages made from them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPECS = ROOT / "specs"
TEMPLATES = SPECS / "templates"
GENERATED = ROOT / "generated"


def vendors(specs: Path = SPECS) -> list[str]:
    """Every vendor: a folder of `specs/` that holds an OpenAPI document."""
    return sorted(path.parent.name for path in specs.glob("*/openapi.yaml"))


def package_name(vendor: str) -> str:
    """The name of a vendor's client package."""
    return f"{vendor}_client"
