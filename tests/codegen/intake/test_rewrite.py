"""Our document with a vendor's changes in it: exactly those, and everything else as it is written."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from codegen.documents import SpecError, check_valid, component, parse_yaml, read_yaml
from codegen.intake.compare import Comparison
from codegen.intake.rewrite import rewritten
from codegen.intake.update import prepare
from codegen.intake.wording import words
from codegen.intake.yaml_text import written
from codegen.rooms import SPECS, vendors
from codegen.shape import Place, walk
from tests.codegen.documents import document
from tests.codegen.intake.mutations import Data, Document, field_added, fields_reordered, mutated, value_added

TEXTS = {vendor: (SPECS / vendor / "openapi.yaml").read_text(encoding="utf-8") for vendor in vendors()}
DOCUMENTS = {vendor: parse_yaml(text, vendor) for vendor, text in TEXTS.items()}
# None is saved: a failure is printed with what it takes to try it again.
# Neither explained nor made smaller, which takes longer than all the rest.
PHASES = (Phase.explicit, Phase.generate)
EXAMPLES = settings().max_examples
quickly = settings(max_examples=EXAMPLES // 14, database=None, phases=PHASES, suppress_health_check=list(HealthCheck))
each_vendor = st.sampled_from(vendors())


def comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.lstrip().startswith("#")]


def taken_in(text: str, wanted: Document) -> str:
    """The text with the changes taken in, which must hold them all, and once only."""
    result = rewritten(text, wanted)
    document = parse_yaml(result, "result")
    assert Comparison(document, wanted).changes() == []
    assert rewritten(result, wanted) == result
    return result


def kept_words(text: str, result: str, wanted: Document) -> None:
    """Whatever is in all three documents is worded as it was in ours."""
    ours, now, theirs = (words(each) for each in (parse_yaml(text, ""), parse_yaml(result, ""), wanted))
    ours.pop("$.components.examples", None)  # may get further ones
    assert {place: now[place] for place in ours if place in now and place in theirs} == {
        place: word for place, word in ours.items() if place in now and place in theirs
    }


@quickly
@given(vendor=each_vendor, draw=st.data())
def test_any_changes_are_taken_in_and_nothing_else(vendor: str, draw: Data) -> None:
    text = TEXTS[vendor]
    wanted = mutated(DOCUMENTS[vendor], draw)
    result = taken_in(text, wanted)
    kept_words(text, result, wanted)
    assert comments(result) == comments(text)


def references(part: Any) -> Iterator[str]:
    """Every reference, wherever it stands, and those of discriminators."""
    if isinstance(part, dict):
        for name, item in part.items():
            if isinstance(item, str) and (name == "$ref" or item.startswith("#/components/")):
                yield item
            yield from references(item)
    elif isinstance(part, list):
        for item in part:
            yield from references(item)


def is_valid(document: Document) -> bool:
    try:
        check_valid(document, where="test")
    except SpecError:
        return False
    return True


def lost(before: Document, after: Document) -> Iterator[Place]:
    """The places of one document that the other one does not have."""
    kept = {place.steps[:length] for place, _, _ in walk(after) for length in range(len(place.steps) + 1)}
    yield from (place for place, _, _ in walk(before) if place.steps not in kept)


@quickly
@given(vendor=st.sampled_from(["akool", "anam", "elizaos"]), draw=st.data())
def test_what_is_written_resolves_and_every_loss_is_named(vendor: str, draw: Data) -> None:
    wanted = mutated(DOCUMENTS[vendor], draw)
    assume(all(component(each, wanted) is not None for each in references(wanted)) and is_valid(wanted))
    with TemporaryDirectory() as folder:
        specs = Path(folder)
        shutil.copytree(SPECS / vendor, specs / vendor)
        (specs / vendor / "overlay.yaml").unlink()
        (specs / vendor / "selection.yaml").unlink()
        page = specs / "page.json"
        page.write_text(json.dumps(wanted), encoding="utf-8")
        update = prepare(vendor, [page], specs=specs)
        update.write(specs)
        assert prepare(vendor, [page], specs=specs).changes == ()
        result = read_yaml(specs / vendor / "openapi.yaml")
    assert [each for each in references(result) if component(each, result) is None] == []
    # What is gone has been named, or stands in something of which a change has been named.
    named = [change.place for change in update.changes]
    renamed = any("was renamed" in change.why for change in update.changes)
    for place in lost(DOCUMENTS[vendor], result):
        if renamed and any("$ref" in step for step in place.steps):
            continue  # the new name is named once, at the schema
        holder = Place(place.steps[:-1])
        # All of a schema may go with its type, its class, or the union that it is part of now.
        wholes = [Place(each.steps[:-length]) for each in named for length in (1, 2) if len(each.steps) > length + 2]
        inside = any(place.within(each) for each in (*named, *wholes))
        assert inside or any(each.within(holder) for each in named), place


def test_what_makes_no_difference_is_not_deleted() -> None:
    text = TEXT.replace("    get:\n", "    get:\n      security: []\n      deprecated: false\n")
    wanted = parse_yaml(TEXT, "")
    parameters_of(wanted)[0]["required"] = True
    result = taken_in(text, wanted)
    assert "      security: []\n      deprecated: false\n" in result


def test_our_form_is_not_left_with_a_dangling_reference() -> None:
    """The same promise without the schema that ours refers to."""
    session = {"type": "object", "properties": {"id": {"type": "string"}, "more": {"type": "string"}}}
    split = document()
    split["components"]["schemas"]["Base"] = {"type": "object", "properties": {"id": {"type": "string"}}}
    more = {"properties": {"more": {"type": "string"}}}
    split["components"]["schemas"]["Session"] = {"allOf": [{"$ref": "#/components/schemas/Base"}, more]}
    joined = document()
    joined["components"]["schemas"]["Session"] = session
    result = parse_yaml(taken_in(written(split), joined), "")
    assert [each for each in references(result) if component(each, result) is None] == []


HARD = ["a\x07b", "word " * 30 + "\x07", "two\nlines\x00", "a\x85b", "a\u2028b\nc", "a\ufffeb", "\r\nx", "tab\tb"]


def test_every_text_is_written_so_that_it_can_be_read() -> None:
    for text in HARD:
        assert parse_yaml(written({"openapi": "3.1.0", "x": text}), "") == {"openapi": "3.1.0", "x": text}


def reordered(part: Any, draw: Data) -> Any:
    if isinstance(part, dict):
        return dict(draw.draw(st.permutations([(key, reordered(item, draw)) for key, item in part.items()])))
    return [reordered(item, draw) for item in part] if isinstance(part, list) else part


@settings(quickly, max_examples=EXAMPLES // 30)
@given(vendor=st.sampled_from(["konpro", "elizaos"]), draw=st.data())
def test_another_order_is_the_same_text(vendor: str, draw: Data) -> None:
    assert rewritten(TEXTS[vendor], reordered(DOCUMENTS[vendor], draw)) == TEXTS[vendor]


def with_remarks(text: str, draw: Data) -> str:
    """The text with remarks of ours in it: lines of their own, ends of lines, and empty lines."""
    lines = text.splitlines()
    for number in sorted(draw.draw(st.lists(st.sampled_from(plain_lines(text)), unique=True, max_size=12)))[::-1]:
        remark, indent = f"# remark {number}", len(lines[number]) - len(lines[number].lstrip())
        what = draw.draw(st.sampled_from(["", remark, " " * indent + remark, "end"]))
        if what != "end":
            lines.insert(number, what)
        elif not re.search(r"[:>|-]$", lines[number]):
            lines[number] += f"  {remark}"
    return "\n".join(lines) + "\n"


def plain_lines(text: str) -> list[int]:
    """Where a comment may stand: not inside a text of several lines."""
    found: list[int] = []
    block: int | None = None
    for number, line in enumerate(text.splitlines()):
        indent = len(line) - len(line.lstrip())
        if block is not None and (not line.strip() or indent > block):
            continue
        block = indent if re.search(r"[>|]-?$", line) else None
        found.append(number)
    return found


@quickly
@given(vendor=each_vendor, draw=st.data())
def test_remarks_anywhere_stay_where_nothing_is_gone(vendor: str, draw: Data) -> None:
    text = with_remarks(TEXTS[vendor], draw)
    assert rewritten(text, DOCUMENTS[vendor]) == text
    added = mutated(DOCUMENTS[vendor], draw, [field_added, value_added, fields_reordered])
    assert sorted(set(text.splitlines()) - set(taken_in(text, added).splitlines())) == []
    changed = mutated(DOCUMENTS[vendor], draw)
    kept_words(text, taken_in(text, changed), changed)


TEXT = """\
openapi: 3.1.0
info:
  title: Tiny
  version: '1'
paths:
  /it:
    get:
      parameters:
        - schema:
            type:
              - string
              - 'null'
          name: size  # ours
          in: query
      responses:
        '200':
          description: It.
          content:
            application/json:
              schema:
                type: string
                pattern: ^a  # ours
                default: [1, 2]
                enum:
                  - a  # the first
                  - b
"""
# The same, as others indent.
LIST = TEXT[TEXT.index("        - schema") : TEXT.index("      responses")]
OTHER_STYLE = TEXT.replace(LIST, textwrap.indent(textwrap.dedent(LIST), " " * 6))


def in_place(change: Callable[[Document], object]) -> str:
    wanted = parse_yaml(TEXT, "")
    change(wanted)
    return taken_in(TEXT, wanted)


def schema_of(document: Document) -> Document:
    answer = document["paths"]["/it"]["get"]["responses"]["200"]
    schema: Document = answer["content"]["application/json"]["schema"]
    return schema


def parameters_of(document: Document) -> list[Document]:
    parameters: list[Document] = document["paths"]["/it"]["get"]["parameters"]
    return parameters


EDITS: dict[str, tuple[Callable[[Document], object], str, str]] = {
    "the entry in the line of a dash": (
        lambda whole: parameters_of(whole)[0]["schema"].update(type="string"),
        "            type:\n              - string\n              - 'null'\n",
        "            type: string\n",
    ),
    "the whole entry in the line of a dash": (
        lambda whole: parameters_of(whole)[0].update(schema={}),
        "        - schema:\n            type:\n              - string\n              - 'null'\n",
        "        - schema: {}\n",
    ),
    "an item of a list": (
        lambda whole: schema_of(whole)["enum"].append("c"),
        "                  - b\n",
        "                  - b\n                  - c\n",
    ),
    "the order of a default": (
        lambda whole: schema_of(whole).update(default=[2, 1]),
        "                default: [1, 2]\n",
        "                default:\n                  - 2\n                  - 1\n",
    ),
    "a value too long for its line": (
        lambda whole: schema_of(whole).update(pattern="word " * 24 + "word"),
        "                pattern: ^a  # ours\n",
        "                # ours\n                pattern: >-\n                  "
        + "word " * 18
        + "word\n                  word word word word word word\n",
    ),
}


@pytest.mark.parametrize(("change", "old", "new"), EDITS.values(), ids=EDITS)
def test_only_the_lines_in_question_change(change: Callable[[Document], object], old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    assert in_place(change) == TEXT.replace(old, new)


def test_a_text_in_another_style_keeps_its_comments() -> None:
    wanted = parse_yaml(TEXT, "")
    schema_of(wanted)["enum"].append("c")
    assert "\n      - schema" in OTHER_STYLE
    assert taken_in(OTHER_STYLE, wanted) == TEXT + "                  - c\n"


def test_words_that_are_data_are_taken_in() -> None:
    assert "title: b" in in_place(lambda whole: schema_of(whole).update(contains={"title": "b"}))
    text = TEXT.replace("default: [1, 2]", "default: {title: a}")
    wanted = parse_yaml(text, "")
    schema_of(wanted)["default"] = {"title": "b"}
    assert schema_of(parse_yaml(taken_in(text, wanted), ""))["default"] == {"title": "b"}


def test_values_keep_to_their_names() -> None:
    text = TEXT.replace("                default: [1, 2]\n", "                x-enum-varnames: [A, B]\n")
    wanted = parse_yaml(text, "")
    schema_of(wanted).update({"enum": ["c", "b", "a"], "x-enum-varnames": ["C", "B", "A"]})
    schema = schema_of(parse_yaml(taken_in(text, wanted), ""))
    assert dict(zip(schema["enum"], schema["x-enum-varnames"], strict=True)) == {"a": "A", "b": "B", "c": "C"}


def test_merge_keys_are_written_out() -> None:
    text = TEXT.replace("          in: query\n", "          <<: {in: query}\n")
    wanted = parse_yaml(TEXT, "")
    parameters_of(wanted)[0]["required"] = True
    assert "          in: query\n          required: true\n" in taken_in(text, wanted)


def test_keys_without_quotes_are_the_same_keys() -> None:
    wanted = parse_yaml(TEXT, "")
    schema_of(wanted)["enum"].append("c")
    assert "        '200':\n          description: It.\n" in taken_in(TEXT.replace("'200'", "200"), wanted)
