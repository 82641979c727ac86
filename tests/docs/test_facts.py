"""The pages name exactly the existing errors, options, commands and public names, and have no broken links."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from attrs import fields, fields_dict

import allsessions
from allsessions import AllSessionsError, source
from allsessions.cli.app import app
from allsessions.http.settings import Limits
from allsessions.source import BUILT_IN, source_class

from .pages import DOCS, PAGES, README, ROOT, anchors, links


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| ")]


def family(error: type[Exception], depth: int = 0) -> Iterator[tuple[int, str]]:
    yield depth, error.__name__
    for kind in error.__subclasses__():
        yield from family(kind, depth + 1)


def test_the_tree_of_errors_is_complete() -> None:
    # Each row has marks before the error's name, which show its depth in the tree.
    found = re.findall(r"^\| ([^`|\n]*)`(\w+Error)` \|", page("errors.md"), re.MULTILINE)
    shown = [(len(mark.replace("&emsp;", "│").replace("&nbsp;", "")), name) for mark, name in found]
    assert sorted(shown) == sorted(family(AllSessionsError))
    assert {name for _, name in shown} == {name for name in allsessions.__all__ if name.endswith("Error")}


def test_every_option_and_variable_of_a_source_is_there() -> None:
    text = page("configuration.md")
    documented = " ".join(row.split("|")[1] for row in rows(text))
    for vendor in BUILT_IN:
        options = [each.name for each in fields(source_class(vendor))]
        assert [name for name in options if f"`{name}`" not in documented] == []
        variables = [f"{vendor}_{name}".upper() for name in options if name in (*source.SECRETS, "base_url")]
        assert [name for name in variables if f"`{name}`" not in text] == []


def test_every_option_of_a_client_has_its_default() -> None:
    defaults = {"timeout": "30", "deadline": "120", "retries": "3", "max_body_size": "64 MiB", "http": ""}
    options = fields_dict(Limits)
    assert options.keys() == defaults.keys()
    table = page("configuration.md").partition("## Options of a client")[2]
    for name, default in defaults.items():
        (row,) = (row for row in rows(table) if row.startswith(f"| `{name}` |"))
        assert row.split("|")[-2].strip() == default
    assert [options[name].default for name in ("timeout", "deadline", "retries")] == [30, 120, 3]
    assert options["max_body_size"].default == 64 * 2**20


def test_every_command_and_option_is_there_and_no_other() -> None:
    whole: Any = typer.main.get_command(app)
    parameters = [each for command in [whole, *whole.commands.values()] for each in command.params]
    options = {option for each in parameters for option in each.opts if option.startswith("--")}
    text = page("command-line.md")
    table = text.partition("## Commands")[2].partition("```")[0]
    assert sorted(re.findall(r"^\| `(\w+)", table, re.MULTILINE)) == sorted(whole.commands)
    shown = set(re.findall(r"--[a-z][a-z-]+", text))
    own = {option for each in whole.params for option in each.opts}
    assert options - own <= shown
    assert shown - options <= {"--help"}


def test_every_public_name_is_in_the_reference() -> None:
    members = re.findall(r"members: \[(.*)\]", page("reference/allsessions.md"))[0].split(", ")
    elsewhere = {"Source", "Capabilities"}  # on the page for authors of a vendor
    errors = {name for name in allsessions.__all__ if name.endswith("Error")}
    assert sorted(members) == sorted(set(allsessions.__all__) - elsewhere - errors - {"__version__"})
    members = re.findall(r"^        - (\w+)$", page("reference/sources.md"), re.MULTILINE)
    own = {"BUILT_IN", "SECRETS"}  # for the library's own use
    assert sorted(members) == sorted(set(source.__all__) - own)


def test_every_link_leads_to_something() -> None:
    broken: list[str] = []
    for page in [README, "CONTRIBUTING.md", "CHANGELOG.md", *PAGES]:
        for link in links(page):
            if link.startswith(("https://", "http://")):
                continue
            path, _, anchor = link.partition("#")
            target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
            found = target.is_relative_to(ROOT) and target.exists()
            if not found or (anchor and anchor not in anchors(target.relative_to(ROOT).as_posix())):
                broken.append(f"{page}: {link}")
            # The site contains only docs/, including symbolic links in it.
            if page in PAGES and not Path(os.path.normpath((ROOT / page).parent / path)).is_relative_to(DOCS):
                broken.append(f"{page}: {link} is not on the site")
    assert broken == []
    site = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    assert sorted(f"docs/{name}" for name in re.findall(r'= "(\S+\.md)"', site)) == PAGES
