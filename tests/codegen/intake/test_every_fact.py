"""Every fact of a document that changes is named in the report and taken in."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from codegen.documents import check_valid, parse_yaml, parts, read_yaml
from codegen.intake.compare import Comparison
from codegen.intake.rewrite import rewritten
from codegen.intake.yaml_text import written
from codegen.shape import walk
from tests.codegen.intake.test_rewrite import dangling

FACTS = read_yaml(Path(__file__).with_name("facts.yaml"))
# Words; and a document's empty list of ways to authenticate, which is the same as none.
PROMISES_NOTHING = ("description", "security")
GONE = object()


def facts(document: dict[str, Any]) -> list[Any]:
    return [(place, value) for place, said, value in walk(document) if said == "fact"]


def other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return f"{value}x" if isinstance(value, str) else value + 1 if isinstance(value, int | float) else value


def changed() -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield the document with one fact changed or gone, for each fact."""
    for (*above, last), value in [(steps, value) for steps, value in parts(FACTS) if steps]:
        for new in (other(value), GONE):
            document = copy.deepcopy(FACTS)
            holder: Any = document
            for step in above:
                holder = holder[step]
            if new is GONE:
                del holder[last]
            else:
                holder[last] = new
            usual = new is GONE and (last, value) == ("additionalProperties", True)
            if last not in PROMISES_NOTHING and not usual and facts(document) != facts(FACTS):
                yield (*above, last), document


def test_every_fact_that_changes_is_named() -> None:
    check_valid(FACTS, where="facts.yaml")
    cases = list(changed())
    assert [at for at, document in cases if not Comparison(FACTS, document).changes()] == []
    assert [at for at, document in cases[::4] if not Comparison(document, FACTS).changes()] == []


def test_every_fact_that_changes_is_taken_in() -> None:
    text = written(FACTS)
    # `selected` refuses a document with dangling references before.
    for at, document in [each for each in changed() if not dangling(each[1])][::40]:
        assert Comparison(parse_yaml(rewritten(text, document), "result"), document).changes() == [], at
