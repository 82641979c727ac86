"""The README's table of what each vendor can do, made from the code. `python -m tests.readme` writes it."""

from pathlib import Path

from allsessions.sources import Capabilities, source_class, vendors

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- capabilities: written by nox -s readme -->\n", "<!-- /capabilities -->\n"

ORDER = ("status", "created_after", "created_before", "agent_id", "user_id", "search")


def capability_table() -> str:
    """The table in Markdown, a column a vendor."""
    classes = [source_class(vendor) for vendor in vendors()]
    rows = [
        ("", [f"`{kind.__name__}`" for kind in classes]),
        ("---", ["---"] * len(classes)),
        ("the list holds", [_scope(kind.capabilities) for kind in classes]),
        ("is read", [_paging(kind.capabilities) for kind in classes]),
        ("`get` works by", [_get(kind.capabilities) for kind in classes]),
        *((f"filter `{name}`", [_filter(kind.capabilities, name) for kind in classes]) for name in ORDER),
        (
            "inferred, not sent",
            [", ".join(f"`{name}`" for name in sorted(kind.capabilities.inferred)) for kind in classes],
        ),
    ]
    return "".join(f"| {title} | {' | '.join(cells)} |\n" for title, cells in rows)


def readme_with_table(text: str) -> str:
    """The README with its table made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{capability_table()}\n{END}{after}"


def _scope(capabilities: Capabilities) -> str:
    return {"history": "the whole history", "active": "active sessions only"}[capabilities.scope]


def _paging(capabilities: Capabilities) -> str:
    return {"page": "by page number", "token": "by token", "none": "all at once"}[capabilities.paging]


def _get(capabilities: Capabilities) -> str:
    return {"detail": "the vendor's detail", "search": "the vendor's search", "list": "reading the list"}[
        capabilities.get
    ]


def _filter(capabilities: Capabilities, name: str) -> str:
    if name in capabilities.unsupported_filters:
        return "–"
    return "vendor" if name in capabilities.vendor_filters else "wrapper"


if __name__ == "__main__":
    README.write_text(readme_with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
