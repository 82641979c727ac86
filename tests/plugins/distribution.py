"""Installed distributions, as an installer would write them into a folder on `sys.path`."""

from pathlib import Path
from textwrap import dedent

ACME = Path(__file__).with_name("allsessions_acme.py").read_text(encoding="utf-8")
"""The module of a distribution without faults."""
POINT = "acme = allsessions_acme:Acme"


def install(folder: Path, module: str = ACME, *, points: str = POINT, name: str = "allsessions-acme") -> None:
    """Put a distribution of one module with these entry points into the folder."""
    file = name.replace("-", "_")
    (folder / f"{file}.py").write_text(dedent(module), encoding="utf-8")
    about = folder / f"{file}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[allsessions.sources]\n{points}\n", encoding="utf-8")


def without(*words: str) -> str:
    """Return the module without the lines that contain all of these words."""
    return "\n".join(line for line in ACME.splitlines() if not all(word in line for word in words))


BROKEN: dict[str, tuple[str, str, str]] = {
    "no module": ("", "acme = allsessions_ame:Acme", "cannot be used: ModuleNotFoundError: No module named"),
    "any failure": ("raise RuntimeError('out of order')", POINT, "RuntimeError: out of order"),
    "no reference": (ACME, "acme = allsessions acme", "AttributeError: "),
    "an instance": (ACME + "\n\nacme = Acme(api_key='k')", "acme = allsessions_acme:acme", "must be a class"),
    "another class": ("class Acme: pass", POINT, "expected a subclass of allsessions.Source"),
    "no fields": (ACME.replace("@frozen(kw_only=True)\n", ""), POINT, "with the decorator"),
    "abstract": (ACME.replace("def arguments", "def argument"), POINT, "the class lacks arguments;"),
    "incomplete": (without("id_field"), POINT, "the class lacks id_field;"),
    "capabilities": (ACME.replace("capabilities:", "capability:"), POINT, "the class lacks capabilities;"),
    "another vendor": (ACME.replace('"acme"', '"acme2"'), POINT, "the class has vendor = 'acme2'"),
}
"""For each fault: the module, the entry point, and the reason in the error."""
