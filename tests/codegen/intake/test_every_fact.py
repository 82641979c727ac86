"""The worst that a comparison can do is to say nothing: whatever fact of a document changes, a difference is told."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from codegen.documents import check_valid, component, parse_yaml, parts, read_yaml
from codegen.intake.compare import Comparison
from codegen.intake.rewrite import rewritten
from codegen.intake.yaml_text import written
from codegen.shape import walk

RICH = read_yaml(Path(__file__).with_name("facts.yaml"))
# Words, and a document's empty list of ways to authenticate, which is the same as none.
PROMISES_NOTHING = ("description", "security")


def steps(part: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    for key, item in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield from steps(item, (*at, key))


def facts(document: dict[str, Any]) -> list[Any]:
    return [(place, value) for place, said, value in walk(document) if said == "fact"]


def changed(document: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """The document with one thing otherwise or gone, for each thing that is a fact."""
    for at in list(steps(document))[1:]:
        for gone in (False, True):
            other = copy.deepcopy(document)
            holder: Any = other
            for step in at[:-1]:
                holder = holder[step]
            value = holder[at[-1]]
            if gone:
                del holder[at[-1]]
            elif isinstance(value, str):
                holder[at[-1]] = f"{value}x"
            elif isinstance(value, bool):
                holder[at[-1]] = not value
            elif isinstance(value, int | float):
                holder[at[-1]] = value + 1
            if gone and (at[-1], value) == ("additionalProperties", True):
                continue  # is so anyhow
            if at[-1] not in PROMISES_NOTHING and facts(other) != facts(document):
                yield at, other


def dangling(document: dict[str, Any]) -> list[str]:
    """The references that lead nowhere."""
    references = [str(part) for steps, part in parts(document) if steps[-1:] == ("$ref",)]
    mapped = [str(part) for steps, part in parts(document) if steps[-2:-1] == ("mapping",)]
    return [each for each in references + mapped if component(each, document) is None]


def test_every_fact_that_changes_is_told() -> None:
    check_valid(RICH, where="facts.yaml")
    cases = list(changed(RICH))
    assert [at for at, other in cases if not Comparison(RICH, other).changes()] == []
    assert [at for at, other in cases[::4] if not Comparison(other, RICH).changes()] == []


def test_every_fact_that_changes_is_taken_in() -> None:
    text = written(RICH)
    # Nothing dangling is taken in: `selected` refuses it before.
    cases = [(at, other) for at, other in changed(RICH) if not dangling(other)]
    for at, other in cases[::40]:
        result = parse_yaml(rewritten(text, other), "result")
        assert Comparison(result, other).changes() == [], at
