"""Distributions as an installer leaves them behind, in a folder that is to be on `sys.path`."""

from pathlib import Path
from textwrap import dedent

ACME = Path(__file__).with_name("allsessions_acme.py").read_text(encoding="utf-8")
"""The module of a distribution that is as it should be."""


def install(
    folder: Path, module: str = ACME, *, points: str = "acme = allsessions_acme:Acme", name: str = "allsessions-acme"
) -> None:
    """Put a distribution there, of one module, with these entry points."""
    file = name.replace("-", "_")
    (folder / f"{file}.py").write_text(dedent(module), encoding="utf-8")
    about = folder / f"{file}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[allsessions.sources]\n{points}\n", encoding="utf-8")


BROKEN: dict[str, tuple[str, str, str]] = {
    "no module": ("", "acme = allsessions_ame:Acme", "cannot be imported: ModuleNotFoundError: No module named"),
    "no class": ("", "acme = allsessions_acme:Acme", "cannot be imported: AttributeError"),
    "no syntax": ("class", "acme = allsessions_acme:Acme", "cannot be imported: SyntaxError"),
    "any failure": ("raise RuntimeError('out of order')", "acme = allsessions_acme:Acme", "RuntimeError: out of order"),
    "no reference": (ACME, "acme = allsessions acme", "cannot be imported"),
    "a module": (ACME, "acme = allsessions_acme", "is not a subclass of allsessions.Source"),
    "an instance": (ACME + "\n\nacme = Acme(api_key='k')", "acme = allsessions_acme:acme", "is not a subclass"),
    "another class": ("class Acme: pass", "acme = allsessions_acme:Acme", "is not a subclass of allsessions.Source"),
    "no fields": (ACME.replace("@frozen(kw_only=True)\n", ""), "acme = allsessions_acme:Acme", "is not decorated with"),
    "abstract": (
        ACME.replace("def arguments", "def argument").replace("def session(", "def sessions("),
        "acme = allsessions_acme:Acme",
        "its class lacks arguments, session;",
    ),
    "incomplete": (
        "\n".join(line for line in ACME.splitlines() if "id_field" not in line and "list_endpoint" not in line),
        "acme = allsessions_acme:Acme",
        "its class lacks id_field, list_endpoint;",
    ),
    "no credentials": (
        "\n".join(line for line in ACME.splitlines() if "api_key:" not in line or "field" not in line),
        "acme = allsessions_acme:Acme",
        "its class lacks api_key or token;",
    ),
    "other capabilities": (
        ACME.replace("= Capabilities(", "= dict("),
        "acme = allsessions_acme:Acme",
        "its class lacks capabilities;",
    ),
    "no way to the next page": (
        ACME.replace('paging="none"', 'paging="token"'),
        "acme = allsessions_acme:Acme",
        "its class lacks next_field;",
    ),
    "another vendor": (
        ACME.replace('"acme"', '"acme2"'),
        "acme = allsessions_acme:Acme",
        "its class's vendor is 'acme2'",
    ),
}
"""By what is wrong: the module, the entry point, and what is told."""
