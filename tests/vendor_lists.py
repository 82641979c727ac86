"""Write the lists of vendors from the code: `python -m tests.vendor_lists`. Run it after adding a vendor.

The lists are the README's table of what each vendor can do, and the vendors' classes in `allsessions/__init__.py`, for
type checkers and readers.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from allsessions import Source
from allsessions.source import BUILT_IN, Capabilities, source_class

ROOT = Path(__file__).parent.parent

SCOPES = {"history": "the whole history", "active": "active sessions only"}
PAGING = {"page": "by page number", "token": "by token", "none": "all at once"}
GET = {"detail": "its detail endpoint", "search": "its search", "list": "its list"}
END = {"closed": "at once", "requested": "a little later", None: "–"}
ORDER = ("status", "created_after", "created_before", "agent_id", "user_id", "search")


def capability_table() -> str:
    """Return the table in Markdown, with a column per vendor."""
    classes = _classes()
    rows = [
        ("", [f"`{kind.__name__}`" for kind in classes]),
        ("---", ["---"] * len(classes)),
        ("the list contains", [SCOPES[kind.capabilities.scope] for kind in classes]),
        ("the library reads the list", [PAGING[kind.capabilities.paging] for kind in classes]),
        ("`get` uses", [GET[kind.capabilities.get] for kind in classes]),
        ("`end` ends a session", [END[kind.capabilities.end] for kind in classes]),
        ("reports its concurrency limit", ["yes" if kind.capabilities.concurrency else "no" for kind in classes]),
        *((f"filter `{name}`", [_filter(kind.capabilities, name) for kind in classes]) for name in ORDER),
        (
            "fields that the library infers from other fields",
            [", ".join(f"`{name}`" for name in sorted(kind.capabilities.inferred)) for kind in classes],
        ),
    ]
    return "".join(f"| {title} | {' | '.join(cells)} |\n" for title, cells in rows)


def readme(text: str) -> str:
    """Return the README with a new table."""
    begin, end = "<!-- capabilities: written by nox -s vendors -->\n", "<!-- /capabilities -->\n"
    return _with_part(text, begin, f"\n{capability_table()}\n", end)


def package_init(text: str) -> str:
    """Return the library's `__init__.py` with a new list of the vendors' classes."""
    classes = _classes()
    imports = "".join(f"    from .vendors.{kind.vendor} import {kind.__name__}\n" for kind in classes)
    # In ruff's order: names in capitals come first.
    names = sorted((kind.__name__ for kind in classes), key=lambda name: (not name.isupper(), name))
    listed = ", ".join(f'"{name}"' for name in names)
    begin, end = "# Vendors: written by nox -s vendors\n", "# End of vendors\n"
    return _with_part(text, begin, f"if TYPE_CHECKING:\n{imports}\n__all__ += [{listed}]\n", end)


WRITTEN: Mapping[Path, Callable[[str], str]] = {
    ROOT / "README.md": readme,
    ROOT / "wrapper" / "allsessions" / "__init__.py": package_init,
}
"""The files with a generated part, each with the function that returns its new text."""


def _classes() -> list[type[Source]]:
    return [source_class(vendor) for vendor in BUILT_IN]


def _with_part(text: str, begin: str, part: str, end: str) -> str:
    """Replace the text between two marks. Raises ValueError unless each mark occurs once."""
    before, rest = text.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}{part}{end}{after}"


def _filter(capabilities: Capabilities, name: str) -> str:
    if name in capabilities.unsupported_filters:
        return "–"
    return "vendor" if name in capabilities.vendor_filters else "wrapper"


if __name__ == "__main__":
    for path, written in WRITTEN.items():
        path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")
