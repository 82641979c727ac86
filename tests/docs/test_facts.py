"""The pages name what there is: every error, option, command and public name, and nothing that there is not."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from attrs import fields

import allsessions
from allsessions import AllSessionsError, Client, source
from allsessions.cli.app import app
from allsessions.source import built_in_class, built_in_vendors

from .pages import DOCS, README, ROOT


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| ")]


# Errors


def family(error: type[Exception], depth: int = 0) -> Iterator[tuple[int, str]]:
    yield depth, error.__name__
    for kind in error.__subclasses__():
        yield from family(kind, depth + 1)


def test_the_tree_of_errors_is_the_one_that_there_is() -> None:
    # The deeper a row's error is, the more stands before its name.
    found = re.findall(r"^\| ([^`|\n]*)`(\w+Error)` \|", page("errors.md"), re.MULTILINE)
    told = [(len(mark.replace("&emsp;", "│").replace("&nbsp;", "")), name) for mark, name in found]
    assert sorted(told) == sorted(family(AllSessionsError))


# Configuration


def test_every_option_of_a_source_is_told() -> None:
    told = rows(page("configuration.md"))
    for kind in map(built_in_class, built_in_vendors()):
        for option in fields(kind):
            assert any(f"`{option.name}`" in row.split("|")[1] for row in told), option.name


def test_every_option_of_a_client_is_told_with_its_default() -> None:
    defaults = {"timeout": "30", "deadline": "120", "retries": "3", "max_body_size": "64 MiB", "http": ""}
    options = {name: each for name, each in inspect.signature(Client).parameters.items() if name != "sources"}
    assert options.keys() == defaults.keys()
    table = page("configuration.md").partition("## Options of a client")[2]
    for name, default in defaults.items():
        (row,) = (row for row in rows(table) if row.startswith(f"| `{name}` |"))
        assert row.split("|")[-2].strip() == default
    assert [options[name].default for name in ("timeout", "deadline", "retries")] == [30, 120, 3]
    assert options["max_body_size"].default == 64 * 2**20


@pytest.mark.parametrize("vendor", built_in_vendors())
def test_every_variable_of_a_vendor_is_told(vendor: str) -> None:
    credentials = [each.name for each in fields(built_in_class(vendor)) if each.name in source.SECRETS]
    for option in ("base_url", *credentials):
        assert f"`{vendor.upper()}_{option.upper()}`" in page("configuration.md")


# The command line


WHOLE: Any = typer.main.get_command(app)
COMMANDS: dict[str, Any] = WHOLE.commands


def options(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts if option.startswith("--")}


def test_every_command_is_told_and_no_other() -> None:
    table = page("command-line.md").partition("## Commands")[2].partition("```")[0]
    assert sorted(re.findall(r"^\| `(\w+)", table, re.MULTILINE)) == sorted(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_is_told(name: str) -> None:
    text = page("command-line.md")
    assert {option for option in options(COMMANDS[name]) if option not in text} == set()


def test_no_option_is_told_that_there_is_not() -> None:
    there = set[str]().union(*map(options, [WHOLE, *COMMANDS.values()]))
    assert set(re.findall(r"--[a-z][a-z-]+", page("command-line.md"))) - there <= {"--help"}


# The reference


def test_every_public_name_is_in_the_reference() -> None:
    members = re.findall(r"members: \[(.*)\]", page("reference/allsessions.md"))[0].split(", ")
    elsewhere = {"Source", "Capabilities"}  # with what else a vendor's author needs
    errors = {name for name in allsessions.__all__ if name.endswith("Error")}
    assert sorted(members) == sorted(set(allsessions.__all__) - elsewhere - errors)


def test_what_a_vendors_author_needs_is_in_the_reference() -> None:
    members = re.findall(r"^        - (\w+)$", page("reference/sources.md"), re.MULTILINE)
    own = {"SECRETS", "built_in_class", "built_in_vendors"}  # for the library's own use
    assert sorted(members) == sorted(set(source.__all__) - own)


# Figures


def test_the_readmes_figures_are_those_of_the_page() -> None:
    costs = (ROOT / README).read_text(encoding="utf-8").partition("## What it costs")[2].partition("\n## ")[0]
    assert len(rows(costs)) > 3
    assert set(rows(costs)) <= set(rows(page("benchmarks.md")))
